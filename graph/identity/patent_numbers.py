"""Numbers of patents as one spelling: DOCDB's country, number and kind, and Chinese applications.

Offices, databases and people write one number in many ways (``US 9,254,383 B2``,
``US-9254383-B2``, ``US009254383B2``). What they disagree on is settled here: an international
publication has a year of four digits and a serial of six, a US application eleven digits, a
European number seven, a Korean application no leading type. A Chinese application number keeps its
check digit behind a point; ``ZL`` before it says only that the patent was granted.
"""

from __future__ import annotations

import re
import unicodedata

from graph.identity.check_digits import cn_application

_SEPARATORS = re.compile(r"[\s.,/\-–—]+")
_NUMBER = re.compile(r"([A-Z]{2})([A-Z0-9]{0,14}?[0-9])([A-Z][0-9]?)?")
_WO_PARTS = re.compile(
    r"WO[\s/\-]*([0-9]{4}|[0-9]{2})[\s/\-]+([0-9]{1,6})(?![0-9])[\s\-]*([A-Z][0-9]?)?")
_APPLICATION = re.compile(
    r"(?:ZL|CN)?([0-9]{12})\.([0-9X])"  # with its point it is known without a country
    r"|(?:ZL|CN)([0-9]{8})\.([0-9X])"
    r"|ZL([0-9]{12}|[0-9]{8})([0-9X]?)"
    r"|CN([0-9]{12})([0-9X]?)"
    r"|((?:19|20)[0-9]{10})([0-9X])"
)
_PCT = re.compile(r"PCT[\s/]*([A-Z]{2})[\s/]*((?:19|20)?[0-9]{2})[\s/]*/[\s/]*([0-9]{1,6})")
_PCT_DOCDB = re.compile(r"([A-Z]{2})[\s\-]*((?:19|20)?[0-9]{2})([0-9]{5,6})[\s\-]*W")
"""An international application as DOCDB has it: receiving office, year, serial, kind W."""
_APPLICATION_KIND = re.compile(r"(?<=[0-9])[A-Z][0-9]?$")
_FIRST_PCT_YEAR = 78
_ZEROS_ARE_PADDING = ("US", "CN", "DE", "FR", "GB", "CA")


def publication(text: str) -> str:
    """A patent's number as ``CN-112345678-A``; the kind is left out where the text has none.

    Text that is no such number comes back as it is, in capitals.
    """
    plain = _plain(text)
    if found := _WO_PARTS.fullmatch(plain):
        return _joined("WO", _international(found[1], found[2]), found[3])
    found = _NUMBER.fullmatch(_SEPARATORS.sub("", plain))
    if not found:
        return plain
    country, number, kind = found.groups()
    return _joined(country, _settled(country, number), kind)


def publication_fault(value: str) -> str:
    """What keeps a normal form from being a patent's number; '' when nothing does."""
    if re.fullmatch(r"[A-Z]{2}-[A-Z0-9]{0,14}[0-9](?:-[A-Z][0-9]?)?", value):
        return ""
    return "is no patent number; write country, number and kind, as CN-112345678-A"


def cn_application_number(text: str) -> str:
    """A Chinese application or ZL number as ``CN-202010123456.7``; '' when the text is none.

    A missing check digit is added. Thirteen figures without country and point count only when
    the last is their check digit.
    """
    plain = re.sub(r"[\s\-–—]+", "", _plain(text))
    if plain.startswith("CN"):
        plain = _APPLICATION_KIND.sub("", plain)
    if not (found := _APPLICATION.fullmatch(plain)):
        return ""
    head, check = [group for group in found.groups() if group is not None]
    if found.lastindex == 10 and cn_application(head) != check:
        return ""
    return f"CN-{head}.{check or cn_application(head)}"


def application(text: str) -> str:
    """An application number as the office of its country writes it, without kind; the Chinese
    with check digit, the international as ``PCT/CN2021/098765`` (DOCDB: ``CN 2021098765 W``)."""
    plain = _plain(text)
    if found := _PCT.fullmatch(plain) or _PCT_DOCDB.fullmatch(plain):
        serial = _international(found[2], found[3])
        return f"PCT/{found[1]}{serial[:4]}/{serial[4:]}"
    if chinese := cn_application_number(text):
        return chinese
    if found := re.fullmatch(r"([A-Z]{2})[\s\-]*([0-9][0-9A-Z.,/\s\-]*)", plain):
        number = _APPLICATION_KIND.sub("", re.sub(r"[\s,/\-]", "", found[2]))
        if found[1] == "CN" and re.fullmatch(r"[0-9]{8}", number):
            return f"CN-{number}.{cn_application(number)}"
        return f"{found[1]}-{number}"
    return plain


def application_fault(value: str) -> str:
    """What keeps a normal form from being an application number: a Chinese one is checked."""
    if found := re.fullmatch(r"CN-([0-9]{12}|[0-9]{8})\.([0-9X])", value):
        if (right := cn_application(found[1])) != found[2]:
            return f"the check digit behind the point should be {right}"
        kind = found[1][4] if len(found[1]) == 12 else found[1][2]
        return "" if kind in "12389" else (
            f"the figure behind the year is {kind}; it is 1, 2, 3, 8 or 9 (invention, utility "
            "model, design, and the two of international applications)")
    if value.startswith("CN-"):
        return "is no Chinese application number: it has 12 figures (before 2003 8), point, digit"
    return "" if re.search(r"[0-9]", value) else "is no application number: it has no figures"


def family_key(text: str, source: str = "") -> str:
    """One key for a patent family as registers name it; '' for none.

    A list of members gives its first by number, so that every member's list gives the same. An id
    of DOCDB's (six to nine figures) is the same everywhere; another is the ``source``'s own.
    """
    members = [part for part in re.split(r"[;；|\n]+", text) if part.strip()]
    numbers = sorted(number for part in members if "-" in (number := publication(part))
                     and not publication_fault(number))
    if numbers:
        return numbers[0]
    plain = _plain(text)
    return plain if not plain or re.fullmatch(r"[0-9]{6,9}", plain) else f"{source}/{plain}"


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).upper().split())


def _joined(*parts: str | None) -> str:
    return "-".join(filter(None, parts))


def _international(year: str, serial: str) -> str:
    if len(year) == 2:
        year = ("19" if int(year) >= _FIRST_PCT_YEAR else "20") + year
    return f"{year}{int(serial):06d}"


def _settled(country: str, number: str) -> str:
    """The number as one of its country's spellings."""
    if not number.isdigit():
        if country == "US" and (found := re.fullmatch(r"([A-Z]{1,2})0*([0-9]+)", number)):
            return found[1] + found[2]
        return number
    if country == "WO" and 7 <= len(number) <= 10:
        year = 4 if len(number) > 8 else 2
        return _international(number[:year], number[year:])
    if country == "KR" and len(number) == 13 and number[:2] in ("10", "20"):
        return number[2:]
    if country in _ZEROS_ARE_PADDING or number.startswith("00") or country == "EP":
        number = number.lstrip("0") or "0"
    if country == "EP":
        return number.zfill(7)
    if country == "US" and len(number) == 10 and number[:2] in ("19", "20"):
        return f"{number[:4]}0{number[4:]}"
    return number
