"""Component ``qilian_persons``: persons who are named in a role, and whom they work for.

Only patterns with a role count ("deputy director Li Ming", "(author: Wang Fang)", "said Jane Roe,
Director of …"): a bare capitalised pair of words is no person.
"""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from ingest.nlp import person_forms as forms
from ingest.nlp.draft import Draft, Found, draft_of, folded
from ingest.nlp.lexicon import words

_NO_NAME = words(
    "agency_fields", "agency_heads", "institute_heads", "platform_heads", "programme_heads",
    "policy_words", "function", "verbs", "generic", "person_posts", "person_kinds", "months",
)  # fmt: skip
_WRITERS = frozenset(
    ("author", "by", "written by", "text", "photo by", "words", "story", "writer", "interpretation")
)
_LEAD_IN = frozenset(("as", "when", "while", "according", "and", "but", "said", "says", "added"))
_SYLLABLE = (
    r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|"
    r"ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|a|e|i|o|u))"
)
_PINYIN = re.compile(rf"{_SYLLABLE}{{1,3}}", re.IGNORECASE)
_TYPE_AHEAD = re.compile(r"(?:City|County|Province|Prefecture|District|Town) (?=[A-Z])")
_BODIES = ("Agency", "Enterprise", "Institute", "Platform")


@Language.factory("qilian_persons")
def make_persons(nlp: Language, name: str) -> Persons:
    """The factory that spaCy calls."""
    return Persons()


