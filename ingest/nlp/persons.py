"""Component ``qilian_persons``: persons who are named in a role, and whom they work for.

Only patterns with a role count ("deputy director Li Ming", "(author: Wang Fang)", "said Jane Roe,
Director of …"): a bare capitalised pair of words is no person.
"""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from ingest.nlp.draft import Draft, Found, draft_of, folded
from ingest.nlp.lexicon import words

_NAME = (
    r"(?:(?:Dr|Prof|Mr|Ms|Mrs|Professor)\.? )?[A-Z][\w'-]+(?: (?:[a-z]{2,3} )?[A-Z][\w'-]+){1,2}"
)
_TITLE_WORD = r"(?:" + "|".join(sorted(words("person_titles"), key=len, reverse=True)) + ")"
_POST = (
    r"(?:director|deputy|minister|governor|mayor|secretary|president|chairman|"
    r"chairwoman|chair|chief|manager|engineer|professor|dean|head|researcher|leader|"
    r"coordinator|officer|ceo|cto|founder|inspector|rector|spokesperson|principal)"
)
_BYLINE = re.compile(
    rf"\((?P<role>author|reporter|by|editor|correspondent)s?:? (?P<name>{_NAME})\)"
    rf"|\b(?:The |the )?(?P<role2>reporter|correspondent) (?P<name2>{_NAME})"
    rf"|^(?P<role3>By) (?P<name3>{_NAME})$",
    re.MULTILINE | re.IGNORECASE,
)
_TITLED = re.compile(
    rf"(?P<post>(?:{_TITLE_WORD} ){{0,3}}{_POST}) (?P<name>[A-Z][a-z]+(?: "
    rf"[A-Z][a-z]+){{1,2}})(?= said|[,.\"(;]| told| pointed| introduced| noted| added| "
    rf"stressed| announced|$)"
)
_SAID = re.compile(
    rf"\b(?:said|says|added|explained|according to|noted|stated) (?P<name>{_NAME}), "
    rf"(?:the )?(?P<post>(?:[\w-]+ ){{0,3}}{_POST})(?P<at> (?:of|at|for) (?:the )?)?",
    re.IGNORECASE,
)
_CONTACT = re.compile(rf"\bContacts?(?: person)?: (?P<name>{_NAME})(?P<rest>[^\n]*)", re.IGNORECASE)
_POSTED = re.compile(
    rf"\b(?P<name>{_NAME}), (?:the )?(?P<post>(?:[\w-]+ ){{0,2}}{_POST}) (?:of|at) "
    rf"(?:the )?(?=[A-Z])"
)
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
        for found in _BYLINE.finditer(draft.text):
            group = next(n for n in ("", "2", "3") if found[f"name{n}"])
            name = found[f"name{group}"]
            if not name[0].isupper() or name.split()[0].casefold() in words("function", "verbs"):
                continue
            role = "author" if found[f"role{group}"].casefold() in ("author", "by") else "reporter"
            _add(draft, found.start(f"name{group}"), found.end(f"name{group}"), role)
        for found in _TITLED.finditer(draft.text):
            person = _add(draft, *found.span("name"), found["post"])
            _employ(draft, person, _before(draft, found.start()), found)
        for found in _SAID.finditer(draft.text):
            person = _add(draft, *found.span("name"), found["post"].strip())
            _employ(draft, person, _behind(draft, found.end()), found)
        for found in _POSTED.finditer(draft.text):
            if not draft.covered(*found.span("name")):
                person = _add(draft, *found.span("name"), found["post"].strip())
                _employ(draft, person, _behind(draft, found.end()), found)
        for found in _CONTACT.finditer(draft.text):
            if words("agency_heads", "agency_fields") & set(found["name"].casefold().split()):
                continue
            rest = found["rest"]
            post = re.match(rf",? (?P<post>(?:[\w-]+ ){{0,2}}{_POST}\b[^,(\n]*)", rest)
            person = _add(draft, *found.span("name"), post["post"].strip() if post else "contact")
            _employ(draft, person, _behind(draft, found.start("rest")), found)
        return doc


def _add(draft: Draft, start: int, end: int, role: str) -> Found:
    name = draft.text[start:end]
    return draft.add(
        "Person", start, end, key=folded(re.sub(r"^(?:Dr|Prof|Mr|Ms|Mrs|Professor)\.? ", "", name)),
        role=role, confidence=0.85,
    )  # fmt: skip


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
