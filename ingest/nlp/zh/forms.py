"""Component ``qilian_zh_forms``: forms and tables in Chinese.

A cell is parted by bars or tabs; a label stands in the cell before its value, before a colon, or at
the head of a column. What a label says, what its cells hold and
which relations a record states is data (``zh/forms.json``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc

from ingest.nlp.draft import Draft, Found, draft_of
from ingest.nlp.zh.cells import (
    BODIES,
    bodies_of,
    cells_of,
    fields_of,
    persons_of,
    plain_number,
    problems_of,
)
from ingest.nlp.zh.problems import add_problems
from ingest.nlp.zh.words import HAN, drop, note, zh_data

RECORDS = "qilian_zh_records"
_LINE = re.compile(r"[^\n]+")
_LABELLED = re.compile(
    rf"(?:(?<=^)|(?<=\s)|(?<=;))(?:\d{{1,2}}[.、]\s?|[(][一二三四五六七八九十\d]+[)]|"
    rf"[一二三四五六七八九十]+、)?(?P<label>{HAN}[\u3400-\u9fff0-9A-Za-z/]{{1,13}}(?:\([^()\n]"
    rf"{{1,12}}\))?)\s?:\s*(?=\S)"
)
_DIRECTION = re.compile(
    r"^(?:方向|课题|项目|任务|专题|榜单|需求|指南方向|题目|专项)[一二三四五六七八九十\d]+(?:名称)?$"
)
_HEADED = re.compile(
    r"\s*(?:[一二三四五六七八九十]+、|\d{1,3}[.、]\s?|\([一二三四五六七八九十\d]+\))\s*"
)
_ITEM = re.compile(r"\s*(?:\d|[一二三四五六七八九十]+、|\()")
_PATENT = re.compile(r"(?:ZL|CN)\s?\d{8,}|20\d{10}")


@dataclass(slots=True)
class Cells:
    """One record: its cells by role, each a span of the clean text, with the label's words."""

    start: int
    end: int
    cells: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    labels: dict[tuple[int, int], str] = field(default_factory=dict)
    found: dict[str, list[Found]] = field(default_factory=dict)

    def put(self, role: str, span: tuple[int, int], label: str) -> None:
        """Adds a cell."""
        if span[1] > span[0]:
            self.cells.setdefault(role, []).append(span)
            self.labels[span] = label
            self.end = max(self.end, span[1])


@Language.factory("qilian_zh_forms")
def make_forms(nlp: Language, name: str) -> Forms:
    """The factory that spaCy calls."""
    return Forms()