class Persons:
    """Finds persons with their roles and employers."""

    def __call__(self, doc: Doc) -> Doc:
        """Reads the document into its draft; the document itself is given on."""
        draft = draft_of(doc)
        for pattern in forms.BYLINES:
            for found in pattern.finditer(draft.text):
                by = found["role"].casefold() in _WRITERS
                for start, end in _split(draft.text, *found.span("names")):
                    _note(draft, start, end, "author" if by else "reporter")
        for found in forms.TITLED.finditer(draft.text):
            person = _note(draft, *found.span("name"), found["post"])
            if person:
                _employ(draft, person, _before(draft, found.start()), found)
        for found in forms.OFFICE.finditer(draft.text):
            if not draft.covered(*found.span("name")):
                _note(draft, *found.span("name"), found["post"])
        for found in forms.SAID.finditer(draft.text):
            if found["post"] or not draft.covered(*found.span("name")):
                person = _note(draft, *found.span("name"), (found["post"] or "").strip())
                if person and found["post"]:
                    _employ(draft, person, _behind(draft, found.end()), found)
        for found in forms.SIGNED.finditer(draft.text):
            if all(_PINYIN.fullmatch(word) for word in found["name"].split()):
                _note(draft, *found.span("name"), "reporter")
        for found in forms.SAID_ROLE.finditer(draft.text):
            plain = set(found["post"].casefold().split()) & words("function", "months")
            if not plain and not draft.covered(*found.span("name")):
                _note(draft, *found.span("name"), found["post"].strip())
        for row in forms.PRESENT.finditer(draft.text):
            for found in re.finditer(rf"(?P<name>{forms.NAME}) \(", row["row"]):
                start = row.start("row") + found.start("name")
                end = row.start("row") + found.end("name")
                if not draft.covered(start, end):
                    _note(draft, start, end, "member")
        self._posted(draft)
        self._formal(draft)
        _single(draft)
        for pattern in (forms.HONOURED, forms.SPOKE, forms.POST_COMMA, forms.WHO):
            for found in pattern.finditer(draft.text):
                if not draft.covered(*found.span("name")):
                    _note(draft, *found.span("name"), found.groupdict().get("post") or "")
        return doc

    def _formal(self, draft: Draft) -> None:
        """Elections, signatures, lists of those present, and speakers right behind a body."""
        for found in forms.BECAME.finditer(draft.text):
            if not draft.covered(*found.span("name")):
                person = _note(draft, *found.span("name"), found["post"])
                if person:
                    _employ(draft, person, _behind(draft, found.end()), found)
        for found in (*forms.WROTE.finditer(draft.text), *forms.CLERK.finditer(draft.text)):
            if not draft.covered(*found.span("name")):
                _note(draft, *found.span("name"), "author")
        for found in forms.BRACKETED.finditer(draft.text):
            start = found.start("at")
            body = next((f for f in draft.found if f.type in _BODIES and f.start == start), None)
            if body and not draft.covered(*found.span("name")):
                person = _note(draft, *found.span("name"), found["post"] or "member")
                if person:
                    _employ(draft, person, body, found)
        for found in forms.OF_BODY.finditer(draft.text):
            if not draft.covered(*found.span("name")):
                person = _note(draft, *found.span("name"), "")
                if person:
                    _employ(draft, person, _behind(draft, found.start("at")), found)
        for found in forms.HEADING.finditer(draft.text):
            name = found["name"].split()
            chinese = all(_PINYIN.fullmatch(word) for word in name)
            if chinese and not draft.covered(*found.span("name")):
                _note(draft, *found.span("name"), found["post"])
        for body in [f for f in draft.found if f.type in _BODIES]:
            found_ = forms.BESIDE.match(draft.text, body.end)
            ahead = draft.text[max(0, body.start - 60) : body.start]
            post = re.search(rf"\b(?P<post>(?i:{forms.POST})) (?:of|for) (?:the )?$", ahead)
            if found_ and post and not draft.covered(*found_.span("name")):
                person = _note(draft, *found_.span("name"), post["post"])
                if person:
                    _employ(draft, person, body, found_)

    def _posted(self, draft: Draft) -> None:
        """Names with their post behind a comma, and names behind a label ("Contact: …")."""
        for found in forms.POSTED.finditer(draft.text):
            loose = found["article"] and not re.search(rf"(?i:{forms.PEOPLE})$", found["post"])
            if loose or draft.covered(*found.span("name")):
                continue
            person = _note(draft, *found.span("name"), found["post"].strip())
            if person:
                _employ(draft, person, _behind(draft, found.end()), found)
        for pattern in (forms.CONTACT, forms.LABEL):
            for found in pattern.finditer(draft.text):
                if draft.covered(*found.span("name")):
                    continue
                rest = found["rest"]
                post = re.match(
                    rf",? (?P<post>(?:[\w-]+ ){{0,2}}{forms.POST}\b[^,(\n]*)", rest, re.I
                )
                role = post["post"].strip() if post else "contact"
                person = _note(draft, *found.span("name"), role)
                if person:
                    _employ(draft, person, _behind(draft, found.start("rest")), found)


