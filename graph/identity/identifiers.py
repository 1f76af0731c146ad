"""Identifiers: one table of schemes, each with its normal form and its check.

An identifier decides who is who, so a wrong one does more harm than none: `identifier` brings it
into the form in which it is compared, `fault` says in plain words what is wrong with it. A bad
value is no error here; who reads it leaves it out and says so. Schemes that are not in the table
(a register's own keys) are taken as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from graph.identity import check_digits, patent_numbers
from graph.identity.vat import vat_fault, vat_number
from graph.language.places import by_code
from graph.schema import ORGANISATIONS

Normal = Callable[[str], str]
Check = Callable[[str], str]


def _compact(text: str) -> str:
    return re.sub(r"[\s.\-‐-―/]", "", text.upper())


_HOSTS = re.compile(
    r"^(?:https?://)?(?:www\.)?(?:ror\.org|(?:dx\.)?doi\.org|orcid\.org|(?:api\.)?openalex\.org|"
    r"isni\.org|wikidata\.org|link\.lens\.org|lens\.org|cordis\.europa\.eu|grid\.ac)/"
    r"(?:(?:wiki|entity|isni|institutes|institutions|works|authors|lens|project/id)/)?|^doi:\s*",
    re.IGNORECASE,
)


def _without_host(text: str) -> str:
    return _HOSTS.sub("", text).rstrip("/")


def _in_groups(text: str, size: int) -> str:
    figures = _compact(_without_host(text))
    return "-".join(figures[i : i + size] for i in range(0, len(figures), size))


def _isni(text: str) -> str:
    return _compact(re.sub(r"^ISNI[:\s]*", "", _without_host(text), flags=re.IGNORECASE))


def _companies_house(text: str) -> str:
    """Eight characters: figures alone, or two letters and six figures, filled with zeros."""
    plain = _compact(text)
    if found := re.fullmatch(r"([A-Z]{2})(\d{1,6})", plain):
        return found[1] + found[2].zfill(6)
    return plain.zfill(8) if plain.isdigit() and plain.strip("0") else plain


def _ein(text: str) -> str:
    plain = _compact(text)
    return f"{plain[:2]}-{plain[2:]}" if re.fullmatch(r"\d{9}", plain) else plain


def _ends_in(value: str, right: str, name: str = "check digit") -> str:
    """'' where the value ends in what is right."""
    return "" if value.endswith(right) else f"the {name} should be {right}"


def _pattern(pattern: str, words: str) -> Check:
    """A check of the form alone; ``words`` say what is right."""
    form = re.compile(pattern, re.ASCII)
    return lambda value: "" if form.fullmatch(value) else words


def _figures(
    length: int, check: Callable[[str], str], what: str, pattern: str, joined: str = ""
) -> Check:
    """A check of form and last digit; ``joined`` are the marks within the normal form."""
    form = re.compile(pattern, re.ASCII)

    def fault(value: str) -> str:
        plain = value.replace(joined, "") if joined else value
        if len(plain) != length:
            return f"has {len(plain)} characters; {what} has {length}"
        if not form.fullmatch(plain):
            return f"holds what {what} does not hold"
        return _ends_in(plain, check(plain[:-1]))

    return fault


_LOOK_ALIKE = str.maketrans("IOSVZ", "105U2")


def uscc_fault(value: str) -> str:
    """What is wrong with a unified social credit code: length, letters, division, check digit."""
    if len(value) != 18:
        return f"has {len(value)} characters; a unified social credit code has 18"
    if rounded_uscc(value):
        return ("ends in figures that a spreadsheet has made of it when it took it for a number; "
                "format the column as text and paste the codes again")
    if strange := sorted(set(value) - set(check_digits.USCC_LETTERS)):
        alike = value.translate(_LOOK_ALIKE)
        right = (f"{alike} would be right" if alike != value and not uscc_fault(alike)
                 else "a code has figures and capitals without I, O, S, V, Z")
        return f"holds {', '.join(strange)}; {right}"
    if not value[2:8].isdigit():
        return "characters 3 to 8 are an administrative division and have figures alone"
    return _ends_in(value, check_digits.uscc(value[:17]))


def rounded_uscc(text: str) -> bool:
    """Is this what a spreadsheet leaves of a code of 18 figures that it took for a number?

    It keeps 15 figures: zeros follow, or what the nearest binary number (IEEE 754) makes of them.
    A code that is right by both of its check digits is not.
    """
    if not re.fullmatch(r"[1-9][0-9]{17}", text):
        return False
    nearest = int(float(f"{int(text):.15g}"))
    if not text.endswith("000") and int(text) != nearest:
        return False
    return (check_digits.uscc(text[:17]) != text[17]
            or check_digits.cn_organisation(text[8:16]) != text[16])


def _lei_fault(value: str) -> str:
    if len(value) != 20:
        return f"has {len(value)} characters; an LEI has 20"
    if not re.fullmatch(r"[0-9A-Z]{18}[0-9]{2}", value):
        return "an LEI has figures and capitals, its last two are figures"
    return _ends_in(value, check_digits.mod_97_10(value[:18]), "last two figures")


def _ror_fault(value: str) -> str:
    if not re.fullmatch(r"0[0-9a-hjkmnp-tv-z]{6}[0-9]{2}", value):
        return "is no ROR id; it has nine characters from 0 on, as 05dxps055"
    return _ends_in(value, check_digits.ror(value[:7]), "last two figures")


_COMPANIES_HOUSE = _pattern(
    r"\d{8}|(?:AC|CE|CS|ES|FC|FE|GE|GN|GS|IC|IP|LP|NA|NC|NF|NI|NL|NO|NP|NR|NV|NZ|OC|OE|PC|R0|RC|RS|"
    r"SA|SC|SE|SF|SG|SI|SL|SO|SP|SR|SZ|ZC)\d{5,6}|(?:IP|SP|NP|NO|RS)\d{4,5}[A-Z]{1,2}",
    "is no Companies House number; it has eight figures, or two letters and six, as SC123456",
)


@dataclass(frozen=True, slots=True)
class Scheme:
    """A kind of identifier: what it is, where it is looked up, its normal form, its check."""

    name: str
    caption: str
    example: str
    """A value in normal form that passes the check."""
    normal: Normal
    check: Check
    """Of the normal form: '' or what is wrong, in words that go on after the value."""
    address: str = ""
    """Web address with ``{value}``, or ``{plain}`` for the value without its marks."""
    kinds: tuple[str, ...] = ()
    """Kinds of things that bear it; empty where any may."""


_BODIES = ORGANISATIONS
_TABLE = (
    Scheme("uscc", "unified social credit code (China)", "91350100M000100Y43", _compact,
           uscc_fault, kinds=_BODIES),
    Scheme("cn_organisation", "organisation code (China, until 2015)", "M000100Y4",
           _compact, _figures(9, check_digits.cn_organisation, "an organisation code",
                              r"[0-9A-Z]{8}[\dX]"), kinds=_BODIES),
    Scheme("cn_registration", "registration number (China, until 2015)", "110108000000016",
           _compact, _figures(15, check_digits.mod_11_10, "a registration number", r"\d{15}"),
           kinds=_BODIES),
    Scheme("lei", "legal entity identifier", "529900T8BM49AURSDO55", _compact, _lei_fault,
           "https://search.gleif.org/#/record/{value}", _BODIES),
    Scheme("ror", "ROR id", "05dxps055", lambda text: _without_host(text).lower(), _ror_fault,
           "https://ror.org/{value}", _BODIES),
    Scheme("isni", "ISNI", "0000000121032683", _isni,
           _figures(16, check_digits.mod_11_2, "an ISNI", r"\d{15}[\dX]"),
           "https://isni.org/isni/{value}", (*_BODIES, "Person")),
    Scheme("grid", "GRID id", "grid.20861.3d", lambda text: _without_host(text).lower(),
           _pattern(r"grid\.\d{4,6}\.[0-9a-f]{1,2}", "is no GRID id; write it as grid.20861.3d"),
           kinds=_BODIES),
    Scheme("fundref", "funder id of Crossref", "100000001",
           lambda text: _without_host(text).removeprefix("10.13039/"),
           _pattern(r"\d{9,12}", "is no funder id; it has 9 to 12 figures"),
           "https://doi.org/10.13039/{value}", _BODIES),
    Scheme("companies_house", "Companies House number (UK)", "SC123456", _companies_house,
           _COMPANIES_HOUSE,
           "https://find-and-update.company-information.service.gov.uk/company/{value}", _BODIES),
    Scheme("vat", "VAT number", "DE136695976", vat_number, vat_fault, kinds=_BODIES),
    Scheme("ein", "employer identification number (US)", "12-3456789", _ein,
           _pattern(r"\d\d-\d{7}", "is no EIN; it has nine figures, as 12-3456789"), kinds=_BODIES),
    Scheme("uei", "unique entity id (US)", "C111ATT311C8", _compact,
           _pattern(r"[1-9A-HJ-NP-Z][0-9A-HJ-NP-Z]{11}",
                    "is no UEI; it has twelve figures and capitals without I and O"),
           kinds=_BODIES),
    Scheme("duns", "DUNS number", "150483782", _compact,
           _pattern(r"\d{9}", "is no DUNS number; it has nine figures"), kinds=_BODIES),
    Scheme("pic", "participant code (CORDIS organisation)", "999997930", _compact,
           _pattern(r"\d{9}", "is no participant code; it has nine figures"), kinds=_BODIES),
    Scheme("cordis", "CORDIS project", "101003456", lambda text: _compact(_without_host(text)),
           _pattern(r"[1-9]\d{3,8}", "is no CORDIS id; it has four to nine figures"),
           "https://cordis.europa.eu/project/id/{value}", ("Project",)),
    Scheme("patent", "patent number (DOCDB form)", "CN-112345678-A", patent_numbers.publication,
           patent_numbers.publication_fault,
           "https://worldwide.espacenet.com/patent/search?q=pn%3D{plain}", ("Patent",)),
    Scheme("application", "application number of a patent", "CN-201010165317.2",
           patent_numbers.application, patent_numbers.application_fault, kinds=("Patent",)),
    Scheme("lens", "Lens id", "062-291-696-337-99X",
           lambda text: _in_groups(text, 3),
           _figures(15, check_digits.mod_11_2, "a Lens id", r"\d{14}[\dX]", "-"),
           "https://lens.org/{value}"),
    Scheme("doi", "DOI", "10.1000/182", lambda text: _without_host(text).lower(),
           _pattern(r"10\.\d{4,9}(?:\.\d+)*/\S+", "is no DOI; write it as 10.1000/182"),
           "https://doi.org/{value}"),
    Scheme("orcid", "ORCID iD", "0000-0002-1825-0097", lambda text: _in_groups(text, 4),
           _figures(16, check_digits.mod_11_2, "an ORCID iD", r"\d{15}[\dX]", "-"),
           "https://orcid.org/{value}", ("Person",)),
    Scheme("openalex", "OpenAlex id", "I27837315", lambda text: _without_host(text).upper(),
           _pattern(r"[AWICSTFPVGKD]\d+", "is no OpenAlex id; write it as I27837315"),
           "https://openalex.org/{value}"),
    Scheme("wikidata", "Wikidata item", "Q42944", lambda text: _without_host(text).upper(),
           _pattern(r"Q[1-9]\d*", "is no Wikidata item; write it as Q42944"),
           "https://www.wikidata.org/wiki/{value}"),
)
SCHEMES: dict[str, Scheme] = {scheme.name: scheme for scheme in _TABLE}


def identifier(scheme: str, text: str) -> str:
    """An identifier as ``scheme:value`` in the form in which it is compared.

    A patent number that is an application number (``ZL 2010 1 0165317.2``) becomes one of the
    scheme ``application``: the two are one number.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if scheme == "patent" and (number := patent_numbers.cn_application_number(plain)):
        return f"application:{number}"
    known = SCHEMES.get(scheme)
    return f"{scheme}:{known.normal(plain) if known else plain}"


