"""What stands on a page of a PDF: runs of text and ruled lines, each with its place.

Coordinates are points in the direction of reading, from the left and from the top down, whichever
way the page is turned; only what `ingest.sources.pdf` needs of pypdfium2 is here and there.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

MOST_OBJECTS = 5_000
"""Of one page: a drawing with more is not searched for the lines of tables."""
MOST_RULES = 600
_GAP = 1.0
"""Times the height of the line: a wider gap parts columns or cells; words stand nearer."""
_TURN = math.pi / 2
_HYPHENS = (0x2, 0xFFFE)
"""What pdfium gives for a hyphen at the end of a line."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words on one line without a wide gap."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        """The height of the line, about 1.15 times the size of the letters."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Half way down."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True, order=True)
class Rule:
    """A straight line: level where ``top == bottom``, upright where ``left == right``."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PageContent:
    """The runs of a page in the order of its file, its rules, and whether anything is drawn."""

    runs: list[Run]
    rules: list[Rule]
    drawn: bool = False


_Glyph = tuple[str, float, float, float, float]
"""Character, left, right, top, bottom."""


def content_of(page: pdfium.PdfPage, text: pdfium.PdfTextPage) -> PageContent:
    """The runs and rules of a page. Text at another angle than most of it (a watermark) is left
    out; ``PdfiumError`` for a damaged page."""
    objects = raw.FPDFPage_CountObjects(page)
    turn, glyphs = _glyphs(text)
    rules: list[Rule] = []
    if glyphs and objects <= MOST_OBJECTS:
        rules = sorted({_turned_rule(rule, turn) for rule in _rules(page)})
    if len(rules) > MOST_RULES:
        rules = []
    return PageContent(list(_runs(glyphs, rules)), rules, objects > 0)


def _glyphs(text: pdfium.PdfTextPage) -> tuple[int, list[_Glyph]]:
    """The direction of most characters in quarter turns, and those characters in it."""
    found: list[tuple[int, str, float, float, float, float]] = []
    box = raw.FS_RECTF()
    turns: Counter[int] = Counter()
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        char = "-" if code in _HYPHENS else _plain(code)
        if not char or not raw.FPDFText_GetLooseCharBox(text, index, box):
            continue
        angle = -raw.FPDFText_GetCharAngle(text, index) / _TURN  # clockwise as given
        turn = round(angle)
        if abs(angle - turn) > 0.05:
            continue
        turns[turn % 4] += not char.isspace()
        found.append((turn % 4, char, box.left, box.right, box.top, box.bottom))
    most = turns.most_common(1)[0][0] if turns else 0
    return most, [
        (char, *_turned(most, left, top, right, bottom))
        for turn, char, left, right, top, bottom in found if turn == most
    ]


def _plain(code: int) -> str:
    """A character as it is meant: ligatures and the radicals that fonts put for Chinese characters
    taken apart, line ends dropped (lines are found by their places)."""
    if code in (0, 0xD, 0xA) or 0xD800 <= code < 0xE000:
        return ""
    char = chr(code)
    if 0xFB00 <= code <= 0xFB06 or 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF:
        return unicodedata.normalize("NFKC", char)
    return " " if char.isspace() else char


def _turned(
    turn: int, left: float, top: float, right: float, bottom: float
) -> tuple[float, float, float, float]:
    """(left, right, top, bottom) in the direction of reading, downwards, of a box in page space."""
    if turn == 0:
        return left, right, -top, -bottom
    if turn == 1:
        return bottom, top, left, right
    if turn == 2:
        return -right, -left, bottom, top
    return -top, -bottom, -right, -left


def _turned_rule(rule: Rule, turn: int) -> Rule:
    left, right, top, bottom = _turned(turn, rule.left, rule.top, rule.right, rule.bottom)
    return Rule(round(left), round(top), round(right), round(bottom))


def _runs(glyphs: Sequence[_Glyph], rules: Sequence[Rule]) -> Iterator[Run]:
    """Glyphs in the order of the file as runs; a gap, a jump or an upright rule ends one."""
    uprights = [rule for rule in rules if rule.left == rule.right]
    run: list[_Glyph] = []
    spaced = False
    for glyph in glyphs:
        char, left, right, top, bottom = glyph
        if char.isspace():
            spaced = bool(run)
            continue
        if run and not _goes_on(run, glyph, uprights):
            yield _run(run)
            run = []
        elif run and (spaced or left - run[-1][2] > 0.25 * (bottom - top)):
            run.append((" ", run[-1][2], left, top, bottom))
        run.append(glyph)
        spaced = False
    if run:
        yield _run(run)


def _goes_on(run: Sequence[_Glyph], glyph: _Glyph, uprights: Sequence[Rule]) -> bool:
    _, _, before, top, bottom = run[-1]
    _, left, right, its_top, its_bottom = glyph
    height = max(bottom - top, its_bottom - its_top, 1.0)
    if abs((top + bottom) - (its_top + its_bottom)) > height or not (
        -0.7 * height <= left - before <= _GAP * height
    ):
        return False
    middle = (its_top + its_bottom) / 2
    return left <= before or not any(
        before - 1 <= rule.left <= left + 1 and rule.top <= middle <= rule.bottom
        for rule in uprights
    )


def _run(glyphs: Sequence[_Glyph]) -> Run:
    letters = [glyph for glyph in glyphs if glyph[0] != " "]
    return Run(
        "".join(glyph[0] for glyph in glyphs),
        min(glyph[1] for glyph in letters), max(glyph[2] for glyph in letters),
        min(glyph[3] for glyph in letters), max(glyph[4] for glyph in letters),
    )


def _rules(page: pdfium.PdfPage) -> Iterator[Rule]:
    """Level and upright lines in page space (top above bottom there), also the edges of boxes."""
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=2):
        count = raw.FPDFPath_CountSegments(item)
        if not 2 <= count <= MOST_RULES:
            continue
        matrix = item.get_matrix()
        points = []
        for index in range(count):
            segment = raw.FPDFPath_GetPathSegment(item, index)
            x, y = ctypes.c_float(), ctypes.c_float()
            kind = raw.FPDFPathSegment_GetType(segment)
            if not raw.FPDFPathSegment_GetPoint(segment, x, y):
                continue
            points.append((kind, *matrix.on_point(x.value, y.value)))
            if raw.FPDFPathSegment_GetClose(segment):
                start = next((p for p in reversed(points) if p[0] == raw.FPDF_SEGMENT_MOVETO), None)
                if start:
                    points.append((raw.FPDF_SEGMENT_LINETO, *start[1:]))
        yield from _straight(points)


def _straight(points: Sequence[tuple[int, float, float]]) -> Iterator[Rule]:
    """Of a path's points; the two long edges of a thin box are one rule as good as two."""
    for (_, x, y), (kind, to_x, to_y) in zip(points, points[1:], strict=False):
        if kind != raw.FPDF_SEGMENT_LINETO:
            continue
        left, right, low, high = min(x, to_x), max(x, to_x), min(y, to_y), max(y, to_y)
        if high - low <= 1 and right - left >= 8:
            yield Rule(left, low, right, low)
        elif right - left <= 1 and high - low >= 5:
            yield Rule(left, high, left, low)