class Forms:
    """Reads forms and tables."""

    def __init__(self) -> None:
        rules = zh_data("forms")
        self.roles: dict[str, str] = {w: r for r, listed in rules["roles"].items() for w in listed}
        self.types: dict[str, str] = rules["types"]
        self.links: list[list[str]] = rules["links"]
        self.empty = frozenset(rules["empty"].split())

    def __call__(self, doc: Doc) -> Doc:
        """Reads the document into its draft; the document itself is given on."""
        draft = draft_of(doc)
        records = [*self._forms(draft), *self._tables(draft)]
        for record in records:
            self._read(draft, record)
        doc.user_data[RECORDS] = records
        return doc

    def role(self, label: str) -> str:
        """What a label says about its cell, or an empty text."""
        plain = re.sub(r"\([^()]*\)|[\s*:]|^其中:?|^\d+[.、]", "", label)
        if plain in self.roles:
            return self.roles[plain]
        if _DIRECTION.match(plain):
            return "technology"
        return self.roles.get(re.sub(r"^(?:企业|项目|主要|现有|20\d\d年)", "", plain), "")

    def _forms(self, draft: Draft) -> Iterator[Cells]:
        """One-record forms: label and value in two cells or around a colon, line by line."""
        current: Cells | None = None
        title = draft.sentences[0][0] if draft.sentences else -1
        columns = 0
        for line in _LINE.finditer(draft.text):
            if not line.group().strip():
                continue
            spans = cells_of(draft, *line.span())
            if len(spans) == 1:
                columns = 0
            elif self._header(draft, spans):
                columns = len(spans)
            row = len(spans) > 1 and len(spans) == columns
            skip = row or line.start() == title
            pairs = [] if skip else list(self._pairs(draft, *line.span()))
            heading = None if row else self._heading(draft, *line.span())
            if heading:
                if current:
                    yield current
                current = Cells(line.start(), line.end())
                current.put(heading[0], heading[1], "")
                continue
            if not pairs:
                prose = len(line.group()) > 60 and not _ITEM.match(line.group())
                if current and (prose or len(spans) != 1):
                    yield current
                    current = None
                continue
            first = self.role(pairs[0][0])
            if current and (
                first in current.cells
                and first in ("technology", "enterprise", "patent", "institute")
            ):
                yield current
                current = None
            current = current or Cells(line.start(), line.end())
            whole = True
            for label, span in pairs:
                role = self.role(label)
                current.put(role or "measure", span, label)
                whole = (
                    whole
                    and role != "text"
                    and bool(role or plain_number(draft.text[slice(*span)]))
                )
            if whole and not self._prose(draft, pairs):
                draft.tabular.append(line.span())
        if current:
            yield current

    def _heading(self, draft: Draft, start: int, end: int) -> tuple[str, tuple[int, int]] | None:
        """A numbered line that is a firm's or an institute's name heads a record."""
        mark = _HEADED.match(draft.text, start, end)
        if not mark:
            return None
        span = mark.end(), end
        for body in draft.within(*span, "Enterprise", "Institute"):
            if body.start == span[0] and end - body.end <= 1:
                return ("enterprise" if body.type == "Enterprise" else "institute"), span
        return None

    def _prose(self, draft: Draft, pairs: list[tuple[str, tuple[int, int]]]) -> bool:
        """Whether a value is running text that other components should read."""
        return any(
            self.role(label) in ("problem", "cooperation") and b - a > 30 for label, (a, b) in pairs
        )

    def _pairs(self, draft: Draft, start: int, end: int) -> Iterator[tuple[str, tuple[int, int]]]:
        """Labels of a line with their values."""
        spans = cells_of(draft, start, end)
        text = draft.text
        if len(spans) in (2, 4, 6) and self._labelled(draft, spans):
            labels = [text[slice(*s)] for s in spans[::2]]
            yield from zip(labels, spans[1::2], strict=True)
            return
        found = [m for m in _LABELLED.finditer(text, start, end) if self.role(m["label"])]
        if not found or text[start : found[0].start()].strip():
            return
        for turn, mark in enumerate(found):
            stop = found[turn + 1].start() if turn + 1 < len(found) else end
            while stop > mark.end() and text[stop - 1] in " ;|":
                stop -= 1
            yield mark["label"], (mark.end(), stop)

    def _labelled(self, draft: Draft, spans: list[tuple[int, int]]) -> bool:
        """Whether every other cell of a line is the label of the cell behind it."""
        cells = [draft.text[a:b] for a, b in spans]
        if ":" in cells[0][:16] and not cells[0].startswith("其中"):
            return False
        labels, values = cells[::2], cells[1::2]
        short = all(2 <= len(label) <= 16 for label in labels)
        known = len(spans) == 2 or all(self.role(label) for label in labels)
        return short and known and not any(self.role(value) for value in values)

    def _header(self, draft: Draft, spans: list[tuple[int, int]]) -> list[tuple[str, str]]:
        """The roles and labels of a header row; empty for any other row."""
        labels = [draft.text[a:b] for a, b in spans]
        roles = [self.role(label) for label in labels]
        enough = sum(bool(r) for r in roles) >= max(2, len(spans) // 2)
        return list(zip(roles, labels, strict=True)) if len(spans) > 1 and enough else []

    def _tables(self, draft: Draft) -> Iterator[Cells]:
        """Tables: a header row names the columns."""
        header: list[tuple[str, str]] = []
        for line in _LINE.finditer(draft.text):
            spans = cells_of(draft, *line.span())
            named = self._header(draft, spans)
            loose = len(spans) < 2 or (len(spans) == 2 and not named and len(header) != 2)
            if loose or draft.is_tabular(*line.span()):
                header = header if not line.group().strip() else []
                continue
            if named:
                header = named
                draft.tabular.append(line.span())
                continue
            if set(line.group()) <= set("|-: "):
                continue
            draft.tabular.append(line.span())
            row = Cells(*line.span())
            fits = header if len(header) == len(spans) else self._guessed(draft, spans)
            for (role, label), span in zip(fits, spans, strict=True):
                if role or plain_number(draft.text[slice(*span)]):
                    row.put(role or "measure", span, label)
            yield row

    def _guessed(self, draft: Draft, spans: list[tuple[int, int]]) -> list[tuple[str, str]]:
        """Columns of a table without a header, by what their cells hold."""
        kinds: list[tuple[str, str]] = []
        for a, b in spans:
            words, before = draft.text[a:b], {k for k, _ in kinds}
            kind = ""
            if _PATENT.search(words):
                kind = "patent"
            elif words.startswith("一种") or (
                "patent" in before
                and "title" not in before
                and len(words) >= 7
                and not draft.covered(a, b, "Institute", "Enterprise")
            ):
                kind = "title"
            elif words.endswith(("公司", "合作社", "厂", "集团")):
                kind = "taker" if "holder" in before or "patent" in before else "enterprise"
            elif (
                re.search(r"实验室|研究中心|技术中心|研究院$", words) and "institute" not in before
            ):
                kind = "institute"
            elif draft.covered(a, b, "Institute"):
                kind = "holder" if "patent" in before else "host"
            elif re.search(r"[万亿]?元$", words):
                kind = "amount"
            kinds.append((kind, {"amount": "金额"}.get(kind, "")))
        return kinds

    def _read(self, draft: Draft, record: Cells) -> None:
        """The entities of a record's cells and the relations between them."""
        for role, spans in record.cells.items():
            for span in spans:
                found = self._cell(draft, role, record.labels[span], *span)
                record.found.setdefault(role, []).extend(found)
        for stated in record.found.pop("text", []):
            role = {"Problem": "problem", "Patent": "patent"}[stated.type]
            record.found.setdefault(role, []).append(stated)
        self._same(record)
        employed = {k.subject for k in draft.links if k.type == "WORKS_FOR"}
        for role in ("contact", "leader"):
            record.found[role] = [
                f for f in record.found.get(role, []) if (f.type, f.key) not in employed
            ]
        for type_, subject_role, object_role in self.links:
            for subject in record.found.get(subject_role, []):
                for object_ in record.found.get(object_role, []):
                    draft.link(type_, subject, object_, record.start, record.end, 0.85)
        patents = record.found.get("patent", [])
        for title in record.cells.get("title", []):
            if patents:
                drop(draft, *title, "Patent", "Technology")
                note(draft, "Patent", *title, key=patents[0].key, confidence=0.9)
            else:
                record.found.setdefault("patent", []).append(note(draft, "Patent", *title))

    def _same(self, record: Cells) -> None:
        """A city cell names the innermost place; a form that names none has none."""
        if "city" in record.found:
            record.found["city"] = record.found["city"][-1:]
        if "institute" in record.found and "enterprise" in record.found:
            record.found["host"] = [*record.found.get("host", []), *record.found.pop("enterprise")]

    def _cell(self, draft: Draft, role: str, label: str, start: int, end: int) -> list[Found]:
        """The entities of one cell: those found of its type, else the cell itself."""
        text = draft.text[start:end].rstrip(" ;。")
        end = start + len(text)
        if (
            not text
            or text in self.empty
            or re.match(r"(?:无|暂无|尚无|未)", text)
            and role != "text"
        ):
            return []
        if role in ("contact", "leader"):
            return persons_of(draft, label, start, end)
        if role == "problem":
            return problems_of(draft, start, end)
        type_ = self.types.get(role, "")
        if type_ == "Body":
            bodies = draft.within(start, end, *BODIES)
            if not bodies and len(text) <= 24 and not re.search(r"[,。;:(]", text):
                bodies = [
                    note(draft, "Enterprise" if role in ("taker",) else "Institute", start, end)
                ]
            return [] if role == "cooperation" and re.search(r"终止|解除|未", text) else bodies
        if type_ in ("Enterprise", "Institute"):
            return bodies_of(draft, type_, start, end)
        if type_ == "Region":
            return draft.within(start, end, "Region")
        if type_ == "Patent":
            return draft.within(start, end, "Patent")
        if type_ in ("Technology", "Industry"):
            return fields_of(draft, type_, role, start, end)
        if role == "text" and re.search(r"描述|背景|问题|需求|现状", label):
            add_problems(draft, start, end, urgent=True)
        return draft.within(start, end, "Patent", "Problem") if role == "text" else []
