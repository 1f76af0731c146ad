"""What is said of a listed set holds for each item: its runner, its whole, its subject matter."""

from __future__ import annotations

import re
from collections import Counter

from ingest.nlp.draft import Draft, Found, Listing
from ingest.nlp.lists import WORD_NUMBERS

_WORKS = ("Platform", "Programme")
_HEAD = 6
"""Sentences, headline among them, in which a policy text names itself."""
_AGAIN = 4
"""Mentions of a policy in its own text, at least."""
_TAKEN_UP = ("TARGETS", "OPERATES_IN", "DEVELOPS")


def add_collective(draft: Draft) -> None:
    """Adds the relations of the items of each list."""
    _coded(draft)
    for listing in draft.lists:
        items = [f for f in listing.entities if f.type in _WORKS]
        topics = [f for f in listing.entities if f.type in ("Industry", "Technology")]
        whole = _container(draft, listing)
        runner = _runner(draft, listing, whole)
        run = {k.object for k in draft.links if k.type == "RUNS"}
        for item in items:
            for programme in whole:
                if item.key != programme.key:
                    draft.link("PART_OF", item, programme, listing.start, listing.end, 0.6)
            if runner and (item.type, item.key) not in run and not _in(draft, item, runner):
                draft.link("RUNS", runner, item, item.start, item.end, 0.6)
        for centre in (f for f in listing.entities if f.type == "Institute"):
            described = centre.name != " ".join(draft.text[centre.start : centre.end].split())
            if draft.seat and described:
                draft.link("LOCATED_IN", centre, draft.seat, centre.start, centre.end, 0.5)
        _troubles(draft, listing)
        if topics and not items and not any(f.type == "Institute" for f in listing.entities):
            _topics(draft, listing, topics, whole, runner)


def _in(draft: Draft, item: Found, runner: Found) -> bool:
    """Whether an item is part of something else than what its runner runs."""
    parts = [k.object for k in draft.links
             if k.type == "PART_OF" and k.subject == (item.type, item.key)]  # fmt: skip
    return any(p[0] == "Platform" for p in parts)


def _troubles(draft: Draft, listing: Listing) -> None:
    troubles = [f for f in listing.entities if f.type == "Problem"]
    holders = draft.within(listing.start, listing.items[0][0], "Industry")
    for trouble in troubles if holders else []:
        draft.link("HAS_PROBLEM", holders[-1], trouble, listing.start, trouble.end, 0.7)


def _topics(
    draft: Draft,
    listing: Listing,
    topics: list[Found],
    whole: list[Found],
    runner: Found | None,
) -> None:
    """Listed fields are targets of the programme or policy that lists them, else of the body."""
    sentence = draft.sentence_at(listing.start)
    said = {link.object for link in draft.links if link.type in _TAKEN_UP}
    if any((t.type, t.key) in said for t in topics):
        return
    near = draft.within(sentence[0], listing.start, "Programme", "Policy", "Agency", "Platform")
    firms = draft.within(sentence[0], listing.start, "Enterprise", "Institute")
    last = main_policy(draft) or _titled(draft) or runner
    subject = whole[0] if whole else near[-1] if near else None if firms else last
    for topic in topics:
        if subject:
            draft.link("TARGETS", subject, topic, topic.start, topic.end, 0.55)


def main_policy(draft: Draft) -> Found | None:
    """The policy that a document is the text of: named in its head and again and again, or by
    most of its headline."""
    policies = [f for f in draft.found if f.type == "Policy" and not f.embedded]
    if not policies:
        return None
    head = draft.sentences[min(_HEAD, len(draft.sentences)) - 1][1]
    title = draft.sentences[0]
    often = Counter(f.key for f in policies)
    for policy in (f for f in policies if f.end <= head):
        titled = policy.end <= title[1] and 2 * (policy.end - policy.start) > title[1] - title[0]
        if titled or often[policy.key] >= _AGAIN:
            return policy
    return None


def _titled(draft: Draft) -> Found | None:
    """The programme that the headline names, the text of a call for instance, if only one."""
    title = " ".join(draft.source.title.split())
    named = [f for f in draft.found if f.type == "Programme" and not f.reference
             and (f.end <= draft.sentences[0][1] or f.name in title)]  # fmt: skip
    return named[0] if len({f.key for f in named}) == 1 else None


_DIGIT = re.compile(
    r"[\"“](?P<n>\d{1,2})[\"”],? (?:is|are|refers?|means?|said|says|stands for|that is|namely)\b"
)
_CODE = re.compile(r"[\"“]?(?P<code>\d(?:[+-]?\d){1,7})[\"”]?")


