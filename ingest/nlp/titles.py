"""Component ``qilian_titles``: policies, programmes and patents, by quotation marks and by form.

In machine-translated policy news a title is often known by its quotation marks alone; what is in
them and what follows decides whether it is a policy text ("… implementation opinions"), a programme
("3320" project), a platform or a patent's title. Speech and ironic quotes give nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from ingest.nlp.draft import Draft, Found, draft_of, folded
from ingest.nlp.edges import LEGAL
from ingest.nlp.lexicon import data, phrases, words


@lru_cache(maxsize=1)
def _lists() -> dict[str, Any]:
    return dict(data("titles.json"))


@lru_cache(maxsize=1)
def patent_number() -> re.Pattern[str]:
    """Numbers of patents and applications as texts write them."""
    return re.compile(r"(?<![\w])(?:" + _lists()["patent"] + ")")


_QUOTED = re.compile(r'"([^"\n]{2,260})"')
_ALIAS = re.compile(
    r"(?:hereinafter|hereafter|referred to as|abbreviated as|known as|called)[\w ]*(?:the )?$", re.I
)
_YEARS = r"(?:,? \(?(?:19|20)\d\d\s?[-–/]\s?(?:\d{4}|\d\d)\)?| (?:19|20)\d\d\b)"
_CAP = r"[A-Z][\w&-]*(?:['’](?!s\b)\w+)*"
_CAPS = rf"{_CAP}(?:(?: (?!and the )(?:for|of|and|in|on|the|to|with|&)){{0,2}},? {_CAP}){{0,14}}"
_POLICY = re.compile(
    rf"\b(?P<name>(?:{_CAPS} )?(?:{'|'.join(_lists()['policy_heads'])})\b(?: (?:for|on|of) {_CAPS})?"
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
    rf"\b(?P<name>{_CAPS}{_YEARS}? ?(?:{'|'.join(_lists()['programme_heads'])})(?: for {_CAPS})?"
    rf"{_YEARS}?)(?=\s|[.,;:)']|$)"
    r"(?P<short> \([A-Z][\w& ]{1,20}\))?"
)
_NAMED = re.compile(
    rf"\b(?P<name>{_CAPS}(?: (?:19|20)\d\d)?) (?:project|programme|program|initiative|scheme|"
    r"campaign|challenge|competition)\b"
)
_NAMED_PLAN = re.compile(
    rf"\b(?P<name>{_CAPS}(?: (?:19|20)\d\d)? (?:plan|strategy|roadmap|policy))\b"
)
_ACRONYM = re.compile(
    r"\b(?P<name>[A-Z][A-Z0-9-]{3,}(?: [A-Z]{2,})?)(?: (?:project|programme|program|initiative|"
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
    r"\b(?:special|guidance|guiding|industrial|venture) fund(?:s)?(?: of [\d.,]+ "
    r"(?:(?:million|billion|thousand|万|亿) )*\w+)?"
)
_SPECIAL = re.compile(
    r"\b(?P<name>(?:[A-Z][\w'-]+ (?:(?i:province|city|county|prefecture|autonomous region) )?)?"
    r"(?:(?:major|key|national|provincial|municipal|special|science|technology|and|innovation|"
    r"industrial|talent|talents|research|development|basic|natural|high-tech|scientific|"
    r"technological|achievements?|transformation) ){2,9}"
    r"(?:special projects?|special program(?:me)?s?|special plan|support program(?:me)?|"
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
_FINITE = words("finite")
_SCHEMES = ("implementation", "construction", "work", "reform", "subsidy", "management", "pilot")
_SPEECH = re.compile(r'[,.!?]\s*"?$')


@Language.factory("qilian_titles")
def make_titles(nlp: Language, name: str) -> Titles:
    """The factory that spaCy calls."""
    return Titles()


class Titles:
    """Finds policies, programmes and patents."""

    def __call__(self, doc: Doc) -> Doc:
        """Reads the document into its draft; the document itself is given on."""
        draft = draft_of(doc)
        _patents(draft)
        for line in re.finditer(r"[^\n]+", draft.text):
            for quoted in _QUOTED.finditer(draft.text, *line.span()):
                _quoted(draft, quoted)
        _known(draft)
        for pattern, type_ in (
            (_FIVE_YEAR, "Policy"),
            (_MEASURES, "Policy"),
            (_POLICY, "Policy"),
            (_PROGRAMME, "Programme"),
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
        _loose(draft)
        _short_forms(draft)
        return doc


def _patents(draft: Draft) -> None:
    for found in patent_number().finditer(draft.text):
        number = found.group().strip()
        draft.add(
            "Patent", found.start(), found.end(), name=number, key=folded(number), confidence=0.95
        )


def _quoted(draft: Draft, quoted: re.Match[str]) -> None:
    text = draft.text
    inside = quoted[1].strip()
    start, end = quoted.span()
    before, after = text[max(0, start - 40) : start], text[end : end + 90]
    if _ALIAS.search(before):
        _alias(draft, start, end, inside)
        return
    if not _TITLE.search(inside) and _patent_title(draft, start, end, inside, before, after):
        return
    type_, stop = classify(inside, after)
    if not type_:
        return
    stop += end
    code = re.fullmatch(r"[\d+-]{3,8}", inside)
    where = (
        re.match(r" of ([A-Z]\w+(?: city| province| City| Province)?)", text[stop:])
        if stop > end
        else None
    )
    if where and type_ == "Policy":
        stop += where.end()
    if code:
        draft.add(type_, start, stop, name=text[start:stop], key=f"code {inside}", confidence=0.85)
    elif type_ == "Policy" and stop > end and len(inside.split()) <= 3 and "Road" not in inside:
        draft.add(type_, start, stop, name=text[start:stop], confidence=0.85)
    elif type_ == "Platform" or (type_ == "Programme" and stop > end):
        name = text[start:stop] if stop > end else inside
        draft.add(type_, start, stop, name=name, confidence=0.7)
    else:
        draft.add(type_, start, end, name=inside, confidence=0.85)


_SPACE = re.compile(rf"\s*(?:{'|'.join(phrases('platform_compound'))})\b", re.I)
_TITLE = re.compile(
    rf"\b(?:{'|'.join(sorted(words('policy_words')))}) (?:to|for|on|of|concerning|regarding) ", re.I
)
"""A policy's title may end in what the policy builds: "action plan to build a pilot zone"."""


