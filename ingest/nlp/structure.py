"""Relations that follow from structure: names, titles, posts, problems without a holder.

Places are read by `ingest.nlp.located`, lists by `ingest.nlp.collective`.
"""

from __future__ import annotations

import re
from collections import Counter

from ingest.nlp.awards import listed_members
from ingest.nlp.collective import add_collective
from ingest.nlp.draft import Draft, Found, folded
from ingest.nlp.located import add_places
from ingest.nlp.nested import first
from ingest.nlp.references import meant_by


def add_structure(draft: Draft) -> None:
    """Adds all structural relations."""
    add_collective(draft)
    listed_members(draft)
    add_places(draft)
    _institutes(draft)
    _parents(draft)
    _named_fields(draft)
    _policies(draft)
    _troubles(draft)


_OF_PARENT = re.compile(
    r" (?:of|at) (?:the )?(?P<parent>(?:[A-Z][\w-]+ )*(?:Academy|University|Institute)(?: of "
    r"(?:[A-Z][\w-]+,? |and )*[A-Z][\w-]+)?)$"
)


def _parents(draft: Draft) -> None:
    """ "Institute A of the Academy B" names two institutes, one of the other."""
    for child in first(draft, "Institute"):
        inside = _OF_PARENT.search(draft.text[child.start : child.end])
        head = draft.text[child.start : child.start + inside.start()] if inside else ""
        if not inside or not _CHILD.search(head):
            continue
        span = child.start + inside.start("parent"), child.start + inside.end("parent")
        known = next((f for f in draft.found if f.type == "Institute" and f.key == folded(
            inside["parent"])), None)  # fmt: skip
        parent = known or draft.add("Institute", *span, confidence=0.6)
        if not any(f.key == parent.key and not f.embedded for f in draft.found
                   if f.type == "Institute"):  # fmt: skip
            parent = draft.add("Institute", *span, key=parent.key, confidence=0.6)
        draft.link("PART_OF", child, parent, child.start, child.end, 0.65)


_CHILD = re.compile(r"\b(?:Institute|Cent(?:er|re)|Laboratory|School|College|Faculty|Department)\b")


def _institutes(draft: Draft) -> None:
    """A genitive, "of the" and "at" make an institute part of another."""
    institutes = sorted(
        (f for f in draft.found if f.type == "Institute" and not f.embedded), key=lambda f: f.start
    )
    for one, other in zip(institutes, institutes[1:], strict=False):
        between = draft.text[one.end : other.start]
        if re.fullmatch(r"(?:'s|’s) ", between):
            draft.link("PART_OF", other, one, one.start, other.end, 0.8)
        elif re.fullmatch(r",? (?:at|of) (?:the )?", between):
            draft.link("PART_OF", one, other, one.start, other.end, 0.7)


_FIELD_TYPES = {
    "Policy": "TARGETS", "Programme": "TARGETS", "Platform": "TARGETS", "Institute": "OPERATES_IN",
}  # fmt: skip
_ENDINGS = re.compile(r" (?:industry|sector|technology)$")


def _named_fields(draft: Draft) -> None:
    """A plan, base or laboratory whose name holds a field that the document names is about it."""
    fields = first(draft, "Industry", "Technology")
    for work in first(draft, *_FIELD_TYPES):
        if work.type == "Institute" and not _LABORATORY.search(work.name):
            continue
        if work.type == "Platform" and work.key.endswith(" zone"):
            continue
        name = f" {folded(work.name)} "
        inside = [
            f for f in fields if len(k := _ENDINGS.sub("", folded(f.name))) > 3 and f" {k} " in name
        ]
        names = [folded(f.name) for f in inside]
        longest = [
            f for f in inside if not any(folded(f.name) in n for n in names if n != folded(f.name))
        ]
        for field in longest[:2]:
            draft.link(_FIELD_TYPES[work.type], work, field, work.start, work.end, 0.5)


_LABORATORY = re.compile(
    r"\b(?:laborator|joint\b|engineering (?:technology )?(?:research )?cent)", re.IGNORECASE
)
_EMPLOYERS = ("Agency", "Enterprise", "Institute", "Platform")
_NO_POST = ("author", "reporter", "editor", "correspondent", "journalist", "contact", "")
_NEXT = 60
"""Characters between a person and the body whose post the text gives."""


def add_posts(draft: Draft) -> None:
    """A person in a role whom nothing has placed works for the body named beside the post."""
    placed = {k.subject for k in draft.links if k.type == "WORKS_FOR"}
    for person in first(draft, "Person"):
        if (person.type, person.key) in placed or person.role.casefold() in _NO_POST:
            continue
        body = _post(draft, person)
        if body:
            start, end = min(person.start, body.start), max(person.end, body.end)
            draft.link("WORKS_FOR", person, body, start, end, 0.6)