@lru_cache(maxsize=50_000)
def judged(scheme: str, text: str) -> tuple[str, str]:
    """`identifier` and `fault` of a text together, for readers of many rows."""
    found = identifier(scheme, text)
    scheme, _, value = found.partition(":")
    if not value:
        return found, "is empty"
    known = SCHEMES.get(scheme)
    return found, known.check(value) if known else ""


def fault(scheme: str, value: str) -> str:
    """What is wrong with a value, and what would be right, in words that go on after the value;
    '' when nothing is. Schemes without a check have no fault."""
    return judged(scheme, value)[1]


def address(identifier: str) -> str:
    """Where an identifier (``scheme:value``) is looked up on the web; '' where nowhere."""
    scheme, _, value = identifier.partition(":")
    known = SCHEMES.get(scheme)
    return known.address.format(value=value, plain=_compact(value)) if known else ""


def region_code(uscc: str) -> str:
    """The division where a unified social credit code was given out, six figures of GB/T 2260;
    '' for a code that fails its check."""
    found, wrong = judged("uscc", uscc)
    return "" if wrong else found.removeprefix("uscc:")[2:8]


@lru_cache(maxsize=10_000)
def region_of(code: str) -> str:
    """A division's city and province by its code ("Xining, Qinghai"), from narrow to wide; ''
    where the code names none. Districts and counties are left out: registers name the city."""
    place = by_code(code) if code else None
    path = (place, *place.within) if place else ()
    return ", ".join(p.name for p in path if p.level not in ("county", "country"))


def of_scheme(identifiers: Iterable[str], scheme: str) -> list[str]:
    """The values of one scheme among identifiers (each ``scheme:value``), in their order."""
    start = f"{scheme}:"
    return [one.removeprefix(start) for one in identifiers if one.startswith(start)]


def contradict(first: Collection[str], second: Collection[str]) -> bool:
    """Does a scheme identify both, and by different values? Each as ``scheme:value``."""
    if not first or not second:
        return False
    one, other = _by_scheme(first), _by_scheme(second)
    return any(scheme in other and values.isdisjoint(other[scheme])
               for scheme, values in one.items())


def _by_scheme(identifiers: Collection[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for identifier in identifiers:
        scheme, _, value = identifier.partition(":")
        found.setdefault(scheme, set()).add(value)
    return found
