"""Component ``qilian_forms``: one-record forms ("Enterprise: …") and tables with bars.

Lists of demands, tables of centres and registers of licences state their facts by position: the
label or column says what a cell is, the row says what belongs together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc

from ingest.nlp.draft import Draft, Found, draft_of, folded
from ingest.nlp.lexicon import data
from ingest.nlp.names import LEGAL

_LABEL = re.compile(r"(?:^|(?<=\s{2})|(?<=[.;] ))(?P<label>[A-Z][A-Za-z /]{2,40}?)\s?:\s+(?=\S)")
_LINE = re.compile(r"[^\n]+")
_NUMBERED = re.compile(r"\s*(?:\d{1,3}[.)]|\(\d{1,3}\)|\(?[a-z]\)|[a-z]\.)\s+")


@dataclass(slots=True)
class Cells:
    """One record: its cells by role, each a span of the clean text."""

    start: int
    end: int
    cells: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    found: dict[str, list[Found]] = field(default_factory=dict)


@Language.factory("qilian_forms")
def make_forms(nlp: Language, name: str) -> Forms:
    """The factory that spaCy calls."""
    return Forms()


class Forms:
    """Reads forms and tables."""

    def __init__(self) -> None:
        rules = data("forms.json")
        self.roles: dict[str, str] = {
            label.casefold(): role for role, labels in rules["roles"].items() for label in labels
        }
        self.types: dict[str, str] = rules["types"]
        self.links: list[list[str]] = rules["links"]

    def __call__(self, doc: Doc) -> Doc:
        """Reads the document into its draft; the document itself is given on."""
        draft = draft_of(doc)
        records = [*self._records(draft), *self._rows(draft)]
        for record in records:
            self._read(draft, record)
        return doc

    def role(self, label: str) -> str:
        """What a label or column says about its cells, or an empty text."""
        low = " ".join(label.casefold().split())
        if low in self.roles:
            return self.roles[low]
        last = re.sub(r"[^a-z ]", "", low).split()
        return self.roles.get(last[-1], "") if last and len(last) <= 3 else ""

    def _records(self, draft: Draft) -> Iterator[Cells]:
        """Forms: a record begins at its number or at a repeated label."""
        current: Cells | None = None
        title = draft.sentences[0][0] if draft.sentences else -1
        for line in _LINE.finditer(draft.text):
            if line.start() == title:
                continue
            number = _NUMBERED.match(line.group())
            begin = line.start() + (
                number.end() if number else len(line.group()) - len(line.group().lstrip())
            )
            labels = [
                m for m in _LABEL.finditer(draft.text[begin : line.end()]) if self.role(m["label"])
            ]
            if not labels or labels[0].start() > 0:
                if current and current.cells:
                    yield current
                current = None
                continue
            if number or current is None:
                if current:
                    yield current
                current = Cells(begin, line.end())
            for turn, label in enumerate(labels):
                stop = labels[turn + 1].start() + begin if turn + 1 < len(labels) else line.end()
                role = self.role(label["label"])
                current.cells.setdefault(role, []).append((begin + label.end(), stop))
            current.end = line.end()
            draft.tabular.append((line.start(), line.end()))
        if current and current.cells:
            yield current

    def _rows(self, draft: Draft) -> Iterator[Cells]:
        """Tables: a header row names the columns; without one the cells show what they are."""
        header: list[str] = []
        for line in _LINE.finditer(draft.text):
            spans = _cells(draft.text, *line.span())
            if len(spans) < 3:
                header = []
                continue
            draft.tabular.append(line.span())
            roles = [self.role(draft.text[a:b]) for a, b in spans]
            if sum(bool(r) for r in roles) >= max(2, len(spans) // 2):
                header = roles
                continue
            row = Cells(*line.span())
            kinds = header if len(header) == len(spans) else self._guessed(draft, spans)
            for role, span in zip(kinds, spans, strict=True):
                if role:
                    row.cells.setdefault(role, []).append(span)
            yield row

    def _guessed(self, draft: Draft, spans: list[tuple[int, int]]) -> list[str]:
        kinds: list[str] = []
        for start, end in spans:
            text = draft.text[start:end]
            kind = ""
            if draft.covered(start, end, "Patent"):
                kind = "patent"
            elif kinds and kinds[-1] == "patent" and text[:1].isalpha() and len(text.split()) > 1:
                kind = "title"
            elif re.fullmatch(r"(?:IPC )?[A-H]\d\d[A-Z].*", text):
                kind = "class"
            elif LEGAL.search(text) or draft.covered(start, end, "Enterprise"):
                kind = "taker"
            elif draft.covered(start, end, "Institute"):
                kind = "holder"
            elif re.search(r"yuan|RMB|\$|€|£", text):
                kind = "amount"
            kinds.append(kind)
        return kinds

    def _read(self, draft: Draft, record: Cells) -> None:
        for role, spans in record.cells.items():
            for start, end in spans:
                found = self._cell(draft, role, start, end)
                record.found.setdefault(role, []).extend(found)
        for type_, subject_role, object_role in self.links:
            for subject in record.found.get(subject_role, []):
                for object_ in record.found.get(object_role, []):
                    draft.link(type_, subject, object_, record.start, record.end, 0.85)
        patents = record.found.get("patent", [])
        for title in record.cells.get("title", []):
            for patent in patents[:1]:
                draft.add("Patent", *title, key=patent.key, confidence=0.9)

    def _cell(self, draft: Draft, role: str, start: int, end: int) -> list[Found]:
        """The entities of one cell: those found of its type, else the cell itself."""
        type_ = self.types.get(role, "")
        text = draft.text[start:end].rstrip()
        if text.endswith((".", ";")) and not LEGAL.search(text[-8:]):
            text = text[:-1]
        end = start + len(text)
        if not type_ or re.fullmatch(
            r"(?:none|no|nil|n/a|-|to be discussed)\b.*", text, re.I | re.S
        ):
            return []
        if type_ == "Body":
            return draft.within(start, end, "Institute", "Enterprise", "Agency")[:1]
        known = draft.within(start, end, type_)
        if known and type_ in ("Enterprise", "Institute", "Agency", "Patent", "Region"):
            whole = known[0]
            if type_ == "Enterprise" or whole.end - whole.start > 0.7 * (end - start):
                return [whole]
            if type_ == "Region":
                return known[:1]
        if type_ in ("Institute", "Enterprise"):
            draft.found = [
                f
                for f in draft.found
                if not (start <= f.start and f.end <= end and f.type != "Region")
            ]
            short = re.search(r" \(([\w .-]+)\)$", text)
            name = text[: short.start()] if short else text
            body = draft.add(type_, start, end, name=text, key=folded(name), confidence=0.85)
            if short:
                at = start + short.start(1)
                draft.add(type_, at, at + len(short[1]), key=body.key, embedded=True)
            return [body]
        if type_ in ("Problem", "Technology", "Industry", "Region", "Enterprise"):
            draft.found = [
                f
                for f in draft.found
                if not (
                    start <= f.start
                    and f.end <= end
                    and f.type in ("Industry", "Technology", "Problem", "Platform")
                )
            ]
            return [draft.add(type_, start, end, confidence=0.85)]
        return known[:1]


def _cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    if "|" not in text[start:end]:
        return []
    spans: list[tuple[int, int]] = []
    at = start
    for part in text[start:end].split("|"):
        lead = len(part) - len(part.lstrip())
        spans.append((at + lead, at + max(lead, len(part.rstrip()))))
        at += len(part) + 1
    if spans and text[spans[0][0] : spans[0][1]] == "":
        spans = spans[1:]
    return spans