_IN_BRACKETS = re.compile(r" ?[(（](?:[^()（）;]{0,60}[,，] ?)?(?:the )?")
_HEADS_IT = re.compile(
    r" (?:of|at|from) |,? (?:the )?"
    r"(?=[^,.;]{1,60}['’]s (?:\w+ ){0,2}(?:director|head|president|manager|chair|leader))"
    r"|,? (?:who |and )?(?:also )?(?:heads|leads|directs|chairs|runs|manages|headed|led|"
    r"works (?:at|for|in)|is with|(?:keeps?|holds?|kept|held)(?: an?)?(?: [\w-]+){0,2} "
    r"(?:posts?|positions?|chairs?|professorships?) (?:at|in|with)|presides over)\b"
    r"(?: the| his| her)? "
)
_TEAM_OF = re.compile(
    r"\b(?:team|group|laboratory|researchers)(?: [\w-]+)? (?:led|headed|directed|chaired) by\b"
    r"[^,.;]{0,25}$"
)


def _post(draft: Draft, person: Found) -> Found | None:
    """The body beside a person: in brackets, behind the post or a verb, or before the post."""
    text = draft.text
    start, end = draft.sentence_at(person.start)
    for form in (_IN_BRACKETS, _HEADS_IT, _whose_post(person.role), _behind_post(person.role)):
        stated = form.match(text, person.end, end)
        at = stated.end() if stated else 0
        near = draft.within(at - 4, min(end, at + _NEXT), *_EMPLOYERS) if stated else []
        near = [f for f in near if abs(f.start - at) <= 4 or text[at : f.start].endswith(_OWNS)]
        if near:
            return next((f for f in near if not text.startswith(_OWNS, f.end)), near[0])
    if _TEAM_OF.search(text[max(0, person.start - 80) : person.start]):
        before = draft.sentence_at(max(0, start - 3))[0]
        near = [f for f in draft.within(before, person.start, "Institute") if not f.reference]
        if near:
            return near[-1]
    behind = draft.within(person.end + 2, person.end + _NEXT, *_EMPLOYERS)
    called = _CONTACT.search(text[start : person.start])
    if called and behind and text[person.end : behind[0].start] in (", ", " ("):
        return behind[0]
    meant = _referred(draft, person, start)
    if meant:
        return meant
    ahead = [f for f in draft.within(start, person.start, *_EMPLOYERS) if not f.reference]
    gap = text[ahead[-1].end : person.start] if ahead else ""
    contact = gap == ", " and _CONTACT.search(text[start : ahead[-1].start])
    if ahead and len(gap) < _NEXT and (contact or not re.search(r"[)）;]|^,", gap)):
        return ahead[-1]
    meant = meant_by(draft, person.role.casefold().split()[0], person.start)
    if meant and meant.type in _EMPLOYERS:
        return meant
    before = draft.sentence_at(max(0, start - 3))[0]
    firms = draft.within(before, person.start, "Enterprise")
    return firms[0] if firms and _OF_FIRM.search(person.role) else None


_CONTACT = re.compile(r"\bcontacts?(?: person)?\s?[:：][^:：]{0,60}$", re.IGNORECASE)


def _referred(draft: Draft, person: Found, start: int) -> Found | None:
    """ "The institute director A", "director of the department A": a body by its reference."""
    post = person.role.split()[-1].casefold()
    for body in reversed(draft.within(start, person.start, *_EMPLOYERS)):
        gap = draft.text[body.end : person.start]
        lead = draft.text[max(0, body.start - 25) : body.start].casefold()
        before = not gap.strip() and re.search(rf"{re.escape(post)} (?:of|at) (?:the )?$", lead)
        behind = post in gap.casefold() and re.fullmatch(r"(?:['’]s)?(?: [\w-]+){1,4} ", gap)
        if body.reference and (before or behind):
            return body
    return None


_OF_FIRM = re.compile(
    r"\b(?:general manager|chief executive|ceo|managing director|founder|factory director|"
    r"plant manager|chairman of the board|owner)\b",
    re.IGNORECASE,
)


_OWNS = ("'s ", "’s ")


def _whose_post(role: str) -> re.Pattern[str]:
    """ "A, B's secretary general"."""
    post = rf"(?=[^,.;\n]{{1,60}}['’]s (?:[\w-]+ ){{0,2}}{re.escape(role)})"
    return re.compile(rf",? (?:the )?{post}", re.IGNORECASE)


def _behind_post(role: str) -> re.Pattern[str]:
    post = re.escape(role.split()[-1])
    return re.compile(
        rf",? [^.;]{{0,40}}?{post}[^.;,]{{0,40}}?(?: (?:of|at|for|in)|,) (?:the )?", re.IGNORECASE
    )


