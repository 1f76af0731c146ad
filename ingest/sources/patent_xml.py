"""Patent documents in XML of the ST.36 family as cells: EPO's OPS and DOCDB, USPTO's grants.

Elements carry no namespaces any more when they come here. Both offices' documents give the same
`COLUMNS`; of lists each line is one, and columns that belong together stand line by line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

_LISTS = ("applicants", "inventors", "assignees")
COLUMNS = (
    "publication_number", "kind", "family_id", "publication_date", "application_number",
    "filing_date", "title", "title_language", "other_titles", "abstract", "abstract_language",
    *(f"{people}{part}" for people in _LISTS for part in ("", "_docdb", "_country")),
    "ipc", "cpc", "priority_numbers", "priority_date", "office", "status",
)
"""What is read of a patent document; ``…_docdb`` are the names as EPO writes them."""
_PREFERRED = ("original", "docdba", "docdb", "epodoc", "intermediate", "")
_COUNTRY = re.compile(r"\s*\[([A-Z]{2})\]$")
_SYMBOL = re.compile(r"\s*([A-HY]\d\d[A-Z])\s*(\d{1,4})\s*/\s*(\d{2,6})")
_ENDS = " \t\r\n,;"


def docdb(record: etree._Element) -> dict[str, str]:
    """The cells of an ``exchange-document`` as OPS answers it or DOCDB's files hold it."""
    data = _child(record, "bibliographic-data")
    published = _documents(data, "publication-reference")
    filed = _documents(data, "application-reference")
    own = [record.get(part, "") for part in ("country", "doc-number", "kind")]
    cells = {
        "publication_number": "-".join(filter(None, own)) if own[1] else _number(published),
        "kind": own[2], "office": own[0], "family_id": record.get("family-id", ""),
        "status": record.get("status", ""),
        "publication_date": record.get("date-publ", "") or _date(published),
        "application_number": _number(filed), "filing_date": _date(filed),
    }
    for people, one in (("applicants", "applicant"), ("inventors", "inventor")):
        parties = data.iterfind(f"parties/{people}/{one}")
        cells |= _listed(people, _parties(parties, f"{one}-name/name"))
    return _filled(cells | _words(record, data) | _codes(data) | _priorities(data))


def uspto(record: etree._Element) -> dict[str, str]:
    """The cells of a ``us-patent-grant`` or ``us-patent-application`` (Red Book, from 4.0)."""
    data = next((part for part in record if part.tag.startswith("us-bibliographic-data")), record)
    published = _documents(data, "publication-reference")
    filed = _documents(data, "application-reference")
    cells = {
        "publication_number": _number(published), "publication_date": _date(published),
        "kind": published[0].kind if published else "", "office": "US",
        "application_number": _number(filed), "filing_date": _date(filed),
    }
    for people, paths in (
        ("applicants", ("us-parties/us-applicants/us-applicant", "parties/applicants/applicant")),
        ("inventors", ("us-parties/inventors/inventor", "parties/inventors/inventor")),
        ("assignees", ("assignees/assignee",)),
    ):
        parties: list[etree._Element] = next(filter(None, map(data.findall, paths)), [])
        cells |= _listed(people, map(_addressed, parties))
    return _filled(cells | _words(record, data) | _codes(data) | _priorities(data))


@dataclass(frozen=True, slots=True)
class _Document:
    """A number as one office writes it."""

    form: str
    country: str
    number: str
    kind: str
    date: str

    @property
    def text(self) -> str:
        """The number in DOCDB form; an epodoc number is one already."""
        return "-".join(filter(None, (self.country, self.number, self.kind)))


@dataclass(slots=True)
class _Party:
    """An applicant, inventor or assignee: names by format, and the country."""

    names: dict[str, str] = field(default_factory=dict)
    country: str = ""

    @property
    def name(self) -> str:
        """As the document itself writes it, where that is known."""
        return next((self.names[form] for form in _PREFERRED if self.names.get(form)), "")

    @property
    def docdb(self) -> str:
        """As EPO writes it."""
        return self.names.get("docdb") or self.names.get("epodoc", "")


def _child(element: etree._Element, tag: str) -> etree._Element:
    found = element.find(tag)
    return etree.Element(tag) if found is None else found


def _text(element: etree._Element | None) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())


def _documents(data: etree._Element, path: str) -> list[_Document]:
    """The numbers below all references, the one in DOCDB form first."""
    found = [
        _Document(
            part.get("document-id-type") or outer.get("data-format", ""),
            *(_text(part.find(tag)) for tag in ("country", "doc-number", "kind", "date")),
        )
        for outer in data.iterfind(path) for part in outer.iterfind("document-id")
    ]
    return sorted(found, key=_rank)


def _number(documents: list[_Document]) -> str:
    return next((one.text for one in documents if one.number), "")


