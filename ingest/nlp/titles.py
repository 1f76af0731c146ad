"""Component ``qilian_titles``: policies, programmes and patents, by quotation marks and by form.

In machine-translated policy news a title is often known by its quotation marks alone; what is in
them and what follows decides whether it is a policy text ("… implementation opinions"), a programme
("3320" project), a platform or a patent's title (`ingest.nlp.quoted`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from ingest.nlp.draft import Draft, Found, draft_of, folded
from ingest.nlp.edges import LEGAL, is_short, left_edge, with_short
from ingest.nlp.lexicon import data, words
from ingest.nlp.patents import find_patents
from ingest.nlp.quoted import quoted_titles


@lru_cache(maxsize=1)
def _lists() -> dict[str, Any]:
    return dict(data("titles.json"))


_YEARS = r"(?:,? \(?(?:19|20)\d\d\s?[-–/]\s?(?:\d{4}|\d\d)\)?| (?:19|20)\d\d\b)"
_CAP = r"[A-Z][\w&-]*(?:['’](?!s\b)\w+)*"
_NEXT = rf"(?:{_CAP}|20\d\d(?= [A-Z]))"
_CAPS = rf"{_CAP}(?:(?: (?!and the )(?:for|of|and|in|on|the|to|with|&)){{0,2}},? {_NEXT}){{0,14}}"
_POLICY = re.compile(
    rf"\b(?P<name>(?:{_CAPS} )?(?:{'|'.join(_lists()['policy_heads'])})\b"
    rf"(?: (?:for|on|of) {_CAPS})?"
    rf"{_YEARS}?)(?! (?:[A-Z]\w+ )?(?:Ltd|Inc|Centre|Center|Institut\w+|Unit|Office|Forum|Council|"
    rf"Committee|Group|School|Research|Network|Department|Agency|Lab)\b)"
)
_FIVE_YEAR = re.compile(
    rf"\b(?P<name>(?:Outline of (?:the )?)?\d{{1,2}}th Five-Year Plan(?: (?:for|of) {_CAPS})?)"
)
_MEASURES = re.compile(
    rf"\b(?P<name>(?:{_CAPS} )?(?:{'|'.join(_lists()['measure_heads'])}) "
    rf"(?:for|on|of|to|concerning|regarding) (?:the |further |accelerating |promoting )*"
    rf"{_CAPS}{_YEARS}?)"
)
_APPOSED = re.compile(
    rf"\b(?P<name>{_CAPS}), (?:the|its|an?) (?:[\w-]+ ){{0,3}}(?:strategy|plan|policy)\b"
)
_PROGRAMME = re.compile(
    rf"\b(?P<name>{_CAPS}(?:{_YEARS}| \d{{1,4}})? ?(?:{'|'.join(_lists()['programme_heads'])})"
    rf"(?: for {_CAPS})?"
    rf"{_YEARS}?)(?=[ \n.,;:)']|$)"
    r"(?P<short> \([A-Z][\w& ]{1,20}\))?"
)
_HEADING = re.compile(
    rf"^[ \t]*\d{{1,2}}[.)] (?P<name>{_CAPS} (?:{'|'.join(_lists()['programme_heads'])}))[ \t]*$",
    re.MULTILINE,
)
"""A numbered heading of minutes or reports: "2. Clean Kiln Project"."""
_NAMED = re.compile(
    rf"\b(?P<name>{_CAPS}(?: (?:19|20)\d\d)?) (?:project|programme|program|initiative|scheme|"
    r"campaign|challenge|competition)\b"
)
_NAMED_PLAN = re.compile(
    rf"\b(?P<name>{_CAPS}(?: (?:19|20)\d\d)? (?:plan|strategy|roadmap|policy))\b"
)
_CAMEL = re.compile(
    r"\b(?P<name>[A-Z][a-z]+[A-Z]\w*(?: [a-z][\w-]+){0,2} (?:project|programme|program|"
    r"initiative|scheme|"
    r"campaign|challenge|fund|pilot|trial)|[Pp]roject [A-Z][a-z]+[A-Z]\w*)\b(?!s)"
)
"""A name in one word with a capital inside: "the AgriVolt fund", "Project AgriVolt"."""
_ACRONYM = re.compile(
    r"(?<![\w.])(?P<name>[A-Z][A-Z0-9-]{3,}(?: [A-Z]{2,})?)"
    r"(?: (?:project|programme|program|initiative|"
    r"consortium)\b|, (?:which|a|an|the) [^.]{0,60}?\b(?:project|programme|funded|part of|"
    r"coordinated)\b)"
)
_EVENT = re.compile(
    r"\b(?P<ordinal>(?:(?i:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|"
    r"eleventh|twelfth)|\d{1,3}(?:st|nd|rd|th)|20\d\d) )"
    r"(?P<name>(?:(?!the |a |to |in |at |on |was |"
    rf"is |will )[\w&'-]+ ){{1,9}}?(?i:{'|'.join(_lists()['event_heads'])}))\b"
)
_HELD = re.compile(
    r"\b(?:held|hold|holds|hosted|organi[sz]ed|opened|launched|attended|sponsored)(?: the| a| an)? "
    r"(?P<name>(?:(?!the |a |to |in |at |on |and )[\w&'-]+ ){2,8}?"
    rf"(?i:{'|'.join(_lists()['event_heads'])}))\b"
)
_ABOUT = words("event_topics")
_PROJECT = re.compile(
    rf"\b(?:project|programme|initiative|campaign) (?:called |named )"
    rf"?(?P<name>{_CAPS})(?P<short> \([A-Z][\w& -]{{1,16}}\))"
)
_CALLED = re.compile(
    r"\b(?:project|programme|program|initiative|consortium|scheme|campaign|competition),? "
    rf"(?:is |was |are )?(?:called|named|known as|dubbed|titled|entitled) \"?(?P<name>{_CAPS})"
)
_FUND = re.compile(
    r"\b(?:fund|(?<=compensation )(?=pool))\b ?(?:pool)?(?!s)\b(?! (?:management|manager|"
    r"company|investment))"
)
_FUND_KINDS = words("fund_kinds")
_AMOUNT = re.compile(r" of [\d.,]+ (?:(?:million|billion|thousand|万|亿) )*\w+")
_SPECIAL = re.compile(
    r"\b(?P<name>(?:[A-Z][\w'-]+ (?:(?i:province|city|county|prefecture|autonomous region) )?)?"
    r"(?:(?:major|key|national|provincial|municipal|special|science|technology|and|innovation|"
    r"industrial|talent|talents|research|development|basic|natural|high-tech|scientific|"
    r"technological|achievements?|transformation) ){1,9}"
    r"(?:special projects?|special program(?:me)?s?|special plan|support program(?:me)?|"
    r"research and development (?:plan|program(?:me)?)|r&d (?:plan|program(?:me)?)|"
    r"guidance fund|guiding fund|special action|special fund))\b"
)
_NAMED_TO = re.compile(
    r"\b(?:included (?:in|on)|selected (?:in|into|for|as)|named to|listed in|entered|"
    r"shortlisted (?:in|for)|put on|added to|admitted to|ranked in) the "
    r"(?:(?:first|second|third|fourth|fifth|new) batch of (?:the )?)?"
    r"(?P<name>(?:(?!the |a |to |in |at |on |and the )[\w&'-]+ ){2,8}"
    r"(?:list|catalogue|directory|roster|array|inventory))\b"
)
_LINE_OF = re.compile(
    r"\bstrategy of (?P<items>[\w-]+(?:[ -][\w-]+){0,3}(?: and [\w-]+(?: [\w-]+)"
    r"{0,3})?)(?=[,.;]| in | to )",
    re.I,
)
_PILOT = re.compile(
    r"\bpilot work of (?:the )?(?P<name>[\w-]+(?: [\w-]+){1,4}?)(?: of "
    r"(?P<where>[A-Z]\w+))?(?=[,.;]| in | to )"
)
_OPENING = words("function") - {"just", "most", "first", "second", "third", "one", "two", "three"}


_VISION = re.compile(
    rf"\b(?P<name>{_CAP}(?: (?:and )?{_CAP}){{0,3}} 20(?:2[5-9]|[3-6]\d))\b(?! (?:[A-Z]|target|"
    rf"season))"
)
_PLANNED = re.compile(
    r"\b(?:strateg|plan|vision|roadmap|adopted|under|agenda|goals? of|objectives? of|priorit|"
    r"aligned|line with)",
    re.IGNORECASE,
)


def _visions(draft: Draft) -> None:
    """Strategies named by the year they aim at ("Green Norland 2035"), where the words say so."""
    for found in _VISION.finditer(draft.text):
        start, end = found.span("name")
        words_ = found["name"].casefold().split()[:-1]
        plain = any(w in words("months", "function", "event_topics") for w in words_)
        near = _PLANNED.search(draft.text, max(0, start - 60), end + 60)
        if near and not plain and "\n" not in found[0] and not draft.covered(start, end):
            draft.add("Policy", start, end, confidence=0.6)


@Language.factory("qilian_titles")
def make_titles(nlp: Language, name: str) -> Titles:
    """The factory that spaCy calls."""
    return Titles()


class Titles:
    """Finds policies, programmes and patents."""

    def __call__(self, doc: Doc) -> Doc:
        """Reads the document into its draft; the document itself is given on."""
        draft = draft_of(doc)
        find_patents(draft)
        quoted_titles(draft)
        _known(draft)
        for pattern, type_ in (
            (_FIVE_YEAR, "Policy"),
            (_MEASURES, "Policy"),
            (_POLICY, "Policy"),
            (_PROGRAMME, "Programme"),
            (_HEADING, "Programme"),
            (_PROJECT, "Programme"),
            (_NAMED, "Programme"),
            (_NAMED_PLAN, "Policy"),
        ):
            for found in pattern.finditer(draft.text):
                _by_form(draft, found, type_)
        _events(draft)
        _project_names(draft)
        for found in _APPOSED.finditer(draft.text):
            if not draft.covered(*found.span("name")):
                draft.add("Policy", *found.span("name"), confidence=0.7)
        _visions(draft)
        _loose(draft)
        _short_forms(draft)
        return doc


def _known(draft: Draft) -> None:
    for list_name, type_ in (("policies", "Policy"), ("designations", "Programme")):
        for name in _lists()[list_name]:
            for found in re.finditer(rf"\b{re.escape(name)}\b(?! alliance)", draft.text, re.I):
                if not draft.covered(*found.span()):
                    draft.add(type_, *found.span(), confidence=0.75)


def _by_form(draft: Draft, found: re.Match[str], type_: str) -> None:
    start, end = found.span("name")
    name = found["name"]
    if "\n" in name or draft.covered(start, end):
        return
    named = draft.text[:start].endswith((" the ", " our "))  # "the Every Child programme"
    while (first := name.split()[0]).casefold() in _OPENING and len(name.split()) > 1 and not named:
        start += len(first) + 1
        name = draft.text[start:end]
    if len(name.split()) < 2 or name.split()[0].casefold() in ("phase",):
        return
    if _FIRM.match(draft.text, end) or name.casefold().endswith("work conference"):
        return
    notice = re.match(r"(?:Notice|Decision|Circular|Resolution) of ", name)
    if notice and name.split()[-1].casefold() in words("agency_heads"):
        return
    if _funder(draft, found):
        return
    if found.re in (_NAMED, _NAMED_PLAN) and _plain_words(draft, name, start):
        return
    short = (found.groupdict().get("short") or "").strip(" ()")
    short = short if is_short(short, name) else ""
    added = draft.add(type_, start, end, confidence=0.8)
    if short:
        _short(draft, added, short, found.end("name"))


_ACTS = re.compile(
    r"(?: \([A-Z]+\))?,? (?:[A-Z]\w+, )?(?:met|voted|approved|announced|decided|said|awarded|"
    r"selected)\b"
)


def _funder(draft: Draft, found: re.Match[str]) -> bool:
    """Adds a fund that acts as a body ("the board of the Norland Science Fund"); whether it did."""
    start, end = found.span("name")
    if not found["name"].endswith(" Fund"):
        return False
    board = draft.text[:start].endswith(("board of the ", "council of the ", "head of the "))
    science = re.search(r"\b(?:Science|Research) Fund$", found["name"])
    if not board and not (science and _ACTS.match(draft.text, end)):
        return False
    with_short(draft, "Agency", start, end, 0.75)
    return True


_FIRM = re.compile(rf"(?: (?:& )?{_CAP}){{1,4}},? (?:{LEGAL.pattern})")
"""What makes a name with a programme's head a firm's: "Norland Fair Air Limited"."""


def _plain_words(draft: Draft, name: str, start: int) -> bool:
    """Whether a name before "project" is no name: general words, a place, or a body's name."""
    plain = words("generic", "agency_fields", "verbs", "demonyms", "policy_words")
    own = [word for word in name.split() if word.casefold() not in plain]
    if not own or (len(own) < 2 and len(name.split()) < 3 and not re.search(r"\d{4}", name)):
        return True
    if set(name.casefold().split()) & words("institute_heads", "agency_heads"):
        return True
    return draft.covered(start, start + len(name), "Region")