_HOLDERS = ("Industry", "Enterprise", "Platform", "Institute")
_TELLS = re.compile(
    r"\b(?:shows?|showed|report(?:s|ed)?|said|says|found|finds|told|tells|noted|pointed|survey|"
    r"statistics|data)\b|[\"”]"
)
_SURVEY = re.compile(
    r"\b(?:according to|survey (?:of|by)|report (?:of|by)|data (?:of|from))(?: the)? $"
)
_MENDS = re.compile(
    r"\b(?:to|will|can|has|have) (?:\w+ly )?(?:overcome|solve|tackle|address|reduce|ease|resolve|"
    r"eliminate|fight|relieve|cut|prevent)\b"
)
_PLACED = re.compile(r"\b(?:in|of|for)(?: the)? $|^$|[,.;:] $")
_ABOUT = 45
"""Characters between a problem and the area of its sentence that has it."""


def _troubles(draft: Draft) -> None:
    """A problem that nothing has placed is that of the nearest holder before it, of the area
    named with it, or of the document's own area."""
    placed = {k.object for k in draft.links if k.type == "HAS_PROBLEM"}
    taken_up = {k.object for k in draft.links if k.type == "TARGETS"}
    for trouble in first(draft, "Problem"):
        key = trouble.type, trouble.key
        if key in placed or draft.is_tabular(trouble.start, trouble.end):
            continue
        holder = _holder(draft, trouble)
        if holder is None and key not in taken_up:
            holder = _own_area(draft)
        if holder:
            end = draft.sentence_at(trouble.start)[1]
            near = holder.start >= draft.sentence_at(trouble.start)[0] and holder.end <= end
            span = (holder.start, holder.end) if near else (trouble.start, trouble.end)
            draft.link("HAS_PROBLEM", holder, trouble, min(span[0], trouble.start),
                       max(trouble.end, span[1]), 0.45)  # fmt: skip


def _own_area(draft: Draft) -> Found | None:
    """The area that the text speaks of as its own ("our city", "the province") most often."""
    spoken = [f for f in draft.found if f.type == "Region" and f.reference]
    often = Counter(f.key for f in spoken).most_common(1)
    return next((f for f in spoken if f.key == often[0][0]), None) if often else None


_OURS = re.compile(
    r"\b(?:[Oo]ur|[Ww]e|us)\b(?! (?:city|province|county|country|region|state|district))"
)
_AFTER = 120


def _speaker(draft: Draft, start: int, end: int) -> Found | None:
    """ "… is our biggest worry," said A: the body that A works for, where it is no agency."""
    if not _OURS.search(draft.text, start, end) or not re.search(r"[\"”]", draft.text[start:end]):
        return None
    posts = {k.subject: k.object for k in draft.links if k.type == "WORKS_FOR"}
    for person in draft.within(start, min(end + _AFTER, len(draft.text)), "Person"):
        body = posts.get((person.type, person.key))
        if body and body[0] in ("Enterprise", "Platform", "Institute"):
            return next((f for f in draft.found if (f.type, f.key) == body), None)
    return None


def _holder(draft: Draft, trouble: Found) -> Found | None:
    """Who has a problem by the words of its sentence; nobody who only tells of it."""
    text = draft.text
    start, end = draft.sentence_at(trouble.start)
    speaker = _speaker(draft, start, end)
    if speaker:
        return speaker
    for body in reversed(draft.within(start, trouble.start, *_HOLDERS)):
        told = body.type != "Industry" and (
            _TELLS.search(text, body.end, trouble.start) or _SURVEY.search(text[start : body.start])
        )
        if not told and not _MENDS.search(text, body.end, trouble.start):
            return body
    low, high = max(start, trouble.start - _ABOUT), min(end, trouble.end + _ABOUT)
    areas = [f for f in draft.found if f.type == "Region" and low <= f.start and f.end <= high
             and _PLACED.search(text[low : f.start])
             and not f.key.endswith("|country")]  # fmt: skip
    areas += [f for f in draft.found if f.type == "Region" and trouble.start <= f.start
              and f.end <= trouble.end and _PLACED.search(text[low : f.start])]  # fmt: skip
    if areas:
        return min(areas, key=lambda f: min(abs(f.end - trouble.start), abs(f.start - trouble.end)))
    behind = draft.within(trouble.end, end, "Industry", "Enterprise")
    return behind[0] if behind else None


def _policies(draft: Draft) -> None:
    """A policy titled by its agency is issued by it; one titled by a field targets it."""
    for policy in first(draft, "Policy"):
        if policy.name.endswith(("opinions", "views", "measures", "plan", "Opinions", "Plan")):
            inside = [
                f
                for f in draft.found
                if f.type == "Agency" and policy.start <= f.start and f.end <= policy.end
            ]
            for agency in inside:
                draft.link("ISSUED", agency, policy, policy.start, policy.end, 0.6)
