"""Which words are places: names of the gazetteer and the words around them that say "place".

A Chinese area or a country counts wherever it stands; a town of the world's long list only where
the text says so ("in Orange", "Orange, Virginia", "Vega Ltd, Orange"). Unknown places are known by
their type word ("Talin County") or by their position as the seat of a body.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from graph.language.places import Place, first_words, gazetteer
from ingest.nlp.draft import Draft, Found, Token
from ingest.nlp.edges import WEAK
from ingest.nlp.lexicon import mapping, words
from ingest.sources.dates import MONTHS

_TYPES = (
    "province|city|prefecture|region|county|district|league|banner|municipality|town|new area|"
    "township|voivodeship|governorate|oblast"
)
SUFFIX = re.compile(
    r"\s+(?:(?P<nat>(?:[A-Z][a-z]+ (?:and )?){1,3}?)??(?P<auto>autonomous )?)"
    rf"(?P<type>{_TYPES})\b"
    r"(?!['\s]+(?:government|council))",
    re.IGNORECASE,
)
_PREFIX = re.compile(
    r"(?<!autonomous )\b(?P<type>city|province|state|prefecture|county|town|region|"
    r"district|canton|municipality|free state|federal state) of\s+(?:the )?$",
    re.IGNORECASE,
)
_PARTS = "Right|Left|Front|Middle|Back|Rear|Wing|United|East|West|North|South"
_TYPED = re.compile(
    rf"\b(?P<name>[A-Z][a-z'-]+(?: (?:{_PARTS}))*(?: [A-Z][a-z'-]+)?) "
    r"(?P<type>Province|City|Prefecture|County|District|League|Banner|Town|New Area|Township|"
    r"county|district|prefecture|league|banner|township)\b"
    r"(?! (?:Council|Deal|Hall|University|College|Hospital|Chamber))"
)
_ROW = re.compile(
    r"\b(?P<names>[A-Z][a-z'-]+(?:(?:,| and) [A-Z][a-z'-]+)+),? (?:and other |these )?"
    r"(?:two|three|four|five|six|\d{1,2}) "
    r"(?P<type>cit(?:y|ies)|count(?:y|ies)|districts?|prefectures?|banners?|leagues?|provinces?|"
    r"towns?|townships?|regions?)\b"
)
"""A row of places that the count behind it types: "Talin, Vega two counties"."""
_WORD = r"[^\W\d_a-z][^\W\d_]+(?:[-'][^\W\d_]+)*"
_NAME = rf"{_WORD}(?:(?: (?:de|del|di|da|do|dos|la|le|el|am|an der|upon|on|sur|y))* {_WORD}){{0,3}}"
_LEGAL_END = (
    r"(?:Ltd|Limited|Inc|Co|Corp|LLC|LLP|plc|PLC|GmbH|AG|KG|Oyj?|AB|ASA?|SAS|SARL|SA|S\.A|S\.L|"
    r"S\.p\.A|S\.r\.l|B\.V|N\.V|Ltda|Coop|Sp\. z o\.o|d\.o\.o|a\.s|s\.r\.o|Kft|Technologies Inc)"
)
_SEAT = re.compile(
    r"\b(?:[A-Z][\w'-]+|Ltd\.?|company|firm|products?|devices|town of|city of|"
    r"village of|based|located|plant|mill|factory|site|campus|laborator(?:y|ies)|facility|port|"
    r"consortium|project|cent(?:re|er)|hub|park|pilot|trial|farms?|harbour|base|workshop|hospital|"
    r"institute|university|cluster|incubator|quarter|mines?|quarry|smelter|refinery|brewery|"
    r"yard|terminal|warehouse|office|branch|studio|village|museum|forest|"
    r"firms|companies|jobs|"
    r"headquartered|construction|held|opened|built|"
    r"(?:industry|economy|people|farmers|firms|companies|businesses|universities|towns|coast|"
    r"north|south|east|west|outskirts|suburbs) of)(?: in| at|(?<=of)) (?:the )?"
    rf"(?:(?:town|city|village|port) of )?(?P<place>{_NAME})"
    r"(?=[,.;)\n]| and\b| will\b| has\b| is\b| to\b| in [A-Z]| on \d| [a-z]+s\b)"
)
_PEOPLE = re.compile(
    r"\b(?:growers|producers|farmers|makers|breeders|herders|fishermen|processors|villagers|"
    rf"residents|shafts|wells|orchards|vineyards|fields) (?:in|on|of) (?:the )?(?P<place>{_NAME})"
    r"(?=[,.;)\n]| [a-z]+\b)"
)
"""Who lives or what lies somewhere: "goat breeders in the Talin lose …"."""
_LIES = re.compile(
    rf"(?:^|(?<=[.;] ))(?P<place>{_NAME}) "
    r"(?:covers|stretches|borders|lies|is home to|has a population|"
    r"is (?:located|situated)|accounts for a \w+ of the (?:country|land))\b",
    re.MULTILINE,
)
"""What only a place does: "Talin covers a third of the country"."""

_SEATED = re.compile(
    rf"\b{_LEGAL_END}\.?(?: (?:\(|of )(?P<bracket>{_NAME})(?:\)|(?=[,.;\n]| and\b| [a-z]+s\b))|"
    rf", (?P<comma>{_NAME})(?=[,;)\n]|\.?$|\. | and | \(| – ))",
    re.MULTILINE,
)
_CURRENCY = re.compile(r"\.?\s?(?:[$£€¥]|[Dd]ollars?|\d|[Pp]atents?\b|citizens?)")
IN = re.compile(
    r"\b(?:[Ii]n|of|to|[Aa]t|[Ff]rom|[Nn]ear|[Oo]utside|[Aa]cross|[Aa]round|for) (?:the )?$"
)
BODIES = "|".join(sorted(words("institute_heads", "agency_heads", "platform_heads")))
_ORDINARY = words("function", "verbs", "generic")
_SITES = words("sites", "numerals", "demonyms")
_HEADS = words("agency_fields", "institute_heads", "platform_heads", "agency_heads")
_NO_TOWN = _HEADS | {"bank", "fund", "trust", "group", "union", "industry", "board"}
"""Words of bodies that are also the name of some town."""
_BODY_END = re.compile(
    rf"(?:{_LEGAL_END}\.?|\)|\b(?i:{BODIES}|co-?operative|winery|dairy|brewery|factory|mills?))"
    r"[,;|] $"
)


def stem(token: Token) -> str:
    """A word as the gazetteer knows it: "Durban-based" and "Durban's" begin with a place."""
    return token.lower.removesuffix("-based").removesuffix("'s")


def match(draft: Draft, tokens: list[Token], at: int) -> int:
    """Notes the longest place name that begins at a token; gives how many tokens it takes."""
    longest = first_words()[stem(tokens[at])]
    for length in range(min(longest, len(tokens) - at), 0, -1):
        first, last = tokens[at], tokens[at + length - 1]
        form = re.sub(r"(?:'s|-based)$", "", draft.text[first.start : last.end])
        places = gazetteer().get(" ".join(form.casefold().split()))
        if not places or not _plausible(draft, form, places, tokens, at, length):
            continue
        end = first.start + len(form)
        suffix = SUFFIX.match(draft.text, end)
        if suffix and not is_name_suffix(suffix):
            suffix = None
        end = suffix.end() if suffix else end
        add(draft, first.start, end, form, places, suffix["type"].casefold() if suffix else "")
        return length
    return 0


def _plausible(
    draft: Draft, form: str, places: tuple[Place, ...], tokens: list[Token], at: int, length: int
) -> bool:
    """Whether a gazetteer name is meant as a place here."""
    first, end = tokens[at], tokens[at].start + len(form)
    if form[:1].islower():
        big = any(p.chinese and p.level in ("province", "city") for p in places)
        area = any(p.level == "area" for p in places)
        return (big and len(form) >= 6 and form.casefold() not in _ORDINARY) or (
            area and (" " in form)
        )
    if len(form) < 4 and not form.isupper():
        return False
    if length == 1 and form.casefold() in _NO_TOWN:
        return False
    if re.match(r" (?:Straits?|Sea|Ocean|Channel|Gulf)\b", draft.text[end:]):
        return False
    if form.isupper() and len(form) < 5 and _CURRENCY.match(draft.text, end):
        return False
    suffix = SUFFIX.match(draft.text, end)
    if suffix and is_name_suffix(suffix):
        return True
    placed = bool(IN.search(draft.text[max(0, first.start - 12) : first.start]))
    if all(p.minor for p in places):
        return length > 2 or _said(draft, first.start, end, placed) or _heads_row(draft, end)
    if all(p.level == "county" for p in places):
        seat = any(p.chinese.endswith("市") for p in places)
        row = any(f.type == "Region" and f.end == first.start - 2 for f in draft.found)
        return len(form) >= 5 and (seat or placed or row or form == draft.source.title.split()[0])
    if all(p.level == "city" and not p.chinese or p.minor for p in places):
        if length == 1 and _inside_name(draft, first.start, end):
            return placed and _said(draft, first.start, end, placed)
        before = tokens[at - 1] if at else None
        after = tokens[at + length] if at + length < len(tokens) else None
        comma = bool(
            (after and after.text in (",", "|", ":", ";"))
            or (before and before.text in ("|", ",", ";"))
        )
        opens = at == 0 and bool(after) and after is not None and after.text == ":"
        owns = bool(re.match(r"['’]s [A-Z]", draft.text[end:]))
        return placed or comma or opens or owns or _said(draft, first.start, end, placed)
    return True


_LABELLED = re.compile(r"^[ \t]*[-•*·–][ \t]*(?P<place>[A-Z][\w' -]{2,30}):", re.MULTILINE)


def _heads_row(draft: Draft, end: int) -> bool:
    """Whether a place labels one bullet of a row in which places do so: "• Talin: …"."""
    if draft.text[end : end + 1] != ":":
        return False
    labels = [m for m in _LABELLED.finditer(draft.text) if m["place"].casefold() in gazetteer()]
    return len(labels) > 1 and any(m.end("place") == end for m in labels)


def _inside_name(draft: Draft, start: int, end: int) -> bool:
    """Whether a capitalised word stands right before or behind: a part of a longer name."""
    return bool(
        re.match(r" [A-Z]", draft.text[end:])
        or re.search(
            r"[A-Z][\w'-]* (?:(?:de|do|da|dos|das|del|di|du) )?$",
            draft.text[max(0, start - 40) : start],
        )
    )


_PLACED_BY = re.compile(
    r"(?:['’]s)? (?:[a-z][\w-]+ )?"
    r"(?:spin-(?:off|out)|firm|company|start-?up|makers|producers|growers|"
    r"manufacturers|farmers|factory|mill|plant|workshops?|harbour|port|airport|campus|smelter|"
    r"refinery|shipyard|economy|industries|businesses|residents|region|area|cluster|council)\b"
)
"""What says that the name before it is a place: "Talin spin-off", "Talin's tile makers"."""


def _said(draft: Draft, start: int, end: int, placed: bool) -> bool:
    """Whether the words around a name say that it is a place."""
    text = draft.text
    before, after = text[max(0, start - 40) : start], text[end : end + 40]
    if re.match(r"(?: [A-Z]|-[a-z])", after) and not re.match(r"(?:-based| [A-Z]{4,}\b)", after):
        return False
    if text[start:end].isupper() and end - start < 6:
        return False
    council = re.search(r"\b(?:county|town|city|district|regional|parish) council of $", before)
    if not council and re.search(rf"\b(?:{BODIES}) of (?:the )?$", before, re.IGNORECASE):
        return False  # "Institute of Deserts" names a field, not a town
    if _PLACED_BY.match(after):
        return True
    if placed or after.startswith("-based"):
        return not re.match(r" \d", after)
    if before.endswith("(") and re.match(r"[),;]", after):
        return True
    row = re.search(r"(?:,| and) $", before) and any(
        f.type == "Region" and 0 < start - f.end <= 5 for f in draft.found[-3:]
    )
    if row and not re.match(r"['-]", after):
        return True
    other = re.match(r", ([A-Z][\w'-]+(?: [A-Z][\w'-]+)?)", after)
    if other and any(
        p.level in ("country", "province")
        for form in (other[1], other[1].split()[0])
        for p in gazetteer().get(form.casefold(), ())
    ):
        return True
    listed = re.search(r"[\w.)](?:,| \||;|\t) ?$", before) and re.match(r"[,;)|\n\t]|\.?$", after)
    if re.match(r"\.\s| –| \(", after) and _BODY_END.search(before):
        return True
    return bool(listed) and bool(re.search(rf"(?:{_LEGAL_END}\.?|\)|[A-Z]\w+)[,;|] $", before))


def is_name_suffix(suffix: re.Match[str]) -> bool:
    """Whether a type word is part of the name ("… Hui Autonomous Region")."""
    nationality = (suffix["nat"] or "").casefold().split()
    if not all(word in words("nationalities") for word in nationality):
        return False
    return bool(suffix["auto"]) or suffix["type"].casefold() != "region"


def level_of(type_word: str, places: tuple[Place, ...]) -> str:
    """The level that a type word states, else the one of the first place of the name."""
    if type_word:
        return mapping("levels").get(type_word.removeprefix("autonomous "), "city")
    return places[0].level if places else "city"


def add(
    draft: Draft, start: int, end: int, form: str, places: tuple[Place, ...], type_word: str
) -> Found:
    """Notes a place; a type word before it ("city of …") is taken in where it fits the name."""
    prefix = _PREFIX.search(draft.text[max(0, start - 60) : start])
    if prefix and re.search(
        r"[A-Z][\w'-]+ $", draft.text[max(0, start - 60) : start][: prefix.start()]
    ):
        prefix = None  # "Junan County of Linyi" names two areas
    if prefix and not type_word and _fits(prefix["type"].casefold(), places):
        type_word = prefix["type"].casefold()
        start -= len(prefix.group())
    level = level_of(type_word, places)
    ends = _CHINESE_ENDS.get(type_word.removeprefix("autonomous "), ())
    fit = [p for p in places if p.chinese.endswith(ends)] if ends else []
    fit = (
        fit
        or [p for p in places if p.level == level]
        or [p for p in places if (p.level, level) in (("county", "city"), ("city", "county"))]
    )
    base = (fit[0].name if fit else places[0].name if places else form).casefold()
    if type_word == "new area":
        base += " new area"  # beside the city of the same name
    known = fit[0].level if fit else level
    if places and not fit and not any(p.chinese for p in places):
        known = places[0].level
    key = f"{base}|{known}" if type_word or len(places) < 2 else f"{base}|?"
    return draft.add("Region", start, end, key=key, confidence=0.9 if places else 0.7)


_CHINESE_ENDS = {
    "city": ("市",), "prefecture": ("州", "地区"), "league": ("盟",), "county": ("县",),
    "banner": ("旗",),
}  # fmt: skip
"""How the Chinese name of each kind of area ends: a prefecture and its seat bear one name."""


def _fits(type_word: str, places: tuple[Place, ...]) -> bool:
    level = level_of(type_word, places)
    near = {"city": ("city", "county"), "county": ("city", "county"), "province": ("province",)}
    return not places or any(p.level in near.get(level, (level,)) for p in places)


def nearest(name: str, type_word: str) -> tuple[Place, ...]:
    """The Chinese area that a misspelt name means: one slip, in long names two; else none."""
    level = level_of(type_word, ())
    slips = 2 if len(name) >= 8 else 1
    if len(name) < 5:
        return ()
    found = process.extractOne(
        name.casefold(), _chinese(), scorer=OSA.distance, score_cutoff=slips
    )  # fmt: skip
    places = gazetteer()[found[0]] if found else ()
    same = ("city", "county") if level in ("city", "county") else (level,)
    return tuple(p for p in places if p.level in same)


@lru_cache(maxsize=1)
def _chinese() -> tuple[str, ...]:
    return tuple(form for form, places in gazetteer().items() if any(p.chinese for p in places))


@lru_cache(maxsize=1)
def _long_names() -> tuple[str, ...]:
    """Names of provinces and prefectures long enough to be known in spite of a slip."""
    greater = ("province", "city")
    return tuple(f for f in _chinese() if len(f) >= 9 and gazetteer()[f][0].level in greater)


def typed(draft: Draft) -> None:
    """Places that only their type word shows: "Talin County"."""
    for found in _TYPED.finditer(draft.text):
        start, name = found.start(), found["name"]
        parts = name.split()
        first = parts[0].casefold() in _ORDINARY | _HEADS
        if len(parts) == 2 and (first or draft.covered(start, found.end(), "Region")):
            start, name = found.start() + len(parts[0]) + 1, parts[1]
        if draft.covered(start, found.end(), "Region") or name.casefold() in _ORDINARY:
            continue
        own = [part for part in name.split() if part not in _PARTS.split("|")]
        if not own or any(part.casefold() in _ORDINARY | _HEADS for part in own):
            continue
        if re.match(
            r"(?: [A-Z]\w+)? (?:News|Daily|Times|Evening|Post)\b", draft.text[found.end() :]
        ):
            continue
        if found["type"].islower() and (
            any(start == a for a, _ in draft.sentences) or re.search(r"(?:al|ive|ed|ing)$", name)
        ):
            continue
        type_word = found["type"].casefold()
        add(draft, start, found.end(), name, nearest(name, type_word), type_word)
    for found in _ROW.finditer(draft.text):
        type_word = re.sub(r"ies$", "y", found["type"]).removesuffix("s")
        for one in re.finditer(r"[A-Z][a-z'-]+", found["names"]):
            start = found.start() + one.start()
            end = found.start() + one.end()
            if not draft.covered(start, end, "Region") and one.group().casefold() not in _ORDINARY:
                add(draft, start, end, one.group(), nearest(one.group(), type_word), type_word)


def misspelt(draft: Draft) -> None:
    """Long Chinese names with one slip that stand without a type word ("Heilongjang")."""
    known = _long_names()
    for found in re.finditer(r"\b[A-Z][a-z']+(?: [A-Z][a-z']+)?\b", draft.text):
        name = found.group()
        if len(name) < 8 or name.casefold() in gazetteer():
            continue
        if draft.covered(*found.span(), "Region"):
            continue
        if any(part.casefold() in _ORDINARY | _HEADS for part in name.split()):
            continue
        near = process.extractOne(name.casefold(), known, scorer=OSA.distance, score_cutoff=1)
        if near and near[0][0] == name[0].casefold():
            add(draft, *found.span(), near[0], gazetteer()[near[0]], "")


def seats(draft: Draft) -> None:
    """Unknown places where a body, a firm or a town is said to be in them."""
    for pattern, groups in (
        (_SEAT, ("place",)), (_SEATED, ("bracket", "comma")),
        (_PEOPLE, ("place",)), (_LIES, ("place",)),
    ):  # fmt: skip
        for found in pattern.finditer(draft.text):
            group = next(g for g in groups if found[g])
            name = found[group]
            if draft.covered(*found.span(group), "Region") or name.casefold() in MONTHS:
                continue
            if re.match(rf"(?:{BODIES}) of ", found.group(), re.IGNORECASE):
                continue
            parts = [word.casefold() for word in name.split()]
            if "\n" in name or name.isupper() or any(w in _ORDINARY | _HEADS for w in parts):
                continue
            if (
                re.match(r" and ", draft.text[found.end(group) :])
                and " " in name
                and WEAK.search(name)
            ):
                continue  # the next firm of a row
            if any(w in MONTHS or w.rstrip("s") in _HEADS | _SITES for w in parts) or re.search(
                rf"\b{_LEGAL_END}\b", name
            ):
                continue
            add(draft, *found.span(group), name, (), "")