def _events(draft: Draft) -> None:
    """Conferences, fairs and competitions with their number or year."""
    events = (*_EVENT.finditer(draft.text), *_HELD.finditer(draft.text))
    for found in events:
        start, end = found.span("name")
        if found.re is _HELD and not _ABOUT & set(found["name"].casefold().split()):
            continue
        plain = all(word.casefold() in words("generic") for word in found["name"].split()[:-1])
        if plain or draft.covered(start, end) or "\n" in found.group():
            continue
        if found.groupdict().get("ordinal", "")[:2] == "20":
            start = found.start()
        draft.add("Programme", start, end, key=folded(found["name"]), confidence=0.65)


def _project_names(draft: Draft) -> None:
    """Project acronyms in capitals ("BIOLOOP, which is funded by …"), wherever they stand."""
    for name in dict.fromkeys(m["name"] for m in _ACRONYM.finditer(draft.text)):
        for found in re.finditer(rf"(?<![\w(]){re.escape(name)}(?![\w-])", draft.text):
            if not draft.covered(*found.span()) and f"({name})" not in draft.text:
                draft.add("Programme", *found.span(), confidence=0.6)


_ABBREVIATED = re.compile(rf"\b(?P<name>{_CAPS}) \((?P<short>[A-Z][\w& ]{{1,14}})\)")
_FUNDED = re.compile(r"\b(?:programme|program|project|initiative|phase|continue|partners|funded)\b")