def _single(draft: Draft) -> None:
    """Names of one word between a post and what the person said."""
    for found in forms.ONE_NAME.finditer(draft.text):
        span = found.span("name" if found["name"] else "name_")
        name = draft.text[slice(*span)].casefold()
        plain = name in _NO_NAME or name in words("demonyms")
        if not plain and not draft.covered(*span) and not draft.covered(*span, "Region"):
            role = found["post"] or found["post_"]
            person = draft.add("Person", *span, role=role, confidence=0.7)
            behind = found["name_"] and _behind(draft, found.end())
            _employ(draft, person, behind or _before(draft, found.start()), found)


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The names of a byline: parted by commas or "and", or Chinese names in pairs of words.

    A third word behind a Chinese name is another person's only name ("Li Ming Sarnai").
    """
    parts = []
    for piece in re.finditer(r"(?:(?!,| and | & |/|、).)+", text[start:end]):
        found = list(re.finditer(r"\S+", piece.group()))
        pairs = len(found) in (3, 4, 5, 6) and all(_PINYIN.fullmatch(w.group()) for w in found[:2])
        pairs = pairs and (len(found) == 3 or all(_PINYIN.fullmatch(w.group()) for w in found[:4]))
        at = start + piece.start()
        ends = ((i, min(i + 1, len(found) - 1)) for i in range(0, len(found), 2))
        for first, last in ends if pairs else (
            ((0, -1),) if found else ()
        ):  # fmt: skip
            parts.append((at + found[first].start(), at + found[last].end()))
    return parts


def _note(draft: Draft, start: int, end: int, role: str) -> Found | None:
    """Adds a person where the words can be a name; else gives none."""
    while (first := draft.text[start:end].split(" ")[0]).casefold() in _LEAD_IN:
        start += len(first) + 1
    typed = _TYPE_AHEAD.match(draft.text, start, end)
    start = typed.end() if typed else start
    name = draft.text[start:end]
    if re.search(r"['’]s ", name):
        return None  # "Norland's Vega Optics"
    plain = re.sub(rf"^(?:{forms.HONOUR} )+", "", name)
    parts = [w.casefold() for w in re.findall(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", plain)]
    chinese = len(parts) == 2 and all(_PINYIN.fullmatch(w) for w in parts)
    own = [w for w in parts[chinese:] if w != "park"]  # He, An, You and Park are surnames as well
    if chinese and parts[1] not in words("function"):
        own = []  # "Tao Ran" is a name, "ran" a verb
    alone = len(parts) == 1 and role in ("reporter", "author")
    if (len(parts) < 2 and not alone) or any(w in _NO_NAME for w in own):
        return None
    if draft.covered(start, end, "Enterprise", "Institute", "Platform"):
        return None
    inside = [f for f in draft.found if f.type == "Region" and f.start < end and start < f.end]
    if any(f.start <= start and (f.end >= end or f.end > start + len(parts[0])) for f in inside):
        return None
    for region in inside:
        region.embedded = True
    return draft.add("Person", start, end, key=folded(plain), role=role.strip(), confidence=0.85)


def _before(draft: Draft, at: int) -> Found | None:
    """The body that stands right before a post ("Provincial … department deputy director")."""
    near = [f for f in draft.found if f.type in _BODIES and 0 <= at - f.end <= 3]
    if near:
        return max(near, key=lambda f: (f.end, f.start))
    region = next((f for f in draft.found if f.type == "Region" and 0 <= at - f.end <= 3), None)
    if region is None:
        word = re.search(r"(\w+) department \Z", draft.text[max(0, at - 40) : at])
        region = word and next(
            (
                f
                for f in draft.found
                if f.type == "Region" and f.start <= at - len(word.group()) < f.end
            ),
            None,
        )
        if region:
            return next(
                (
                    f
                    for f in draft.found
                    if f.type == "Agency"
                    and f.key.endswith("@" + region.key)
                    and f.key.startswith("department")
                ),
                None,
            )
        return None
    return next(
        (
            f
            for f in draft.found
            if f.type == "Agency"
            and f.key.startswith("government")
            and f.key.endswith("@" + region.key)
        ),
        None,
    )


def _behind(draft: Draft, at: int) -> Found | None:
    """The body named after a post, or the one that a bare "the Department" means."""
    stop = draft.sentence_at(at)[1]
    near = [f for f in draft.found if f.type in _BODIES and at - 1 <= f.start < min(stop, at + 60)]
    if near:
        return min(near, key=lambda f: f.start)
    word = re.match(
        r"\s*(?:the )?(?:[A-Z]\w+ )*(Department|Bureau|Council|Office|Institute|"
        r"University|Centre|Center|Agency|Ministry)",
        draft.text[at:],
    )
    if not word:
        return None
    earlier = [
        f
        for f in draft.found
        if f.type in _BODIES and f.end <= at and word[1].casefold() in f.name.casefold()
    ]
    return max(earlier, key=lambda f: f.end, default=None)


def _employ(draft: Draft, person: Found, body: Found | None, found: re.Match[str]) -> None:
    if body:
        draft.link(
            "WORKS_FOR",
            person,
            body,
            min(found.start(), body.start),
            max(person.end, body.end),
            0.75,
        )
