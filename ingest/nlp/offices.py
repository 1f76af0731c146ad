"""Government bodies whose whole name a pattern knows: councils, agencies, banks, committees.

Names that translation shuffles are the work of `ingest.nlp.agencies`.
"""

from __future__ import annotations

import re

from ingest.nlp.draft import Draft, folded
from ingest.nlp.edges import with_short
from ingest.nlp.lexicon import data, words

_HEADS = words("agency_heads")
_FIELDS = words("agency_fields") - {"and", "&", ","}
TRANSFER = re.compile(
    r"\b(?:technology|knowledge|innovation)\b.*\b(?:transfer|licensing|commerciali[sz]ation|management)\b",
    re.IGNORECASE,
)
"""What makes an office a platform for technology transfer."""
_LOOSE = words("function", "verbs") | {
    "local", "national", "federal", "other", "central", "regional", "new", "first", "advisory",
    "research", "innovation", "technology", "management", "city", "county", "executive",
}  # fmt: skip
_WORD = r"[^\W\d_a-z][\w'-]*"
_CAPS = rf"{_WORD}(?:,? (?!and the )(?:and |& |of |for |the )*{_WORD}){{0,6}}"
_BANK = re.compile(
    rf"\b(?:(?:{_WORD} ){{1,2}}(?:Central )?(?:[Ss]ub-)?[Bb]ranch of (?:the )?)?(?:(?:People's|"
    rf"Agricultural|Export-Import|Reserve|"
    r"Central|"
    rf"National|State|Development|Industrial and Commercial|Construction) Bank of {_WORD}"
    rf"(?: {_WORD}(?! (?:\w+ )?[Bb]ranch))?|"
    rf"(?:{_WORD} ){{0,3}}(?:Development|Investment|Construction|Commercial|Agricultural|"
    r"Cooperative|Savings|Merchants|Central|World|Rural) Bank(?: of China)?|Bank of China|"
    r"World Bank)"
    rf"(?: {_WORD} (?:{_WORD} )?(?i:(?:provincial |municipal )?branch))?"
    rf"|\bBank of (?:{_WORD} ){{1,4}}(?i:branch)\b|\bBank of {_WORD}\b(?! (?:[A-Z]|[Bb]ranch))"
    rf"|\b(?:{_WORD} ){{1,3}}(?:Bank|Credit Union) of (?:the )?{_WORD}(?: {_WORD})?"
    rf"|\b(?:{_WORD} ){{1,3}}Bank,? (?:{_WORD} ){{1,3}}(?i:branch|sub-branch)\b"
    rf"|\b{_WORD} Rural Credit (?:Unions?|Cooperatives?)(?: {_WORD} [Bb]ranch)?"
    rf"|\b{_WORD} (?:city |county )?rural (?:commercial|credit) (?:bank|cooperative)\b"
)
_KINDS = "|".join(data("bodies.json")["agency_kinds"])
_NAMED = re.compile(
    rf"\b(?:{_WORD} (?:and |of |for |the |& )?){{1,5}}(?:{_KINDS}|Government)\b"
    rf"(?: (?:of|for) (?:the )?{_CAPS})?(?: \([A-Z][\w-]+\))?"
    r"(?! (?:Ltd|Inc|LLC|Co\b|Limited|Act|Bill))"
)
_OF = re.compile(
    rf"\b(?:(?:Regional|National|Municipal|Provincial|State|County|City|Federal|{_WORD}) ){{0,3}}"
    rf"(?:{_KINDS}|Government|Department|Bureau|Office|Commission) (?:of|for|on) (?:the )?{_CAPS}"
    r"(?: \([A-Z][\w-]+\))?"
)
_COMMITTEES = re.compile(
    rf"\b(?:(?:{_WORD} ){{0,4}}(?i:provincial|municipal|county|city|district|prefectural|regional) "
    rf"(?i:party committee|committee of the (?:CPC|Communist Party of China))|"
    rf"(?:{_WORD} ){{1,3}}(?i:provincial|municipal|county|district) Committee(?! of\b)|"
    rf"{_WORD} (?:(?:of (?:the )?)?{_WORD} ){{1,6}}(?:Joint|Standing|Select|Planning) Committee|"
    rf"(?:CPC|Communist Party) (?:{_WORD} ){{1,4}}(?i:committee)|"
    rf"(?:{_WORD} (?:[\w-]+ ){{0,6}}?)?(?i:park|zone|area|base|district) "
    r"(?i:management|administrative|administration|working) (?i:committee)"
    rf"(?: of (?:the )?{_CAPS})?|"
    rf"(?:Management|Administrative|Administration) Committee of (?:the )?{_CAPS})"
)
_COMMITTEE_OF = re.compile(
    rf"(?:Management|Administrative|Administration) Committee of (?:the )?"
    rf"(?P<site>(?:{_WORD} (?:and )?){{1,6}}(?:Zone|Park|Base|Area))\b"
)
_NAMED_SO = re.compile(
    rf"(?:^|(?<=[.;:(] )|(?<=by )|(?<=from )|(?<=with )|(?<=and )|(?<=of )|(?<=to )|(?<=, ))"
    rf"(?:Enterprise|Invest|Innovate|Business|Export) (?!in\b){_WORD}(?! [A-Z])"
    rf"(?=[,.;)]| (?:and|has|have|will|is|are|was|were|said|which|to|provides|manages|runs|in)\b)"
    rf"|\bRegion {_WORD}(?: [A-Z][a-zà-ÿ]+)?"
    rf"|\b[Mm]unicipality of {_WORD}(?: {_WORD})?"
    r"(?=,? (?:owns|owned|runs|has|have|will|contributes?|contributed|pays|provides?|funds|funded|"
    r"leads?|built|builds|bought|approved|adopted|supports?|supported|said|plans|wants|and)\b)"
)
_STATION = re.compile(
    rf"\b{_WORD}(?: (?i:city|county|province|district|prefecture|provincial|municipal))?"
    r"(?: (?!the |of )[\w-]+){1,4}? (?i:management|supervision|inspection|quarantine|monitoring|"
    r"administration) (?i:station)\b"
)
_ACRONYM = re.compile(
    r"\b(?!(?:[A-Z][\w'-]+ ){1,3}(?:Government|Council|University|Ministry|Agency) "
    r"and )[A-Z][\w'-]+(?: (?:and )?[A-Z][\w'-]+)+ \([A-Z][A-Za-z]{2,11}\)"
)