def _date(documents: list[_Document]) -> str:
    return next((one.date for one in documents if one.date), "")


def _parties(parties: Iterable[etree._Element], path: str) -> list[_Party]:
    """Parties that are told in several formats, put together by their sequence."""
    found: dict[str, _Party] = {}
    for turn, party in enumerate(parties):
        one = found.setdefault(party.get("sequence") or f"at {turn}", _Party())
        name = _text(party.find(path)).strip(_ENDS)
        if country := _COUNTRY.search(name):
            one.country = one.country or country[1]
            name = name[: country.start()]
        one.country = _text(party.find("residence/country")) or one.country
        one.names.setdefault(party.get("data-format", ""), name)
    return list(found.values())


def _addressed(party: etree._Element) -> _Party:
    book = _child(party, "addressbook")
    person = [_text(book.find(tag)) for tag in ("last-name", "first-name")]
    name = _text(book.find("orgname")) or ", ".join(filter(None, person))
    country = _text(book.find("address/country")) or _text(party.find("residence/country"))
    return _Party({"": name.strip(_ENDS)}, country)


def _listed(column: str, parties: Iterable[_Party]) -> dict[str, str]:
    named = [party for party in parties if party.name]
    docdb = [party.docdb if party.docdb != party.name else "" for party in named]
    country = [party.country for party in named]
    return {
        column: "\n".join(party.name for party in named),
        f"{column}_docdb": "\n".join(docdb) if any(docdb) else "",
        f"{column}_country": "\n".join(country) if any(country) else "",
    }


def _words(record: etree._Element, data: etree._Element) -> dict[str, str]:
    """Title and abstract, the English ones where there are several."""
    titles = _by_language(data.iterfind("invention-title"))
    abstracts = _by_language([*record.iterfind("abstract"), *data.iterfind("abstract")])
    (language, title), *others = titles or [("", "")]
    abstract = abstracts[0] if abstracts else ("", "")
    return {
        "title": title, "title_language": language,
        "other_titles": "\n".join(dict.fromkeys(text for _, text in others)),
        "abstract": abstract[1], "abstract_language": abstract[0],
    }


def _by_language(parts: Iterable[etree._Element]) -> list[tuple[str, str]]:
    found = [(part.get("lang", "").lower(), text) for part in parts if (text := _text(part))]
    return sorted(found, key=lambda one: one[0] != "en")


def _codes(data: etree._Element) -> dict[str, str]:
    ipc = [*data.iterfind("classifications-ipcr/classification-ipcr"),
           *data.iterfind("classification-ipc")]
    cpc = [part for part in data.iterfind("patent-classifications/patent-classification")
           if _child(part, "classification-scheme").get("scheme", "").startswith("CPC")]
    cpc += data.iterfind("classifications-cpc/*/classification-cpc")
    return {"ipc": _symbols(ipc), "cpc": _symbols(cpc)}


def _symbols(parts: Iterable[etree._Element]) -> str:
    found: dict[str, None] = {}
    for part in parts:
        texts = [_text(element) for tag in ("text", "classification-symbol", "main-classification")
                 for element in part.iterfind(tag)]
        written = [_text(part.find(tag)) for tag in (
            "section", "class", "subclass", "main-group", "subgroup")]
        for text in (*texts, "{}{}{} {}/{}".format(*written)):
            if symbol := _SYMBOL.match(text):
                found[f"{symbol[1]} {symbol[2].lstrip('0') or '0'}/{symbol[3]}"] = None
    return "\n".join(found)


def _priorities(data: etree._Element) -> dict[str, str]:
    """The numbers of the earlier applications, each once, and the earliest date."""
    found: dict[str, _Document] = {}
    for turn, claim in enumerate(data.iterfind("priority-claims/priority-claim")):
        form = claim.get("data-format", "")
        own = _Document(form, *(_text(claim.find(tag)) for tag in (
            "country", "doc-number", "kind", "date")))
        inside = [_Document(
            part.get("document-id-type") or form,
            *(_text(part.find(tag)) for tag in ("country", "doc-number", "kind", "date")),
        ) for part in claim.iterfind("document-id")]
        for one in (*inside, own):
            known = found.get(at := claim.get("sequence") or f"at {turn}")
            if one.number and (known is None or _rank(one) < _rank(known)):
                found[at] = one
    dates = [one.date for one in found.values() if one.date]
    return {
        "priority_numbers": "\n".join(one.text for one in found.values()),
        "priority_date": min(dates, default=""),
    }


def _rank(document: _Document) -> int:
    forms = ("docdb", "epodoc", "")
    return forms.index(document.form) if document.form in forms else len(forms)


def _filled(cells: dict[str, str]) -> dict[str, str]:
    return dict.fromkeys(COLUMNS, "") | cells
