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

_HONOUR = (
    r"(?:Dr|Prof|Mr|Ms|Mrs|Miss|Mx|Sir|Dame|Lord|Lady|Baroness|Professor|Academician|Shri|Smt|"
    r"Sri|Datuk|Dato['’]?|Datin|Tan Sri|Tun|Puan|Encik|Cr|Cllr|Councillor|Hon|Rev|Eng|Engr|Ing|Ir|"
    r"Dipl\.-Ing|Herr|Frau|Señor|Señora|Sheikh|Senator|Minister|Mayor|Capt|Captain|Col|Lt|Gen|"
    r"Madam|Mme|Monsieur|Don|Doña)\.?"
)
_ROLES = r"Intern|Reporter|Correspondent|Photographer|Trainee|Editor|Photo|Text|Edit|Author|Source"
_WORD = rf"(?!(?:{_ROLES})\b)" + r"[^\W\d_a-z][^\W\d_]*(?:[-'’][^\W\d_]+)*"
_NAME = (
    rf"(?:(?:{_HONOUR}) )*(?:[A-Z]\. ?){{0,3}}{_WORD}"
    r"(?: (?:(?:de|da|do|dos|del|van|von|der|den|bin|al|el|la|y|i|e) )*"
    rf"(?:[A-Z]\.|{_WORD})){{1,3}}"
)
_PLAIN = rf"(?:[A-Z]\. ?){{0,3}}{_WORD}(?: (?:[A-Z]\. )?{_WORD}){{0,2}}"
_POSTS = "|".join(sorted(words("person_posts"), key=len, reverse=True))
_PEOPLE = "|".join(sorted(words("person_kinds"), key=len, reverse=True))
_TITLE_WORD = r"(?:" + "|".join(sorted(words("person_titles"), key=len, reverse=True)) + ")"
_POST = rf"(?:{_POSTS}|{_PEOPLE})(?:-general)?"
_SPEAKS = (
    r"(?:said|says|told|pointed|introduced|noted|added|stressed|announced|explained|confessed|"
    r"believes|admitted|stated|commented|remarked|revealed|recalled|emphasi[sz]ed)"
)
_BYLINES = (
    re.compile(
        r"[(\[](?:[^()\n]{0,30}?[ /,])?(?P<role>(?i:author|reporter|by|editor|correspondent|"
        rf"journalist|text|photo by))s?:? ?(?P<names>{_NAME}(?:(?:,| and| &|/|、)? {_NAME})*)[)\]]",
    ),
    re.compile(
        r"\b(?:(?:The|Our|the|our|staff|trainee|intern) )?(?P<role>reporter|correspondent|"
        r"journalist|Reporter|Correspondent|intern|trainee|photographer|editor|translator|Intern|"
        r"Photographer|Trainee|Editor)s?:? "
        rf"(?P<names>{_PLAIN})(?!\w)(?! (?!{_ROLES})[A-Z])"
    ),
    re.compile(
        rf"\b(?P<role>Author|Reporter|Correspondent)s?: ?(?P<names>{_PLAIN}(?:(?:,| and|、| /)? "
        rf"{_PLAIN}){{0,3}})(?![\w-]| [A-Z])"
    ),
    re.compile(
        rf"^(?:(?P<role>By|Reported by|Written by|Author|Reporter|Text):? )(?P<names>{_NAME})"
        rf"(?=$|,| and | \|)",
        re.MULTILINE,
    ),
    re.compile(
        r"(?:^|[(\[|;/·•] ?|  )(?P<role>(?i:(?:responsible |chief |executive |copy |web )?edit(?:or|ed by)?|"
        r"editor[- ]in[- ](?:charge|chief)|text|words|story|writer|written by|author|photos?|"
        r"pictures?|proofread(?:er|ing)|reviewer|translator|translation|interpretation))s? ?[:：/] ?"
        rf"(?P<names>{_PLAIN}(?:(?:,| and|、| /)? {_PLAIN}){{0,3}})"
        r"(?=\s*(?:$|[|;,)/\]]| {2,}|[A-Z]\w+ ?[:：]))",
        re.MULTILINE,
    ),
)
_SIGNED = re.compile(r"[(（](?P<name>[A-Z][a-z]+ [A-Z][a-z]+)[)）][\"”]?[ \t]*$", re.MULTILINE)
"""A Chinese name alone in brackets at the end of a paragraph is its reporter's."""
_TITLED = re.compile(
    rf"\b(?P<post>(?:(?i:{_TITLE_WORD}) ){{0,3}}(?i:{_POST})"
    rf"(?: of [A-Z][\w]+(?: (?:and )?[A-Z]\w+){{0,3}}?)??) "
    rf"(?P<name>(?:{_HONOUR} )?{_PLAIN})(?![\w-]| [A-Z])"
)
_OFFICE = re.compile(
    rf"\b(?P<post>(?i:{_TITLE_WORD} )?(?i:{_POST})) (?:of|for) (?:the )?[^,.;\n]{{3,70}}, "
    rf"(?P<name>{_NAME})(?=,| (?:said|has|made|visited|attended|opened|signed))"
)
_HONOURED = re.compile(rf"\b(?P<post>{_HONOUR}) (?P<name>{_NAME})(?! [A-Z])")
_BECAME = re.compile(
    rf"\b(?P<name>{_PLAIN}),? (?:as|serves? as|served as|acts as|was elected|was appointed|"
    r"was named|has been (?:elected|appointed|named)|is appointed|becomes|became|is)(?: as)? "
    rf"(?:the |its |their )?(?:first |new |founding |current |acting )?"
    rf"(?P<post>(?:(?i:{_TITLE_WORD}) ){{0,3}}(?i:{_POST}))\b"
)
_WROTE = re.compile(
    r"\b(?P<role>(?i:taken|minuted|recorded|prepared|compiled|written|drafted|edited|translated|"
    rf"photographed|reported|signed)) by:? (?P<name>(?:[A-Z]\. ?)+{_WORD}|{_NAME})(?=[,.;)\n|]|$)"
)
_CLERK = re.compile(
    r"^[^\n]{0,80}?\b(?P<role>Minutes|Minute-taker|Recorder|Secretary|Rapporteur|Clerk|Note-taker|"
    r"Taken by): "
    rf"(?P<name>(?:[A-Z]\. ?)+{_WORD}|{_NAME})(?=[,.;)\n|]|$)",
    re.MULTILINE,
)
_BRACKETED = re.compile(
    rf"\b(?P<name>{_NAME}) \((?:(?P<post>(?:[\w'-]+ ){{0,4}}?(?i:{_POST})),? )?"
    r"(?P<at>[A-Z][^()\n]{3,80})\)"
)
_SAID = re.compile(
    rf"\b(?:said|says|added|explained|according to|noted|stated|told by|quoted) "
    rf"(?P<name>{_NAME})(?:, (?:the |an? )?(?P<post>(?:[\w'’&-]+ ){{0,5}}?(?i:{_POST}))\b)?"
    rf"(?P<at> (?:of|at|for) (?:the )?)?"
)
_SPOKE = re.compile(
    rf"(?:^|[.\"”,:] )(?P<name>{_NAME}) (?:also |further )?{_SPEAKS}\b", re.MULTILINE
)
_OF_BODY = re.compile(
    rf"\b(?P<name>{_NAME}),? (?:of|from|at) (?:the )?(?P<at>[A-Z][^,.;\n]{{2,60}}),? {_SPEAKS}\b"
)
_ACTS = (
    rf"(?:{_SPEAKS}|presided|chaired|attended|visited|delivered|conveyed|read|spoke|hosted|opened|"
    r"led|signed|sighed|predicts|predicted|stressed|replied|answered|recalls|thinks|hopes|made)"
)
_HEADING = re.compile(
    rf"\b(?P<post>(?i:{_POST})) of (?:the )?[^,.;\n]{{3,70}}? (?P<name>{_WORD} {_WORD}) {_ACTS}\b"
)
_ONE_NAME = re.compile(
    rf"\b(?P<post>(?:(?i:{_TITLE_WORD}) ){{0,3}}(?i:{_POST})) (?P<name>[A-Z][a-z]{{3,14}}) {_SPEAKS}\b"
)
"""A name of one word, as in Tibetan or Mongolian, right behind a post: "official Tashi said"."""
"""A Chinese name behind its post and body: "director of the county bureau Zhou Ming said"."""
_BESIDE = re.compile(rf" (?P<name>{_PLAIN}) (?:also |further |frankly )?{_SPEAKS}\b")
_LABEL = re.compile(
    r"^(?P<label>(?:[\w/'& -]{0,40}?\b(?:contacts?|enquiries|inquiries|information|registrar|"
    rf"attributable to|signed|sd/-|{_POSTS})\b[\w/ -]{{0,30}}?)(?::| -| –|(?<=/-)|(?<=to)))\s*"
    rf"(?P<name>(?-i:{_NAME}))(?P<rest>[^\n]*)",
    re.IGNORECASE | re.MULTILINE,
)
_CONTACT = re.compile(
    rf"\b(?i:contacts?|enquiries|inquiries)(?: [\w -]{{1,40}})?: (?P<name>{_NAME})(?P<rest>[^\n]*)"
)
_POSTED = re.compile(
    rf"\b(?P<name>{_NAME}), (?:(?P<article>an?) |the |its |our )?"
    rf"(?P<post>(?:[\w'’&-]+ ){{0,4}}?(?i:{_POST}))\b"
    r"(?= (?:of|at|for|in|and|from|with)\b|[,.;)\"\n]|$)",
    re.MULTILINE,
)
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
        for pattern in _BYLINES:
            for found in pattern.finditer(draft.text):
                by = found["role"].casefold() in _WRITERS
                for start, end in _split(draft.text, *found.span("names")):
                    _note(draft, start, end, "author" if by else "reporter")
        for found in _TITLED.finditer(draft.text):
            person = _note(draft, *found.span("name"), found["post"])
            if person:
                _employ(draft, person, _before(draft, found.start()), found)
        for found in _OFFICE.finditer(draft.text):
            if not draft.covered(*found.span("name")):
                _note(draft, *found.span("name"), found["post"])
        for found in _SAID.finditer(draft.text):
            if found["post"] or not draft.covered(*found.span("name")):
                person = _note(draft, *found.span("name"), (found["post"] or "").strip())
                if person and found["post"]:
                    _employ(draft, person, _behind(draft, found.end()), found)
        for found in _SIGNED.finditer(draft.text):
            if all(_PINYIN.fullmatch(word) for word in found["name"].split()):
                _note(draft, *found.span("name"), "reporter")
        self._posted(draft)
        self._formal(draft)
        _single(draft)
        for pattern in (_HONOURED, _SPOKE):
            for found in pattern.finditer(draft.text):
                if not draft.covered(*found.span("name")):
                    _note(draft, *found.span("name"), found.groupdict().get("post") or "")
        return doc

    def _formal(self, draft: Draft) -> None:
        """Elections, signatures, lists of those present, and speakers right behind a body."""
        for found in _BECAME.finditer(draft.text):
            if not draft.covered(*found.span("name")):
                person = _note(draft, *found.span("name"), found["post"])
                if person:
                    _employ(draft, person, _behind(draft, found.end()), found)
        for found in (*_WROTE.finditer(draft.text), *_CLERK.finditer(draft.text)):
            if not draft.covered(*found.span("name")):
                _note(draft, *found.span("name"), "author")
        for found in _BRACKETED.finditer(draft.text):
            start = found.start("at")
            body = next((f for f in draft.found if f.type in _BODIES and f.start == start), None)
            if body and not draft.covered(*found.span("name")):
                person = _note(draft, *found.span("name"), found["post"] or "member")
                if person:
                    _employ(draft, person, body, found)
        for found in _OF_BODY.finditer(draft.text):
            if not draft.covered(*found.span("name")):
                person = _note(draft, *found.span("name"), "")
                if person:
                    _employ(draft, person, _behind(draft, found.start("at")), found)
        for found in _HEADING.finditer(draft.text):
            name = found["name"].split()
            chinese = all(_PINYIN.fullmatch(word) for word in name)
            if chinese and not draft.covered(*found.span("name")):
                _note(draft, *found.span("name"), found["post"])
        for body in [f for f in draft.found if f.type in _BODIES]:
            found_ = _BESIDE.match(draft.text, body.end)
            ahead = draft.text[max(0, body.start - 60) : body.start]
            post = re.search(rf"\b(?P<post>(?i:{_POST})) (?:of|for) (?:the )?$", ahead)
            if found_ and post and not draft.covered(*found_.span("name")):
                person = _note(draft, *found_.span("name"), post["post"])
                if person:
                    _employ(draft, person, body, found_)

    def _posted(self, draft: Draft) -> None:
        """Names with their post behind a comma, and names behind a label ("Contact: …")."""
        for found in _POSTED.finditer(draft.text):
            loose = found["article"] and not re.search(rf"(?i:{_PEOPLE})$", found["post"])
            if loose or draft.covered(*found.span("name")):
                continue
            person = _note(draft, *found.span("name"), found["post"].strip())
            if person:
                _employ(draft, person, _behind(draft, found.end()), found)
        for pattern in (_CONTACT, _LABEL):
            for found in pattern.finditer(draft.text):
                if draft.covered(*found.span("name")):
                    continue
                rest = found["rest"]
                post = re.match(rf",? (?P<post>(?:[\w-]+ ){{0,2}}{_POST}\b[^,(\n]*)", rest, re.I)
                role = post["post"].strip() if post else "contact"
                person = _note(draft, *found.span("name"), role)
                if person:
                    _employ(draft, person, _behind(draft, found.start("rest")), found)


def _single(draft: Draft) -> None:
    """Names of one word between a post and what the person said."""
    for found in _ONE_NAME.finditer(draft.text):
        name = found["name"].casefold()
        plain = name in _NO_NAME or name in words("demonyms")
        if not plain and not draft.covered(*found.span("name")):
            if not draft.covered(*found.span("name"), "Region"):
                person = draft.add(
                    "Person", *found.span("name"), role=found["post"], confidence=0.7
                )
                _employ(draft, person, _before(draft, found.start()), found)


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
    name = draft.text[start:end]
    plain = re.sub(rf"^(?:{_HONOUR} )+", "", name)
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