def add_programmes(draft: Draft) -> None:
    """Names with an abbreviation that nothing else has claimed, in a sentence about a programme."""
    for found in _ABBREVIATED.finditer(draft.text):
        sentence = draft.sentence_at(found.start())
        if draft.covered(*found.span()) or len(found["name"].split()) < 2:
            continue
        if _FUNDED.search(draft.text, *sentence) and draft.text.count(found["short"]) > 1:
            added = draft.add("Programme", *found.span("name"), confidence=0.55)
            _short(draft, added, found["short"], found.end("name"))


def _short(draft: Draft, full: Found, short: str, at: int) -> None:
    """The abbreviation behind a name is the same thing wherever it occurs."""
    first = draft.text.find(short, at)
    full.name = draft.text[full.start : first + len(short) + 1] if first >= 0 else full.name
    for found in re.finditer(rf"(?<![\w-]){re.escape(short)}(?![\w-])", draft.text):
        if not draft.covered(*found.span()):
            draft.add(full.type, *found.span(), key=full.key, confidence=full.confidence)


def _loose(draft: Draft) -> None:
    """Funds, strategy lines and pilot work, which carry no marks of a title."""
    for found in _FUND.finditer(draft.text):
        _fund(draft, found)
    for pattern in (_SPECIAL, _NAMED_TO, _CALLED, _CAMEL):
        for found in pattern.finditer(draft.text):
            if not draft.covered(*found.span("name")):
                draft.add("Programme", *found.span("name"), confidence=0.6)
    for found in _LINE_OF.finditer(draft.text):
        at = found.start("items")
        for item in found["items"].split(" and "):
            if not draft.covered(at, at + len(item)):
                draft.add(
                    "Policy",
                    at,
                    at + len(item),
                    name=f"strategy of {item}",
                    key=folded(item),
                    confidence=0.6,
                )
            at += len(item) + 5
    for found in _PILOT.finditer(draft.text):
        if draft.covered(*found.span("name"), "Programme"):
            inner = next(
                f
                for f in draft.found
                if f.type == "Programme" and f.start < found.end() and found.start() < f.end
            )
            draft.add("Programme", *found.span(), key=inner.key, confidence=0.6)
        else:
            draft.add("Programme", *found.span(), key=folded(found["name"]), confidence=0.6)
    for found in re.finditer(
        r"(?<!\")\b(\d{3,5}) (?=(?:[a-z]+ ){1,4}(?:project|programme)\b)", draft.text
    ):
        if any(f.key == f"code {found[1]}" for f in draft.found):
            end = re.compile(r"project|programme").search(draft.text, found.end())
            if end:
                draft.add(
                    "Programme", found.start(), end.end(), key=f"code {found[1]}", confidence=0.8
                )


