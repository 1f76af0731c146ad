"""Indicators that count: parks, patents, people, and physical units such as tonnes."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.facts import is_money
from ingest.nlp.measures.line import BOUND, RULES, Line, Series
from ingest.nlp.measures.parts import continues, noun_elsewhere, of_them
from ingest.nlp.measures.phrases import (
    is_attribute,
    is_plural,
    phrase_before,
    phrase_behind,
    subject,
    tail_behind,
)
from ingest.nlp.measures.units import (
    NOT_UNITS,
    head_of,
    is_physical,
    physical_unit,
    singular,
    unit_of,
)
from ingest.nlp.numbers import ordinal

_GENERIC = frozenset(RULES["generic"].split())
_PARTICIPANTS = frozenset(RULES["participant_heads"].split())
_HOLDS = re.compile(
    rf"\b(?:covers?|occup\w+|spans?|over|across|on)(?: {BOUND}| an area of)? $", re.I
)
_IS = re.compile(rf"\b(?:is|was|reach(?:es|ed)?)(?: {BOUND})? $", re.IGNORECASE)
_DIMENSIONS: dict[str, str] = RULES["dimensions"]
_SAID = re.compile(r" ((?:had|have|has|were|was|are|is|will)\b[\w ']{2,50})")
_SIZES = frozenset(("total", "area", "scale", "sum", "amount", "volume"))
_MEASURE_WORDS = frozenset(RULES["measure_words"].split())
_PER_ONE = re.compile(r"\b(?:in|from|with|every|per|processing|produc\w+|to (?:make|produce)) $")
"""What one tonne or square metre gives is told of each."""
_SPANS = frozenset(RULES["spans"].split())
_LASTS = re.compile(rf"\b(?:{RULES['lasts']})\b[^,;.]{{0,20}}$", re.IGNORECASE)
_SKIP = re.compile(
    r"\b(?:first|latter|last|these|those|above|top|next|past|"
    r"(?<!applied )(?<!apply )(?<!applying )for|every|within|chapter)\s+$",
    re.IGNORECASE,
)
_SOME = re.compile(
    r" of (?:its|the|their|our|these|those|all|his|her)"
    r"(?: [\d,.]+| (?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)| \w+ of the)? ",
    re.IGNORECASE,
)
_OF_COUNT = re.compile(r" of (?:the|these|those|its) (?P<n>\d[\d,]*)(?= [a-z]+(?<!s)\b|[,.;])")
_EVERY = re.compile(
    r"\b(?:every|each|per|for every) ((?:10,000|100,000|1,000|\w+ thousand|million|\d+) "
    r"(?:\w+ )?(?:people|persons|residents|inhabitants|\w*employ\w* people))",
    re.IGNORECASE,
)
_CRITERION = re.compile(
    r"\b(?:firms|companies|enterprises|businesses|employers|organi[sz]ations|"
    r"(?:of|with) (?:which|whom|them)) (?:with|that|which|who|having|have|has|employing|employ)\b"
    r"(?: have| employ)?"
    rf" (?:{RULES['bounds']['min']}|{RULES['bounds']['max']}) $"
    rf"|\b(?:consorti(?:a|um)|teams|partnerships) of (?:{RULES['bounds']['min']}) $",
    re.IGNORECASE,
)
"""A size that says which firms are meant measures nothing: "firms with fewer than 50 employees"."""
_PHYSICAL_BEHIND = re.compile(r"(?P<to> (?:to|and) )\d[\d,.]* \w+")
_AREA = re.compile(rf" (?:[\w-]+ ){{0,2}}(?:{'|'.join(RULES['areas'].split())})\b", re.IGNORECASE)


def count_series(line: Line, turn: int) -> Series | None:
    """What a plain number counts; None when it counts nothing."""
    q = line.found[turn]
    digits = line.draft.text[q.start].isdigit()
    if _SKIP.search(line.lead(q.start, 14)) and (q.value < 10 or not digits):
        return None
    if not digits and line.lead(q.start, 6).casefold() == "other ":
        return None
    if not digits and re.match(r" is (?!an? )", line.after(turn)):
        return None  # "one is …, two is …" tells items apart
    more = re.match(r" (more|fewer|less) than\b(?! \d)", line.after(turn))
    if more:
        return _more_than(line, turn, more[1])
    if _listed(line, turn) or _CRITERION.search(line.lead(q.start, 60)):
        return None
    again = _restated(line, turn) or of_them(line, turn)
    if again:
        return again
    return _noun(line, turn)


def _noun(line: Line, turn: int) -> Series | None:
    """The series that the noun behind a number says, else the words elsewhere."""
    q = line.found[turn]
    at = line.behind(q.end)
    if line.text(q.end, q.end + 1) == "-" and at < len(line.tokens):
        at += line.tokens[at].text == "-"
        if at < len(line.tokens) and not is_physical(line, at):
            return None
    shared = _PHYSICAL_BEHIND.match(line.after(turn))
    if shared:
        far = line.behind(q.end + shared.end("to"))
        if far + 1 < len(line.tokens) and is_physical(line, far + 1):
            return _physical(line, turn, far + 1)
        run = phrase_behind(line, far + 1)
        if run and re.search(r"\bfrom $", line.lead(q.start, 6)):
            name = line.words_of(subject(line, line.at(turn), line.floor(turn)))
            unit = unit_of(line, run)
            if name and unit not in NOT_UNITS:
                return Series(name, unit, span=(q.start, q.end), sure=True)
    if turn + 1 < len(line.found) and line.rest(turn) == " and ":
        run = phrase_behind(line, line.behind(line.found[turn + 1].end))
        if run and not line.found[turn + 1].unit and line.text(*_gap(line, turn + 1, run)) == " ":
            return Series(line.words_of(run), unit_of(line, run), span=(q.start, q.end), sure=True)
    ranged = re.match(r"(?: to | or | ?[-–] ?)\d[\d,.]* (\w+)", line.after(turn))
    if ranged and ranged[1].casefold() in NOT_UNITS:
        return None
    if at < len(line.tokens) and line.tokens[at].lower in ("more", "such", "further", "other"):
        at += 1
    some = _SOME.match(line.after(turn))
    again = _OF_COUNT.match(line.after(turn))
    known = [s for s in line.earlier if again and s.value == float(again["n"].replace(",", ""))]
    if known:
        return replace(known[-1], span=(q.start, q.end + again.end()), part=True) if again else None
    first = line.behind(q.end + some.end()) if some else len(line.tokens)
    if first < len(line.tokens) and not line.timed(line.tokens[first]):
        run = phrase_behind(line, first)
        return _behind(line, turn, run) if run else None
    if at < len(line.tokens) and is_physical(line, at):
        each = q.value == 1 and _PER_ONE.search(line.lead(q.start, 16))
        return None if each else _physical(line, turn, at)
    if at < len(line.tokens) and line.tokens[at].lower in ("mark", "threshold"):
        return noun_elsewhere(line, turn)
    quoted = _quoted(line, at)
    if quoted:
        return _behind(line, turn, quoted)
    pieces = _pieces(line, turn, at)
    if pieces:
        return pieces
    if at < len(line.tokens) and line.tokens[at].lower in _SPANS:
        return _duration(line, turn, at)
    run = phrase_behind(line, at)
    if run and re.fullmatch(
        r"[\s-]*(?:(?:more|such|further|other)\s+)?", line.text(q.end, line.tokens[run[0]].start)
    ):
        return _behind(line, turn, run)
    return noun_elsewhere(line, turn)


def _duration(line: Line, turn: int, at: int) -> Series | None:
    """ "from 80 hours to 120 hours", "a shelf life of 90 days": a time that is a result."""
    q, base = line.found[turn], line.previous
    unit = singular(line.tokens[at].lower)
    lead = line.lead(q.start, 60)
    begins = re.search(r"\bfrom $", lead) and re.match(rf" \w+ to [\d.]+ {unit}", line.after(turn))
    goes_on = base is not None and base.unit == unit and re.search(r"\bto $", lead)
    if not (begins or goes_on or _LASTS.search(lead)):
        return None
    if goes_on and base:
        return Series(base.name, unit, span=(q.start, line.tokens[at].end), sure=True)
    run = subject(line, line.at(turn), line.floor(turn)) or phrase_before(line, line.at(turn), 0)
    name = line.words_of(run)
    return Series(name, unit, span=(q.start, line.tokens[at].end), sure=True) if name else None


def _quoted(line: Line, at: int) -> range:
    """ "5 "corner shop" branches": the phrase behind a word in quotation marks, with it."""
    if at >= len(line.tokens) or line.tokens[at].text != '"':
        return range(0)
    close = next((n for n in range(at + 1, min(at + 6, len(line.tokens)))
                  if line.tokens[n].text == '"'), 0)  # fmt: skip
    run = phrase_behind(line, close + 1) if close else range(0)
    return range(at + 1, run[-1] + 1) if run else range(0)


def _pieces(line: Line, turn: int, at: int) -> Series | None:
    """ "invention patents 8.5 pieces": a measure word behind the number, the noun before it."""
    word = line.tokens[at].lower if at < len(line.tokens) else ""
    first = line.at(turn) - 1
    if word not in _MEASURE_WORDS or first < line.floor(turn):
        return None
    run = phrase_before(line, first + 1, line.floor(turn))
    if not run or run[-1] != first or not is_plural(line.tokens[first].lower):
        return None
    span = (line.tokens[run[0]].start, line.tokens[at].end)
    return Series(line.words_of(run), unit_of(line, run), span=span, sure=True)


def _gap(line: Line, turn: int, run: range) -> tuple[int, int]:
    """The span between a number and the phrase behind it."""
    return line.found[turn].end, line.tokens[run[0]].start


def _more_than(line: Line, turn: int, how: str) -> Series | None:
    """ "286 more than a year before": a difference, counted in the unit of the series before."""
    q = line.found[turn]
    base = next((s for s in reversed(line.earlier) if s.absolute and s.unit.islower()), None)
    if base is None:
        return None
    return Series(f"{base.name} {how} than before", base.unit, span=(q.start, q.end))


def _listed(line: Line, turn: int) -> bool:
    """ "Ada, Bodil, Cara three firms": a number of names that have just been listed."""
    q = line.found[turn]
    if not 3 <= q.value <= 12:
        return False
    clause = re.split(r"[;:]|\b(?:in|by|of|with)\b", line.text(line.since(turn), q.start))[-1]
    names = [n.strip() for n in re.split(r",| and ", clause) if n.strip()]
    return len(names) == q.value and all(n[0].isupper() for n in names)


def _restated(line: Line, turn: int) -> Series | None:
    """ "Of the 51, 29 came from …", "the 9 enterprises": what was counted before is said again."""
    q = line.found[turn]
    if not re.search(
        r"\b(?:the|these|those|its|all|both)(?: above)? $", line.lead(q.start, 24), re.I
    ):
        return None
    words = q.value <= 12 and not line.draft.text[q.start].isdigit()
    if words and _AREA.match(line.after(turn)[:60]):
        return Series("", "", again=True)
    behind = {singular(w) for w in re.findall(r"[\w-]+", line.after(turn)[:50].casefold())}
    alone = re.match(r"\s*[,.;)]", line.after(turn))
    return next(
        (replace(s, span=(q.start, q.end)) for s in reversed(line.earlier)
         if s.value == q.value and (alone or s.unit.split()[-1] in behind)),
        None,
    )  # fmt: skip


def _behind(line: Line, turn: int, run: range) -> Series | None:
    """A number with its noun behind it, "144 parks"; an attribute counts part of the series."""
    q, tokens, base = line.found[turn], line.tokens, line.whole()
    nested = line.nested(turn)
    last = tokens[run[-1]].lower
    others = last in ("ones", "others")
    tail = tail_behind(line, run[-1] + 1, line.before_next(turn))
    if base and (nested or turn) and (others or is_attribute(line, run)):
        words = line.words_of(run[:-1] if others else run)
        name = f"{words} {base.name} {line.words_of(tail)}".strip()
        span = (q.start, tokens[run[-1]].end)
        return Series(name, base.unit, span=span, sure=True, part=nested)
    if len(run) == 1 and last.endswith("ed") and not is_plural(last):
        return noun_elsewhere(line, turn)
    first = tokens[run[1] if ordinal(tokens[run[0]].lower) and len(run) > 1 else run[0]].lower
    unit = unit_of(line, run)
    head = tokens[head_of(line, run)]
    if NOT_UNITS & {first, first.split("-")[0], unit, head.lower} or not unit:
        return None
    proper = line.named(tokens[run[0]]) and line.named(head) and head.text[0].isupper()
    if proper and not (line.draft.text[q.start].isdigit() and head.text.endswith("s")):
        return None
    name = f"{line.words_of(run)} {line.words_of(tail)}".strip()
    per = tail and tokens[tail[0]].lower == "per"
    end = tokens[tail[-1] if per else run[-1]].end
    if first in _GENERIC or head.lower in _GENERIC or (len(run) == 1 and _result(line, turn)):
        name = _with_context(line, turn, name, tail or run)
    every = _EVERY.search(line.lead(q.start, 60))
    if every:
        name = f"{name} per {every[1]}"
    return Series(name, unit, span=(q.start, end), sure=True, part=nested)


def _with_context(line: Line, turn: int, name: str, run: range) -> str:
    """A general noun with the words of its clause that say what is meant: "2,860 people"."""
    floor, at = line.floor(turn), line.at(turn)
    known = set(name.casefold().split())
    for source in (
        subject(line, at, floor), phrase_before(line, at, floor), _members(line, at),
        _predicate(line, run[-1] + 1),
    ):  # fmt: skip
        words = line.words_of(source)
        if set(words.casefold().split()) <= NOT_UNITS:
            continue
        if words and not line.all_named(source) and not set(words.casefold().split()) <= known:
            return f"{words}: {name}" if source[0] < at else f"{name}, {words}"
    base = line.whole()
    return f"{base.name} {name}" if base and turn and not is_money(base.unit) else name


def _members(line: Line, at: int) -> range:
    """The word for those who take part where a list of bodies ends in "and other 19 units"."""
    for turn in range(at - 1, -1, -1):
        if line.tokens[turn].lower in _PARTICIPANTS:
            return range(turn, turn + 1)
    return range(0)


def _predicate(line: Line, at: int) -> range:
    """What the counted are said to be: "… units became the first batch of members"."""
    for stop in range(at + 1, min(at + 4, len(line.tokens))):
        if not line.tokens[stop - 1].is_word:
            break
        run = phrase_behind(line, stop)
        if run:
            tail = tail_behind(line, run[-1] + 1, line.end)
            return range(run[0], tail[-1] + 1) if tail else run
    return range(0)


def _physical(line: Line, turn: int, at: int) -> Series:
    """Tonnes and kilowatts measure what "of …" names, else what is named before them."""
    q, tokens = line.found[turn], line.tokens
    unit, last = physical_unit(line, at)
    span = (q.start, tokens[last].end)
    base = line.whole()
    if turn and base and base.unit == unit and continues(line, turn):
        return Series(base.name, unit, span=span, sure=True)
    tail = tail_behind(line, last + 1, line.before_next(turn)) or _of_quoted(line, last + 1)
    if tail and tokens[tail[0]].lower == "of":
        name = _measuring(line.words_of(tail[1:]), _DIMENSIONS.get(unit, ""))
        return Series(name, unit, span=span, sure=True, claim=tokens[tail[-1]].end)
    run = _holder(line, turn) or subject(line, line.at(turn), line.floor(turn))
    if not run or line.all_named(run):
        run = phrase_before(line, line.at(turn), line.floor(turn)) or run
    name = line.words_of(run)
    if name.casefold() in _SIZES:
        name = f"{name} {line.words_of(subject(line, run[0], line.floor(turn)))}".strip()
    behind = phrase_behind(line, last + 1) or tail
    name = f"{name} {line.words_of(behind)}".strip()
    dimension = _DIMENSIONS.get(unit, "")
    if not name and dimension:
        said = _SAID.match(line.after(turn)[tokens[last].end - q.end :])
        name = said[1].strip() if said else line.words_of(subject(line, line.at(turn), 0))
        name = name or dimension
    if name:
        return Series(_measuring(name, dimension), unit, span=span, sure=True)
    near = line.earlier[-1] if line.earlier and turn else base
    same = next((s for s in reversed(line.earlier) if s.unit == unit), near)
    return Series(same.name if same else unit, unit, span=span)


def _measuring(name: str, dimension: str) -> str:
    """The name of a figure whose unit measures one thing only: "area of the park"."""
    known = not dimension or re.search(r"\b(?:area|land|space|site|surface|acreage)\b", name, re.I)
    return name if known or name == dimension else f"{dimension} of {name}"


def _of_quoted(line: Line, at: int) -> range:
    """ "of "Early 25" barley": a link with a phrase whose first words are quoted."""
    if at >= len(line.tokens) or line.tokens[at].lower != "of":
        return range(0)
    run = _quoted(line, at + 1)
    return range(at, run[-1] + 1) if run else run


def _holder(line: Line, turn: int) -> range:
    """What opens a sentence that tells its area: "The park, opened in May, covers 40 hectares"."""
    if turn or not _HOLDS.search(line.lead(line.found[turn].start, 40)):
        return range(0)
    at = int(bool(line.tokens) and line.tokens[0].lower in ("the", "a", "an", "its", "their"))
    return phrase_behind(line, at)


def _result(line: Line, turn: int) -> bool:
    """Whether a number is what one thing is: "its life is 600 cycles"."""
    run = subject(line, line.at(turn), line.floor(turn))
    single = bool(run) and not is_plural(line.tokens[run[-1]].lower) and not line.all_named(run)
    return single and bool(_IS.search(line.lead(line.found[turn].start, 30)))
