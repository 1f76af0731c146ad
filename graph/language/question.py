"""Reading a question in a sentence, English or Chinese, into what can be asked of the graph.

    read_question("which institute in Gansu can recover electrolyte, evidence since 2019")

By rules alone: times and codes are taken out of the sentence, a *frame* says what is wanted and
which words are the candidates, which the need (``data/question_en.yml``, ``question_zh.yml``).
What is no question is a need, taken whole. Every field names the words that gave it, so that a
person can see and change what was understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from graph.language.question_dates import read_times
from graph.language.question_line import CLAUSE, MARKS, Findings, Line, Span, bounds, says
from graph.language.question_parts import Known, Parts
from graph.language.question_places import Find, looks_named, places_in, resolved
from graph.language.question_words import Frame, Wording, wording

__all__ = ["FIELDS", "WANTS", "Question", "Span", "read_question"]

WANTS = ("solvers", "partners", "licensees", "problems", "industries", "alike")
FIELDS = ("want", "need", "kinds", "regions", "not_regions", "industry", "organisation", "exclude",
          "since", "as_of", "codes")
"""What a sentence may say, in the order in which it is shown."""
_LIMITS = {"kinds", "since", "as_of"}
"""Of these a sentence must speak that only limits a need: a place alone may be the need's."""
_LONG_SENTENCE = 400
_LOOKED_AT = 3
"""Sentences at either end of a text that may be its question."""
_SENTENCE = re.compile(
    r"(?<=[.!?])\s+(?=[\"'“(]?[A-Z])|(?<=[a-z]{3}[.!?])\s+(?=[a-z])|(?<=[。！？])|\n(?=\s*[A-Z\u3400-\u9fff])|\n\s*\n")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was read; what a sentence does not say is empty.

    ``need`` is the technical core in the asker's words, ``kinds`` and ``regions`` are those of the
    candidates, ``since`` and ``as_of`` the first day of the evidence and the day before which it
    counts, as ISO dates that may lack month or day. Regions, industry and organisation bear the
    graph's names where it knows them, else the asker's.
    """

    text: str
    want: str = "solvers"
    need: str = ""
    kinds: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    not_regions: tuple[str, ...] = ()
    industry: str = ""
    organisation: str = ""
    exclude: tuple[str, ...] = ()
    since: str = ""
    as_of: str = ""
    codes: tuple[str, ...] = ()
    language: str = "en"
    spans: tuple[Span, ...] = ()
    notes: tuple[str, ...] = ()
    """What was said and could not be used."""

    @property
    def said(self) -> tuple[tuple[str, str], ...]:
        """The fields that say something, as (name, words), for people."""
        values = {name: getattr(self, name) for name in FIELDS}
        return tuple((name, ", ".join(value) if isinstance(value, tuple) else str(value))
                     for name, value in values.items() if value)


def nothing(_: str) -> str:
    """The look-up of a graph that knows no names."""
    return ""


def read_question(
    text: str, *, regions: Find = nothing, organisations: Find = nothing,
    industries: Find = nothing, latest: str = "",
) -> Question:
    """Read a sentence, or a text with a clear question in it; never raises.

    The look-ups say under which name the graph knows a region, organisation or industry, or
    nothing. ``latest`` is the date of the graph's latest evidence, from which "the last five
    years" count. A text that asks nothing is wholly its own ``need``.
    """
    language = language_of(text)
    known = Known(regions, organisations, industries)
    reading = _Reading(text, wording(language), known, latest)
    return replace(reading.question(), language=language)


def language_of(text: str) -> str:
    """``zh`` where Chinese prevails, else ``en``: a Latin word counts as two characters."""
    return "zh" if len(_HAN.findall(text)) > 2 * len(_LATIN_WORD.findall(text)) else "en"


@dataclass(slots=True)
class _Reading:
    """One text being read."""

    text: str
    words: Wording
    known: Known
    latest: str
    found: Findings = field(default_factory=Findings)
    parts: Parts = field(init=False)

    def __post_init__(self) -> None:
        self.parts = Parts(self.text, self.words, self.known, self.found)

    def question(self) -> Question:
        sentences = _sentences(self.text)
        near = _ends(len(sentences))
        read = (self._greeted(sentence) if number in near else Line(self.text, *sentence)
                for number, sentence in enumerate(sentences))
        lines = [line for line in read if says(line.said)]
        alone = len(lines) == 1 and len(self.text) <= _LONG_SENTENCE
        asking, want = self._asking(lines, alone=alone)
        if asking < 0 and not (self._terse(lines[0]) if alone else self._limited(lines)):
            if alone and not says(self.words.empty.sub(" ", lines[0].said)):
                return self._answer(want, [])
            plain = self.text.strip()
            start = self.text.find(plain)
            return self._answer(want, [(start, start + len(plain))] if lines else [])
        if asking >= 0:
            near = _ends(len(lines))
            for number, line in enumerate(lines):
                if number != asking and not (number in near and self._is_filter(line)):
                    self.found.need += line.pieces(*bounds(line.said))
        return self._answer(want, sorted(self.found.need))

    def _asking(self, lines: list[Line], *, alone: bool) -> tuple[int, str]:
        """(number of the sentence that asks, what is wanted); -1 for a text that asks nothing."""
        for mended in (False, True):
            for number in sorted(_ends(len(lines))):
                line = lines[number]
                if line.end - line.start > _LONG_SENTENCE:
                    continue
                asks = alone or line.text[: line.end].rstrip().endswith(("?", "？"))
                if mended and not asks:
                    continue
                if want := self._best(line, alone=alone, mended=mended):
                    return number, want
        return -1, "solvers"

    def _best(self, line: Line, *, alone: bool, mended: bool) -> str:
        """Read a sentence; where words for the candidates are unknown, slips put right if that
        makes them known."""
        before, taken = self.found.mark(), list(line.taken)
        want = self._read(line, alone=alone, mended=mended)
        if not want or mended or len(self.found.notes) == before.notes:
            return want
        self.found.back(before)
        line.taken = taken
        if other := self._read(line, alone=alone, mended=True):
            return other
        return self._read(line, alone=alone, mended=False)

    def _answer(self, want: str, pieces: list[tuple[int, int]]) -> Question:
        spans = [*self.found.spans, *(Span(start, end, "need") for start, end in pieces)]
        spans = [s for s in (_bare(self.text, span) for span in spans) if s.start < s.end]
        many = {name: tuple(dict.fromkeys(values)) for name, values in self.found.values.items()}
        return Question(
            self.text, want, _joined(self.text, pieces),
            kinds=many.get("kinds", ()), regions=many.get("regions", ()),
            not_regions=many.get("not_regions", ()), exclude=many.get("exclude", ()),
            industry=next(iter(many.get("industry", ())), ""),
            organisation=next(iter(many.get("organisation", ())), ""),
            since=next(iter(many.get("since", ())), ""),
            as_of=next(iter(many.get("as_of", ())), ""), codes=many.get("codes", ()),
            spans=tuple(sorted(spans, key=lambda s: (s.start, s.end, s.field))),
            notes=tuple(self.found.notes),
        )

    def _greeted(self, sentence: tuple[int, int]) -> Line:
        """A sentence without what is only polite, at the beginning of its clauses."""
        line = Line(self.text, *sentence)
        starts = [line.start, *(m.end() for m in CLAUSE.finditer(self.text, *sentence))]
        for start in starts:
            at = start
            while at < line.end:
                while at < line.end and self.text[at] in MARKS:
                    at += 1
                lead = self.words.lead.match(self.text, at, line.end)
                if not lead or lead.end() == at:
                    break
                line.take(*lead.span(), "")
                at = lead.end()
        return line

    def _read(self, line: Line, *, alone: bool, mended: bool) -> str:
        """Read a sentence as a question; what it wants, or "" when it asks nothing. Only a
        sentence that asks changes what was found."""
        trial = Line(line.text, line.start, line.end, list(line.taken))
        kept = self.found.mark()
        self._take_filters(trial)
        if not mended or trial.mend(self.words.vocabulary):
            asked = next(self._asked(trial.said, alone=alone), None)
            if asked and (self._frame(*asked, trial) or not mended):
                line.taken = trial.taken
                return asked[0].want
        self.found.back(kept)
        return ""

    def _asked(self, said: str, *, alone: bool) -> Iterator[tuple[Frame, re.Match[str]]]:
        """The frames that a sentence fits."""
        for frame in self.words.frames:
            if frame.clear or alone:
                for start in _starts(said):
                    match = frame.pattern.match(said, start)
                    if match and self._fits(frame, match):
                        yield frame, match

    def _take_filters(self, line: Line) -> None:
        """Take times, codes and those to leave out from a sentence."""
        times = read_times(line, self.words.dates, latest=self.latest, opens=self._opens)
        for name in ("since", "as_of"):
            if value := getattr(times, name):
                self.found.add(name, value)
        self.found.notes += times.notes
        self.found.spans += [span for span in line.taken if span.field]
        self.parts.codes(line)
        self.parts.left_out(line)

    def _opens(self, at: int) -> bool:
        """Whether a candidate or its place is named from an offset of the text on."""
        rest = self.text[at : at + 12]
        named = any(place.start == 0 for place in places_in(rest, self.words, self.known.regions))
        return named or any(kind.match(rest) for _, kind in self.words.kinds)

    def _fits(self, frame: Frame, match: re.Match[str]) -> bool:
        """Whether a match is what its frame is for: an organisation must be or look like one."""
        if frame.only and not frame.only.search(match.group()):
            return False
        org = match.groupdict().get("org")
        if org is None:
            return True
        _, _, name = resolved(org, self.known.organisations)
        return bool(name) or looks_named(org, self.words)

    def _frame(self, frame: Frame, match: re.Match[str], line: Line) -> bool:
        """Read the parts of a sentence; whether all words for the candidates were understood."""
        groups = match.groupdict()
        rest: list[tuple[int, int]] = []
        for name in ("subject", "subject2"):
            if groups.get(name):
                rest += self.parts.around(line, *match.span(name))
        if groups.get("org"):
            self.parts.named(line, match, "org", "organisation", self.known.organisations)
        if groups.get("industry"):
            self.parts.named(line, match, "industry", "industry", self.known.industries)
        core: list[tuple[int, int]] = []
        for name in ("need", "offer"):
            if groups.get(name):
                core += self.parts.core(line, *match.span(name), offer=name == "offer")
        core += self.parts.beside(line, 0, match.start())
        core += self.parts.beside(line, match.end(), len(line.said))
        if frame.want == "solvers" and not core and rest:
            core, rest = line.pieces(rest[0][0], rest[-1][1]), []
        if rest:
            said = " ".join(line.said[a:b] for a, b in rest)
            self.found.notes.append(f"not understood of whom you ask for: {said!r}")
        self.found.need += core
        if frame.want in ("solvers", "licensees") and not self.found.values.get("organisation"):
            self.parts.mentioned(line, core)
        return not rest

    def _is_filter(self, line: Line) -> bool:
        """Whether a sentence beside the question only limits it ("Only evidence since 2019.")."""
        trial = Line(line.text, line.start, line.end, list(line.taken))
        kept = self.found.mark()
        self._take_filters(trial)
        if self.parts.filters(trial, 0, len(trial.said)):
            return True
        self.found.back(kept)
        return False

    def _limited(self, lines: list[Line]) -> bool:
        """Read sentences behind a need that only limit it ("Institutes in Gansu preferred.")."""
        need: list[tuple[int, int]] = []
        limits, near = 0, _ends(len(lines))
        for number, line in enumerate(lines):
            kept = self.found.mark()
            if number and number in near and self._is_filter(line) and {
                    span.field for span in self.found.spans[kept.spans :]} & _LIMITS:
                limits += 1
            else:
                self.found.back(kept)
                need += line.pieces(*bounds(line.said))
        self.found.need += need if limits else []
        return bool(limits)

    def _terse(self, line: Line) -> bool:
        """Read "coatings for blades, universities only, Gansu": a need with filters behind it."""
        trial = Line(line.text, line.start, line.end, list(line.taken))
        kept = self.found.mark()
        self._take_filters(trial)
        core = self.parts.core_of_terse(trial)
        if core and len(self.found.spans) > kept.spans:
            self.found.need += core
            return True
        self.found.back(kept)
        return False


def _sentences(text: str) -> list[tuple[int, int]]:
    cuts = [0]
    for mark in _SENTENCE.finditer(text):
        cuts += [mark.start(), mark.end()]
    cuts.append(len(text))
    return [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True) if a < b]


def _bare(text: str, span: Span) -> Span:
    """A span without the marks and blanks around its words."""
    words = text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip(MARKS))
    return Span(start, max(start, span.start + len(words.rstrip(MARKS))), span.field)


def _ends(count: int) -> set[int]:
    """The first and the last few of so many sentences."""
    return {*range(min(count, _LOOKED_AT)), *range(max(0, count - _LOOKED_AT), count)}


def _starts(said: str) -> Iterator[int]:
    """Where clauses begin."""
    for at in (0, *(mark.end() for mark in CLAUSE.finditer(said))):
        while at < len(said) and said[at] in MARKS:
            at += 1
        yield at


def _joined(text: str, pieces: list[tuple[int, int]]) -> str:
    """Pieces of a text, with a blank between two where the text has one."""
    said, last = "", 0
    for start, end in pieces:
        gap = text[last:start] if said else ""
        blank = next((char for char in gap if char.isspace()), "")
        said += (blank if said and not said[-1].isspace() else "") + text[start:end].strip()
        last = end
    return said.strip()