def _fund(draft: Draft, found: re.Match[str]) -> None:
    """A fund in lower case, known by its purpose: "Talin science and technology guidance fund"."""
    first = draft.sentence_at(found.start())[0]
    begin = left_edge(draft, first, found.start(), lower=True, most=7)
    lead = draft.tokens(begin, found.start())
    sums = [at for at, t in enumerate(lead) if t.text[0].isdigit() or t.lower in ("yuan", "rmb")]
    lead = lead[sums[-1] + 1 :] if sums else lead
    begin = lead[0].start if lead else found.start()
    kinds = [at for at, token in enumerate(lead) if token.lower in _FUND_KINDS]
    if not kinds or draft.covered(begin, found.end()):
        return
    stop = found.end()
    if len(lead) == 1:
        amount = _AMOUNT.match(draft.text, stop)
        stop = amount.end() if amount else stop
    name = draft.text[begin : found.end()]
    draft.add("Programme", begin, stop, key="fund " + folded(name), confidence=0.55)


def _short_forms(draft: Draft) -> None:
    """Aliases that the text introduces for its policies ("the Plan"), wherever they occur."""
    for start, end, alias in list(draft.aliases):
        earlier = [f for f in draft.found if f.type in ("Policy", "Programme") and f.end <= start]
        if not earlier or alias.casefold() not in " ".join(f.name.casefold() for f in earlier[-1:]):
            continue
        target = max(earlier, key=lambda f: f.end)
        draft.aliases.remove((start, end, alias))
        draft.add(target.type, start, end, name=alias, key=target.key, confidence=0.8)
        for found in re.finditer(rf'"?\b{re.escape(alias)}(?:ning)?\b"?', draft.text[start:]):
            span = found.start() + start, found.end() + start
            if not draft.covered(*span):
                draft.add(target.type, *span, name=alias, key=target.key, confidence=0.7)
