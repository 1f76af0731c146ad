"""The parts of a question's sentence: candidates, filters, names, and the core of the need."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.language.ipc import codes_of
from graph.language.question_line import CLAUSE, MARKS, Findings, Line, Span, says
from graph.language.question_places import Find, names_in, places_in, resolved
from graph.language.question_words import Wording

_HAN = re.compile(r"[\u3400-\u9fff]")
_OWNER = re.compile(r"\s*(\w[^,;，；]{1,60}?)(?:['’]s?\s|的)")
_FOR = re.compile(r"for\s+|对于?|关于|针对", re.IGNORECASE)
_START = r"(?:^|(?<=\W)|(?<=[\u3400-\u9fff]))"
"""Where a small word may begin; in Chinese anywhere."""


@dataclass(frozen=True, slots=True)
class Known:
    """The look-ups of a graph: under which name it knows what words name."""

    regions: Find
    organisations: Find
    industries: Find


@dataclass(frozen=True, slots=True)
class Parts:
    """Reads parts of a sentence into what was found."""

    text: str
    words: Wording
    known: Known
    found: Findings

    def codes(self, line: Line) -> None:
        """Take IPC and CPC codes out: those with a group, and others behind "IPC" or a bracket."""
        at = line.start
        for code in codes_of(self.text[line.start : line.end]):
            start = self.text.find(code.words, at, line.end)
            if start < 0 or not code.words[0].isupper():
                continue
            at = end = start + len(code.words)
            cues = [m for m in self.words.codes.finditer(self.text, line.start, start)
                    if m.group().strip() and not self.text[m.end() : start].strip(" :：")]
            if not cues and code.symbol == code.group and "/" not in code.words:
                continue
            if cues and not line.is_taken(cues[0].start(), end):
                start = cues[0].start()
            closed = self.text[end : end + 1] in (")", "）") and self.text[start] in "(（"
            self._take(line, start, end + closed, "codes", code.symbol)

    def left_out(self, line: Line) -> None:
        """Take "not in Qinghai" and "other than Harbour University" out of a sentence."""
        for place in places_in(line.said, self.words, self.known.regions):
            before = re.search(
                rf"{_START}(?:{self.words.regions['out'].pattern})"
                r"(?:\s+(?:the|in))*\s*$", line.said[: place.start], re.IGNORECASE)
            rule = self.words.regions.get("out_behind")
            behind = rule.match(line.said, place.end) if rule else None
            if (before and place.sure) or behind:
                end = behind.end() if behind else self._out_after(line, place.end)
                start = before.start() if before else place.start
                self._take(line, *line.place(start, end), "not_regions", place.name)
                return self.left_out(line)
        for out in self.words.out.finditer(line.said):
            _, end, name = resolved(line.said[out.end() :], self.known.organisations)
            if name:
                end = self._out_after(line, out.end() + end)
                self._take(line, *line.place(out.start(), end), "exclude", name)
                break
        return None

    def _out_after(self, line: Line, end: int) -> int:
        after = self.words.regions.get("out_after")
        found = after.match(line.said, end) if after else None
        return found.end() if found else end

    def _take(self, line: Line, start: int, end: int, name: str, value: str) -> None:
        line.take(start, end, name)
        self.found.spans.append(Span(start, end, name))
        self.found.add(name, value)

    def around(
        self, line: Line, start: int, end: int, *, kinds: bool = True
    ) -> list[tuple[int, int]]:
        """Read kinds and regions from the words for the candidates; the parts that are neither,
        as ranges of what is said."""
        said = line.said[start:end]
        blank = list(said)
        for place in places_in(said, self.words, self.known.regions):
            before = before_place(said[: place.start], self.words.regions["before"])
            if not place.sure and before == place.start:
                continue
            self._note(line, start + place.start, start + place.end, "regions", place.name)
            blank[before : place.end] = " " * (place.end - before)
        for kind, pattern in self.words.kinds if kinds else ():
            for match in pattern.finditer("".join(blank)):
                self._note(line, start + match.start(), start + match.end(), "kinds", kind)
                blank[match.start() : match.end()] = " " * (match.end() - match.start())
        left = self.words.empty.sub(lambda m: " " * len(m.group()), "".join(blank))
        return [(start + m.start(), start + m.end()) for m in re.finditer(r"\w[^\s]*", left)]

    def _note(self, line: Line, start: int, end: int, name: str, value: str) -> None:
        self.found.spans.append(Span(*line.place(start, end), name))
        self.found.add(name, value)

    def named(
        self, line: Line, match: re.Match[str], group: str, name: str, find: Find
    ) -> None:
        """Read who or which industry is asked about, and what is said behind its name."""
        start, end = match.span(group)
        if name == "industry":
            start = self._leading_place(line, start, end)
        first, last, known = resolved(line.said[start:end], find)
        if not known:
            last = min(last, self._before_place(line.said[start:end]))
        if last <= first:
            return
        value = known or line.said[start + first : start + last]
        self._note(line, start + first, start + last, name, value)
        if start + last < end:
            self.around(line, start + last, end, kinds=name != "industry")

    def _before_place(self, said: str) -> int:
        """Where "in Gansu" begins behind a name; the end where nothing like it follows."""
        for place in places_in(said, self.words, self.known.regions):
            cut = before_place(said[: place.start], self.words.regions["before"])
            if 0 < cut < place.start:
                return len(said[:cut].rstrip())
        return len(said)

    def _leading_place(self, line: Line, start: int, end: int) -> int:
        """Behind the region that an industry's words begin with, which is noted."""
        place = next(iter(places_in(line.said[start:end], self.words, self.known.regions)), None)
        if place is None or place.start or self.words.language != "zh":
            return start
        self._note(line, start, start + place.end, "regions", place.name)
        return start + place.end

    def core(self, line: Line, start: int, end: int, *, offer: bool = False
              ) -> list[tuple[int, int]]:
        """The technical core of a need, in pieces of the text; segments and a last place that
        are filters are read as such."""
        marks = [start, *(start + m.end() for m in re.finditer("[,;，；]", line.said[start:end]))]
        kept = end
        for mark in reversed(marks[1:]):
            if not self.filters(line, mark, kept):
                break
            kept = mark - 1
        if offer:
            start = self._offered_by(line, start, kept)
        else:
            kept = self._last_place(line, start, kept)
        start, kept = self._cleaned(line, start, kept, offer=offer)
        if self.words.anaphor.fullmatch(line.said[start:kept].strip(MARKS)):
            return []
        return line.pieces(start, kept) if says(line.said[start:kept]) else []

    def _offered_by(self, line: Line, start: int, end: int) -> int:
        """Behind the organisation whose an offer is ("Harbour University's patent on …")."""
        owner = _OWNER.match(line.said, start, end)
        if owner and (name := self.known.organisations(owner[1])):
            self._note(line, *owner.span(1), "organisation", name)
            return owner.end()
        return start

    def filters(self, line: Line, start: int, end: int) -> bool:
        """Whether a segment only limits the candidates ("universities only", "in Gansu")."""
        if not says(line.said[start:end]):
            return True
        kept = self.found.mark()
        rest = self.around(line, start, end)
        if len(self.found.spans) > kept.spans and not rest:
            return True
        evidence = self.words.dates.evidence.sub(" ", line.said[start:end])
        self.found.back(kept)
        return not says(self.words.empty.sub(" ", evidence))

    def _last_place(self, line: Line, start: int, end: int) -> int:
        """Before the place that ends a need and is the candidates', not that of a thing."""
        if self.words.language == "zh":
            return end
        said = line.said[start:end].rstrip(MARKS)
        places = places_in(said, self.words, self.known.regions)
        last, spots = len(said), []
        while places and places[-1].end == last:
            spots.append(place := places.pop())
            joint = re.search(rf"{self.words.regions['list'].pattern}\s*$", said[: place.start])
            last = joint.start() if joint and places and joint.start() == places[-1].end else -1
        if not spots:
            return end
        first = spots[-1].start
        firm = before_place(said[:first], self.words.regions["firm"])
        cut = firm if firm < first else before_place(said[:first], self.words.regions["before"])
        bound = re.search(rf"\b(?:{self.words.regions['bound'].pattern})\s*$", said[:cut], re.I)
        asked = bool(self.found.values.get("regions"))
        if cut == first or (firm == first and (bound or asked or not spots[-1].sure)):
            return end
        for place in reversed(spots):
            self._note(line, start + place.start, start + place.end, "regions", place.name)
        return start + cut

    def _cleaned(self, line: Line, start: int, end: int, *, offer: bool) -> tuple[int, int]:
        """A need without what only leads to it or follows it ("the problem of", "please")."""
        said = line.said
        while True:
            before = (start, end)
            while start < end and said[start] in MARKS:
                start += 1
            while start < end and said[end - 1] in MARKS:
                end -= 1
            lead = (self.words.offer if offer else self.words.core).match(said, start, end)
            if lead and says(said[lead.end() : end]):
                start = lead.end()
            for rule in (self.words.tail, self.words.end, self.words.offer_end if offer else None):
                found = rule.search(said, start, end) if rule else None
                if found and says(said[start : found.start()]):
                    end = found.start()
            if before == (start, end):
                return start, end

    def beside(self, line: Line, start: int, end: int) -> list[tuple[int, int]]:
        """What stands beside the question in its sentence: more of the need, or filters."""
        found = []
        cuts = [start, *(start + m.end() for m in CLAUSE.finditer(line.said[start:end])), end]
        run = start
        for first, last in zip(cuts, cuts[1:], strict=False):
            if self.filters(line, first, last):
                found += self._beside_need(line, run, first)
                run = last
        return [*found, *self._beside_need(line, run, end)]

    def _beside_need(self, line: Line, start: int, end: int) -> list[tuple[int, int]]:
        start, end = self._cleaned(line, start, end, offer=False)
        said = line.said[start:end]
        for_it = _FOR.match(said)
        start += for_it.end() if for_it else 0
        if not says(said) or self.words.anaphor.fullmatch(said):
            return []
        return line.pieces(start, end)

    def mentioned(self, line: Line, core: list[tuple[int, int]]) -> None:
        """Note the organisation and the industry that a need names."""
        for start, end in core:
            said = self.text[start:end]
            for a, b in names_in(said, self.words):
                first, last, name = resolved(said[a:b], self.known.organisations)
                if name:
                    at = start + a
                    self.found.spans.append(Span(at + first, at + last, "organisation"))
                    self.found.add("organisation", name)
            for match in self.words.industry.finditer(said):
                for a, b in _suffixes(said, *match.span("industry")):
                    if name := self.known.industries(said[a:b]):
                        self.found.spans.append(Span(start + a, start + b, "industry"))
                        self.found.add("industry", name)
                        break

    def core_of_terse(self, line: Line) -> list[tuple[int, int]]:
        """The need of a sentence without a question, before the filters that end it."""
        kept = len(line.said)
        marks = [m.end() for m in re.finditer("[,;，；]", line.said)]
        for mark in reversed(marks):
            if not self.filters(line, mark, kept):
                break
            kept = mark - 1
        start, kept = self._cleaned(line, 0, kept, offer=False)
        return line.pieces(start, kept)


def before_place(said: str, rule: re.Pattern[str]) -> int:
    """Where the small word begins that stands right before the end; the end where none does."""
    found = re.search(rf"{_START}(?:{rule.pattern})\s*(?:the\s+)?$", said, re.IGNORECASE)
    return found.start() if found else len(said)


def _suffixes(said: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A run of words, then without its first, and so on; of Chinese, without first characters."""
    yield start, end
    for at in range(start + 1, end):
        if said[at - 1] in " -" or _HAN.match(said, at):
            yield at, end