def named_agencies(draft: Draft, start: int, end: int) -> None:
    """Adds the agencies of one sentence whose whole name a pattern knows."""
    for pattern in (_COMMITTEES, _STATION, _BANK, _OF, _NAMED, _NAMED_SO):
        for found in pattern.finditer(draft.text, start, end):
            _plain(draft, found)
    for found in _COMMITTEE_OF.finditer(draft.text, start, end):
        if not draft.covered(*found.span("site"), "Platform"):
            draft.add("Platform", *found.span("site"), confidence=0.6)


_AREA_FIELDS = words("area_fields")
_ENDS = (
    r"(?=[,.;:)\n]|$| (?:and|has|have|had|will|is|are|was|were|said|says|which|that|to|with|in|for|"
    r"as|by|on|at|also|provides?|provided|funds?|funded|runs?|supports?|supported|awarded|leads?|"
    r"backs?|backed|agreed|plans?|published|announced|launched|invested|grants?|today)\b| \()"
)
_FIELD = rf"(?:{'|'.join(sorted(w.title() for w in _AREA_FIELDS))})"
_ROW_OF_FIELDS = rf"{_FIELD}(?:,? (?:and|&) (?:{_FIELD}|{_WORD}))?"
_AREA_AHEAD = re.compile(rf" (?P<fields>{_ROW_OF_FIELDS}){_ENDS}")
_AREA_BEHIND = re.compile(
    rf"(?<!of )(?<!for )(?<!and )(?<!in )\b(?:{_ROW_OF_FIELDS}|Innovate|Invest|Creative|Sport|"
    rf"Visit) $"
)