def classify(inside: str, after: str) -> tuple[str, int]:
    """The type of a quoted title, and how far it runs on after the closing quote."""
    inner = re.sub(r"[^\w -]", " ", inside).casefold().split()
    follow = re.match(r"(?:\s*[\w&-]+){0,9}", after)
    tail = list(re.finditer(r"[\w&-]+", follow.group() if follow else ""))
    if re.fullmatch(r"[\d+-]{3,8}", inside):
        return "Programme", _code_tail(tail)
    if _SPEECH.search(inside) or not inner or len(inner) > 40:
        return "", 0
    heads = (
        ("Policy", words("policy_words")),
        ("Programme", words("programme_heads")),
        ("Platform", words("platform_heads")),
    )
    ordinal = bool(re.match(r"\d+th five.?year", inside, re.I))
    stop_words = words("function", "verbs")
    platform = _SPACE.match(after)
    if platform:
        return "Platform", platform.end()
    for turn, found in enumerate(tail[: 7 if ordinal else 4]):
        word = found.group().casefold()
        if word in stop_words and word not in words("programme_heads") and word not in ("and",):
            break
        for type_, names in heads:
            if word.rstrip("s") in names or word in names:
                if turn and word in ("plan", "measure") and not ordinal:
                    continue
                return type_, found.end()
    if inner[-1] in ("scheme", "program") and len(inner) >= 4 and set(inner) & set(_SCHEMES):
        return "Policy", 0
    if re.match(r"\s*and other activities", after):
        return "Programme", 0
    if set(inner) & _FINITE or (len(inner) <= 3 and inner[0] in stop_words):
        return "", 0
    if set(inner[1:-3]) & words("policy_words") and _TITLE.search(inside):
        return "Policy", 0
    if inner[-1] in words("programme_heads") or inner[-2:] == ["pilot", "work"]:
        return "Programme", 0
    if inner[-1] in words("platform_heads") and len(inner) > 2:
        return "Platform", 0
    policy = words("policy_words") & set(inner)
    if len(inner) >= 4 and policy:
        return "Policy", 0
    return "", 0


def _code_tail(tail: list[re.Match[str]]) -> int:
    """How far the name of a coded programme ("123" support project) runs on."""
    ends = 0
    for found in tail[:9]:
        word = found.group().casefold()
        if word in words("programme_heads"):
            return found.end()
        if word in words("verbs") or word in words("function") and word not in ("and", "of", "new"):
            break
        ends = found.end()
    return ends


def _patent_title(draft: Draft, start: int, end: int, inside: str, before: str, after: str) -> bool:
    number = patent_number().search(after[:60])
    if number and re.match(
        r"[\s(,]*(?:patent|application)?[\s\w.:]*$", after[: number.start()], re.I
    ):
        place = end + number.start()
        patent = next(f for f in draft.found if f.type == "Patent" and f.start <= place < f.end)
        draft.add("Patent", start, end, name=inside, key=patent.key, confidence=0.9)
        return True
    if re.search(r"\bpatent(?:ed|s)?(?: named| called| for)?\s*$", before, re.I):
        draft.add("Patent", start, end, name=inside, confidence=0.7)
        return True
    return False


def _alias(draft: Draft, start: int, end: int, inside: str) -> None:
    """ "(hereinafter referred to as …)": another name of what stands before."""
    draft.aliases.append((start, end, inside))


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
    while (first := name.split()[0]).casefold() in _OPENING and len(name.split()) > 1:
        start += len(first) + 1
        name = draft.text[start:end]
    if len(name.split()) < 2 or name.split()[0].casefold() in ("phase",):
        return
    if _FIRM.match(draft.text, end):
        return
    if found.re in (_NAMED, _NAMED_PLAN) and _plain_words(draft, name, start):
        return
    short = (found.groupdict().get("short") or "").strip(" ()")
    added = draft.add(type_, start, end, confidence=0.8)
    if short:
        _short(draft, added, short, found.end("name"))


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
        if not draft.covered(*found.span()):
            draft.add(
                "Programme",
                *found.span(),
                key="fund " + folded(found.group().split(" of ")[0]),
                confidence=0.55,
            )
    for pattern in (_SPECIAL, _NAMED_TO, _CALLED):
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