def _coded(draft: Draft) -> None:
    """ "The "4" is four platforms: …" spells out the code of a programme ("2431"): what stands
    behind a digit, as many as it says, is part of the programme or its subject."""
    digits = list(_DIGIT.finditer(draft.text))
    for turn, digit in enumerate(digits):
        earlier = [f for f in draft.found if f.type == "Programme" and f.end <= digit.start()]
        coded = [f for f in earlier if (c := _CODE.search(f.name)) and digit["n"] in c["code"]]
        if not coded:
            continue
        programme = max(coded, key=lambda f: f.end)
        end = draft.sentence_at(digit.start())[1]
        stop = min([end, *(d.start() for d in digits[turn + 1 : turn + 2])])
        inside = draft.within(digit.end(), stop, *_WORKS, "Institute", "Industry", "Technology")
        outer = [f for f in inside if f.key != programme.key and not any(
            g is not f and g.start <= f.start and f.end <= g.end and len(g.name) > len(f.name)
            for g in inside)]  # fmt: skip
        things = list({(f.type, f.key): f for f in outer}.values())[: int(digit["n"])]
        for thing in things:
            kind = "PART_OF" if thing.type in _WORKS else "TARGETS"
            ends = (thing, programme) if thing.type in _WORKS else (programme, thing)
            if thing.type != "Institute":
                draft.link(kind, *ends, digit.start(), thing.end, 0.65)


def _container(draft: Draft, listing: Listing) -> list[Found]:
    """The programmes that a list's set is stated to be part of, or that announce its count."""
    sentence = draft.sentence_at(listing.start)
    inside = draft.within(*sentence, "Programme")
    if re.search(r"\b(?:part|task|tasks) of\b", draft.text[sentence[0] : listing.start]):
        return [f for f in inside if f.end <= listing.start + 2]
    coded = [f for f in inside if f.key.startswith("code ") and f.end <= listing.start]
    if coded and listing.count and str(listing.count) in coded[0].key:
        return coded[:1]
    at = _announced(draft, listing)
    if at is None:
        site = _planned_site(draft) if _announced(draft, listing, words=True) else None
        works = any(f.type == "Platform" for f in listing.entities)
        return [site] if site and works else []
    start = draft.sentence_at(at)[0]
    ahead = draft.within(start, at, "Programme", "Agency", "Enterprise", "Institute")
    return ahead[-1:] if ahead and ahead[-1].type == "Programme" else []


def _planned_site(draft: Draft) -> Found | None:
    """The park or base whose plan the document is the text of."""
    policy = main_policy(draft)
    named = [f for f in draft.found if policy and (f.type, f.key) == (policy.type, policy.key)]
    inside = [f for f in draft.found if f.type == "Platform"
              and any(p.start <= f.start and f.end <= p.end for p in named)]  # fmt: skip
    return inside[0] if inside else None


def _announced(draft: Draft, listing: Listing, *, words: bool = False) -> int | None:
    """Where an earlier sentence states the count of a list's set ("build 4 platforms and …")."""
    if not listing.count or draft.sentence_at(listing.start) == draft.sentences[0]:
        return None
    head = re.sub(
        r"s$", "", re.split(r" (?:of|in|for|to) ", listing.noun.casefold())[0].split()[-1]
    )
    word = next((w for w, n in WORD_NUMBERS.items() if n == listing.count), "")
    count = word if words and word else str(listing.count)
    told = re.compile(rf"\b{count} (?:[\w&-]+ ){{0,5}}{re.escape(head)}s?\b", re.IGNORECASE)
    own = draft.sentence_at(listing.start)[0]
    for found in told.finditer(draft.text, 0, max(own, 0)):
        if draft.sentence_at(found.start()) != draft.sentences[0]:
            return found.start()
    return None


def _runner(draft: Draft, listing: Listing, whole: list[Found]) -> Found | None:
    """Who builds or organises the listed set: who runs its whole, the body before it, the home."""
    for programme in whole:
        runners = [k.subject for k in draft.links
                   if k.type == "RUNS" and k.object == (programme.type, programme.key)]  # fmt: skip
        for runner in runners:
            return next(f for f in draft.found if (f.type, f.key) == runner)
    sentence = draft.sentence_at(listing.start)
    before = draft.within(sentence[0], listing.start, "Agency")
    if before:
        return before[-1]
    at = _announced(draft, listing)
    agents = draft.within(draft.sentence_at(at)[0], at, "Agency") if at is not None else []
    return agents[-1] if agents else draft.seat