def of_areas(draft: Draft) -> None:
    """Public bodies named by a country or province and its fields alone.

    "Norland Research and Innovation", "Norland Agriculture", "Innovate Norland".
    """
    for region in [f for f in draft.found if f.type == "Region" and not f.reference]:
        if not region.key.endswith(("|country", "|province")) or " of " in region.name:
            continue
        ahead = _AREA_AHEAD.match(draft.text, region.end)
        behind = _AREA_BEHIND.search(draft.text, max(0, region.start - 40), region.start)
        start = behind.start() if behind else region.start
        end = ahead.end() if ahead else region.end
        goes_on = re.compile(r"['’-]| [A-Z]").match(draft.text, end)
        if bool(ahead) == bool(behind) or goes_on or draft.covered(start, end):
            continue
        with_short(draft, "Agency", start, end, 0.65)


def _plain(draft: Draft, found: re.Match[str]) -> None:
    start, end = found.span()
    if draft.text[start:].startswith(("The ", "A ")):
        start = draft.text.index(" ", start) + 1
    owner = re.compile(r"[A-Z]\w+['’]s ").match(draft.text, start, end)
    if owner and draft.covered(start, owner.end() - 3, "Region"):
        start = owner.end()  # "Norland's Council for …"
    name = draft.text[start:end]
    cut = re.match(
        rf"(?:{_WORD} (?:and |of )?)+?and (?={_WORD} (?:{_WORD} )*(?:{_KINDS}|Government)\b)", name
    )
    in_row = draft.text.endswith(", ", 0, start) and not draft.text.endswith("Co., ", 0, start)
    if cut and (_ends_name(cut.group()) or (in_row and not _all_fields(cut.group()))):
        start += cut.end()
        name = draft.text[start:end]
    start = _behind_other(draft, start, end)
    end = _before_other(draft, start, end)
    name = draft.text[start:end]
    if draft.covered(start, end) or len(name.split()) < 2 or "\n" in name:
        return
    if all(word.casefold() in _LOOSE for word in name.split()[:-1]):
        return
    short = re.search(r" \((\w+)\)$", name)
    key = folded(name[: short.start()] if short else name)
    office = name.startswith(("Office ", "Technology", "Innovation")) and TRANSFER.search(name)
    draft.add("Platform" if office else "Agency", start, end, key=key, confidence=0.75)
    if short:
        at = start + short.start(1)
        draft.add("Agency", at, at + len(short[1]), key=key, confidence=0.75, embedded=True)


def _all_fields(words_before: str) -> bool:
    """Whether the words before "and" are fields of work: "Science and Technology Council"."""
    return all(w.casefold() in _FIELDS | {"and", "of"} for w in words_before.split())


def _behind_other(draft: Draft, start: int, end: int) -> int:
    """Where the name begins when another body's name and "and" or a comma stand before it."""
    ends = [f.end for f in draft.found if f.type != "Region" and start < f.end < end]
    link = re.compile(r"(?:,? and|,) (?:the )?(?=[A-Z])")
    behind = link.match(draft.text, max(ends)) if ends else None
    return behind.end() if behind else start


def _before_other(draft: Draft, start: int, end: int) -> int:
    """Where the name ends when "and" and another body's name or an abbreviation follow."""
    cut = re.compile(r",? and (?:the )?(?:(?=[A-Z]{2,}\b)|(?=[A-Z]))")
    starts = {f.start for f in draft.found if f.type != "Region" and start < f.start < end}
    for link in cut.finditer(draft.text, start, end):
        short = re.compile(r"[A-Z]{2,}\b").match(draft.text, link.end(), end)
        if link.end() in starts or short:
            return link.start()
    return end


def _ends_name(words_before: str) -> bool:
    """Whether what stands before "and" is a body of its own, not a field."""
    last = words_before.split()[-2].casefold()
    return last in _HEADS or last in words("institute_heads", "platform_heads")


def abbreviated(draft: Draft) -> None:
    """Bodies that act and carry an abbreviation, such as research councils."""
    for found in _ACRONYM.finditer(draft.text):
        if not draft.covered(*found.span()) and re.search(
            r"\b(?:Research|Innovation|Council|Fund|Foundation|Development|Enterprise|National|Federal|"
            r"Organi[sz]ation)\b",
            found.group(),
        ):
            _plain(draft, found)
