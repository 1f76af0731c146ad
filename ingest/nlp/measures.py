"""What a number measures: the name and unit of an indicator from the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.nlp.draft import Draft, Token
from ingest.nlp.lexicon import data, words
from ingest.nlp.numbers import Quantity

_RULES = data("measures.json")
_MONEY = frozenset(_RULES["money"].split())
_PHYSICAL = frozenset(_RULES["physical"].split())
_NOT_UNITS = frozenset(_RULES["not_units"].split())
_UNITS: dict[str, str] = _RULES["units"]
_GROWTH = re.compile(
    r"\b(?:" + "|".join(sorted(map(re.escape, _RULES["growth_before"]), key=len, reverse=True))
    + r")\s*(?:of |by )?(?:nearly |about |almost |some |more than |over |above |around |remain(?:ed|s)? above |remain(?:ed|s)? |is |was |to |reached )*$",
    re.IGNORECASE,
)  # fmt: skip
_FALL = re.compile(
    r"\b(?:" + "|".join(sorted(_RULES["growth_down"], key=len, reverse=True)) + r")\s*(?:nearly |about |almost |some )?$", re.IGNORECASE
)
_AVERAGE = re.compile(r"\baverage annual|annual average|per year|a year\b", re.IGNORECASE)
_STOP = words("function", "verbs")
_OF_WHICH = re.compile(r"\bof (?:which|these|them)\b|\bincluding\b|\bAmong\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Series:
    """What is measured; ``base`` is the series that a growth is of."""

    name: str
    unit: str
    growth: bool = False
    average: bool = False
    falling: bool = False
    base: str = ""
    region: str = ""
    period: str = ""
    span: tuple[int, int] | None = None
    sure: bool = False


def name_of(
    draft: Draft, q: Quantity, found: list[Quantity], turn: int, sentence: tuple[int, int],
    earlier: list[Series],
) -> Series | None:  # fmt: skip
    """The series of a quantity, or None when the number measures nothing."""
    if q.unit in ("%", "percentage point"):
        return _percent(draft, q, found, turn, sentence, earlier)
    if q.unit:
        return _money(draft, q, found, turn, sentence, earlier)
    return _count(draft, q, found, turn, sentence, earlier)


# --- counts ---------------------------------------------------------------------------------


def _count(
    draft: Draft, q: Quantity, found: list[Quantity], turn: int, sentence: tuple[int, int],
    earlier: list[Series],
) -> Series | None:  # fmt: skip
    following = draft.tokens(q.end, min(sentence[1], q.end + 110))
    phrase = _noun_phrase(following)
    if phrase:
        unit = _unit(phrase)
        if unit in _NOT_UNITS or phrase[0].lower in _NOT_UNITS or not unit:
            return None
        if phrase[-1].lower in ("ones", "others", "units") and earlier and phrase[-1].lower != "units":
            base = earlier[-1]
            name = " ".join(t.text for t in phrase[:-1]) + " " + base.name
            return Series(name.strip(), base.unit, span=(q.start, phrase[-1].end), sure=True)
        if phrase[0].lower in _PHYSICAL:
            return _physical(draft, q, found, turn, sentence, phrase[0], earlier)
        name = draft.text[phrase[0].start : phrase[-1].end]
        per = re.match(r"\s+per [\w, ]+?people", draft.text[phrase[-1].end :])
        end = phrase[-1].end + (per.end() if per else 0)
        before = re.search(r"relying on|of which|including", draft.text[max(sentence[0], q.start - 20) : q.start])
        context = f"{name}{' per people' if per else ''}"
        return Series(" ".join(context.split()), unit, span=(q.start, end), sure=not before)
    return _noun_before(draft, q, found, turn, sentence, earlier)


def _physical(
    draft: Draft, q: Quantity, found: list[Quantity], turn: int, sentence: tuple[int, int],
    unit: Token, earlier: list[Series],
) -> Series:  # fmt: skip
    """Tonnes and kilowatts measure what is named before them, else what "of …" names."""
    start = found[turn - 1].end if turn else sentence[0]
    noun = _subject(draft, draft.tokens(start, q.start))
    of = re.match(r" of ((?:[\w-]+ ?){1,4})", draft.text[unit.end : sentence[1]])
    same = next((s for s in reversed(earlier) if s.unit == singular(unit.lower)), None)
    name = draft.text[noun[0].start : noun[-1].end] if noun else ""
    if of:
        name = f"{of[1].strip()} {name}".strip()
    if not name and same:
        name = same.name
    span = (noun[0].start if noun else q.start, unit.end)
    return Series(name or unit.text, singular(unit.lower), span=span, sure=bool(name))


def _noun_phrase(tokens: list[Token]) -> list[Token]:
    """The noun phrase right behind a number, without "of …" and what follows."""
    phrase: list[Token] = []
    for turn, token in enumerate(tokens):
        following = tokens[turn + 1] if turn + 1 < len(tokens) else None
        if turn == 0 and token.lower in ("new", "more", "other", "key", "of", "valid", "outstanding"):
            if token.lower in ("of", "more"):
                return [] if token.lower == "of" or not following or not following.is_word or following.lower in _STOP else _noun_phrase(tokens[1:])
            phrase.append(token)
            continue
        if token.text in ("-", "&", "/") and phrase:
            continue
        if not token.is_word or token.text[0].isdigit() or len(phrase) > 9:
            break
        if token.lower == "and" and phrase and following and following.is_word and not (
            following.text[0].isdigit() or following.lower in _STOP
        ):
            if phrase[-1].lower.endswith("s") and not phrase[-1].lower.endswith("ss") and len(phrase) == 1:
                break
            phrase.append(token)
            continue
        if token.lower in _STOP and token.lower not in ("development", "plant", "research", "building", "works", "service", "projects", "project"):
            break
        phrase.append(token)
    while phrase and phrase[-1].lower == "and":
        phrase.pop()
    return phrase


def _unit(phrase: list[Token]) -> str:
    """The singular of what is counted: the first plural of the phrase, else its last word."""
    for token in phrase:
        low = token.lower
        if low in _UNITS:
            return _UNITS[low]
        if low.endswith("s") and not low.endswith(("ss", "us", "is", "ics", "'s")) and len(low) > 3 and low not in (
            "business", "livestock", "resources", "characteristics", "sales", "metals", "species", "goods",
        ):  # fmt: skip
            return singular(low)
    head = phrase[-1].lower
    return _UNITS.get(head, singular(head))


def singular(word: str) -> str:
    """A plain singular of an English noun."""
    if word in _UNITS:
        return _UNITS[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _noun_before(
    draft: Draft, q: Quantity, found: list[Quantity], turn: int, sentence: tuple[int, int],
    earlier: list[Series],
) -> Series | None:  # fmt: skip
    """Counts that stand behind what they count: "patent applications were 2590 and 1217"."""
    start = found[turn - 1].end if turn else sentence[0]
    paired = _respectively(draft, q, found, turn, sentence)
    if paired:
        return paired
    chunk = draft.text[start : q.start]
    tokens = draft.tokens(start, q.start)
    noun = _last_noun(tokens)
    if noun:
        phrase = draft.text[noun[0].start : noun[-1].end]
        unit = _unit(noun[-1:])
        if _OF_WHICH.search(draft.text[sentence[0] : q.start]) and turn and earlier:
            unit = earlier[-1].unit if earlier[-1].unit not in ("%",) else unit
        elif earlier and turn and re.match(r"^[,;]?\s*(?:and )?(?:[\w-]+ ){1,3}$", chunk):
            unit = earlier[-1].unit if len(earlier[-1].unit) != 3 and earlier[-1].unit != "%" else unit
        if unit in _NOT_UNITS:
            return None
        return Series(phrase, unit, span=(noun[0].start, q.end), sure=True)
    same = next((s for s in reversed(earlier) if not s.growth and s.unit not in ("%", "rank")), None)
    if same and len(same.unit) != 3:
        return Series(same.name, same.unit, region=same.region, span=(q.start, q.end))
    return None


_MEASURED = re.compile(
    r"\b(?:number of |total |the )?(?P<np>(?:[\w'&-]+ ){0,6}[\w'-]+?)(?: of (?:the |our )?[\w' ]{2,40}?)?"
    r" (?:in \d{4} |in the \w+ |by \d+ \w+ people )?(?:rose|grew|increased|reached|reaching|exceeded|has reached|have reached|was|were|is|are|fell|totall?ed|from|in|will be|to reach|have|has)\b",
    re.IGNORECASE,
)  # fmt: skip


def _last_noun(tokens: list[Token]) -> list[Token]:
    """The last noun phrase before a number, over verbs, links and bound words."""
    at = len(tokens)
    skipped = 0
    while at and (not tokens[at - 1].is_word or tokens[at - 1].lower in _STOP or tokens[at - 1].text[0].isdigit()):
        if tokens[at - 1].text in ".;)" or skipped > 7:
            return []
        at -= 1
        skipped += 1
    end = at
    while at and tokens[at - 1].is_word and (
        tokens[at - 1].lower not in _STOP or (tokens[at - 1].lower in ("of", "and") and at < end)
    ) and not tokens[at - 1].text[0].isdigit() and end - at < 7:  # fmt: skip
        at -= 1
    phrase = tokens[at:end]
    while phrase and phrase[0].lower in ("of", "and"):
        phrase = phrase[1:]
    return phrase


def _respectively(
    draft: Draft, q: Quantity, found: list[Quantity], turn: int, sentence: tuple[int, int]
) -> Series | None:
    """"A and B were 5 and 7": the first number is A's, the second B's."""
    text = draft.text
    mate = None
    if turn + 1 < len(found) and text[q.end : found[turn + 1].start].strip() == "and" and not found[turn + 1].unit:
        mate, position, first = found[turn + 1], 0, q
    elif turn and text[found[turn - 1].end : q.start].strip() == "and" and not found[turn - 1].unit:
        mate, position, first = found[turn - 1], 1, found[turn - 1]
    if mate is None:
        return None
    names = re.search(r"(?P<a>[\w'-]+ [\w'-]+) and (?P<b>[\w'-]+ [\w'-]+) (?:were|are|reached|was|is|respectively)", text[sentence[0] : sentence[1]])
    if not names:
        return None
    name = names["ab"[position]]
    span = (sentence[0] + names.start(), max(q.end, first.end))
    return Series(name, _pair_unit(name), span=span, sure=True)


def _pair_unit(name: str) -> str:
    return " ".join([*name.split()[:-1], singular(name.split()[-1].casefold())])


# --- money ----------------------------------------------------------------------------------


def _money(
    draft: Draft, q: Quantity, found: list[Quantity], turn: int, sentence: tuple[int, int],
    earlier: list[Series],
) -> Series:  # fmt: skip
    text = draft.text
    start = found[turn - 1].end if turn else sentence[0]
    if turn and text[start : q.start].strip() in ("(", "") and len(found[turn - 1].unit) == 3 and earlier:
        return Series(earlier[-1].name, q.unit, region=earlier[-1].region, span=(found[turn - 1].start, q.end), sure=True)
    behind = re.match(r" (?:of |in (?:the )?)?((?:[\w-]+ ){0,2}[\w-]+)", text[q.end : sentence[1]])
    before = _measure_noun(draft, start, q.start)
    if before:
        return Series(text[before[0] : before[1]], q.unit, span=(before[0], q.end), sure=True)
    if behind:
        parts = [w for w in behind[1].split()]
        hit = next((n for n, w in enumerate(parts) if w.casefold() in _MONEY), None)
        if hit is not None:
            end = q.end + behind.start(1) + len(" ".join(parts[: hit + 1]))
            return Series(" ".join(parts[: hit + 1]), q.unit, span=(q.start, end), sure=True)
    verb = _verb(draft, start, q.start)
    if verb:
        return Series(verb, q.unit, span=(max(start, q.start - 60), q.end) if False else (q.start, q.end), sure=True)
    series = next((s for s in reversed(earlier) if len(s.unit) == 3), None)
    if series and turn:
        return Series(series.name, q.unit, region=series.region, span=(q.start, q.end))
    wide = _measure_noun(draft, sentence[0], q.start)
    if wide:
        return Series(text[wide[0] : wide[1]], q.unit, span=(wide[0], q.end))
    return Series(series.name if series else "amount of money", q.unit, span=(q.start, q.end))


def _measure_noun(draft: Draft, start: int, end: int) -> tuple[int, int] | None:
    """The last phrase with a word for a sum ("sales revenue", "total budget") before an offset."""
    tokens = draft.tokens(start, end)
    for at in range(len(tokens) - 1, -1, -1):
        token = tokens[at]
        if token.lower.rstrip("s") in _MONEY or token.lower in _MONEY:
            first = at
            while first and tokens[first - 1].is_word and tokens[first - 1].lower not in _STOP and at - first < 5:
                first -= 1
            last = at
            if at + 1 < len(tokens) and tokens[at + 1].lower == "of":
                turn = at + 2
                while turn < len(tokens) and tokens[turn].is_word and turn - at < 8 and (
                    tokens[turn].lower not in _STOP or tokens[turn].lower == "the"
                ):
                    last, turn = turn, turn + 1
            return tokens[first].start, tokens[last].end
    return None


def _verb(draft: Draft, start: int, end: int) -> str:
    verbs: dict[str, str] = _RULES["verbs"]
    for token in reversed(draft.tokens(start, end)):
        if token.lower in verbs:
            name = verbs[token.lower]
            return "patent transfer price" if name == "price" and "transfer" in draft.text[start:end] else name
    return ""


# --- shares and growth ----------------------------------------------------------------------


def _percent(
    draft: Draft, q: Quantity, found: list[Quantity], turn: int, sentence: tuple[int, int],
    earlier: list[Series],
) -> Series | None:  # fmt: skip
    text = draft.text
    before = text[max(sentence[0], q.start - 60) : q.start]
    falling = bool(_FALL.search(before))
    growing = bool(_GROWTH.search(before)) or falling
    chained = turn and found[turn - 1].unit == "%" and text[found[turn - 1].end : q.start].strip() in ("and", ",", ", and")
    if chained and not growing:
        growing = bool(_GROWTH.search(text[max(sentence[0], found[turn - 1].start - 40) : found[turn - 1].start]))
    if growing and q.unit == "%" and not re.search(r"\b(?:from|reached)\s+$", before):
        return _growth(draft, q, found, turn, sentence, earlier, falling)
    shared = _share_row(draft, q, found, turn, sentence)
    if shared:
        return shared
    start = found[turn - 1].end if turn else sentence[0]
    tokens = draft.tokens(start, q.start)
    onward = re.fullmatch(r"\s*(?:in \d{4} )?to (?:more than |about |nearly |over )?", text[start : q.start])
    if turn and onward and earlier:
        return Series(earlier[-1].name, q.unit, region=earlier[-1].region, span=(start, q.end), sure=True)
    noun = _subject(draft, tokens)
    behind = re.match(r" of (?:the |its |all )?((?:[\w'-]+ ){0,4}[\w'-]+)", text[q.end : sentence[1]])
    behind_words = " ".join(t.text for t in _noun_phrase(draft.tokens(q.end + 4, sentence[1]))) if behind else ""
    name = text[noun[0].start : noun[-1].end] if noun else ""
    if not name and earlier and turn and earlier[-1].unit == "%":
        name = earlier[-1].name
    full = f"{name} share of {behind_words}" if behind_words and name else name or behind_words
    if not full:
        return None
    span = (noun[0].start if noun else q.start, q.end)
    unit = "percentage point" if q.unit == "percentage point" else "%"
    return Series(" ".join(full.split()), unit, span=span, sure=bool(name))


def _subject(draft: Draft, tokens: list[Token]) -> list[Token]:
    """The words before a share that say of what it is, also over "of": "ratio of A to B"."""
    end = len(tokens)
    while end and (not tokens[end - 1].is_word or tokens[end - 1].lower in _STOP):
        end -= 1
    begin = end
    while begin and end - begin < 12 and tokens[begin - 1].text not in ",;.:()":
        begin -= 1
    phrase = tokens[begin:end]
    while phrase and (phrase[0].lower in _STOP or not phrase[0].is_word):
        phrase = phrase[1:]
    return phrase


def _share_row(
    draft: Draft, q: Quantity, found: list[Quantity], turn: int, sentence: tuple[int, int]
) -> Series | None:
    """"A, B, C and D accounted for 1 %, 2 %, 3 %, 4 % of X respectively"."""
    text = draft.text[sentence[0] : sentence[1]]
    if "respectively" not in text:
        return None
    row = re.search(r"(?P<names>[^.;]+?) (?:accounted for|account for|were|made up|is|are|was) (?=[\d.]+ ?%)", text)
    values = [f for f in found if f.unit == "%"]
    if not row or q not in values:
        return None
    names = [n.strip() for n in re.split(r",| and ", row["names"]) if n.strip()]
    row_values = [v for v in values if v.start >= sentence[0] + row.end() - 1][: len(names)]
    if q not in row_values or len(row_values) != len(names):
        return None
    name = names[row_values.index(q)]
    whole = re.match(r"[^;.]*?% of (?:the )?([\w ]+?)(?: respectively|,|;|$)", text[row.end() :])
    full = f"{name} share" + (f" of {whole[1]}" if whole else "")
    return Series(full, "%", span=(sentence[0] + row.start("names"), q.end), sure=True)


def _growth(
    draft: Draft, q: Quantity, found: list[Quantity], turn: int, sentence: tuple[int, int],
    earlier: list[Series], falling: bool,
) -> Series | None:  # fmt: skip
    text = draft.text
    bases = [s for s in earlier if not s.growth and s.unit not in ("%", "rank")]
    lead = text[max(sentence[0], q.start - 70) : q.start]
    average = bool(_AVERAGE.search(lead))
    own = re.search(r"growth rate of (?:the )?([\w -]+?) (?:remain|is|was|reach|of|to|above)", lead)
    base: Series | None = bases[-1] if bases else None
    chained = [f for f in found if f.unit == "%"]
    row = _chain(draft, chained, q)
    if row and len(row) > 1 and "respectively" in text[q.end : q.end + 120] + text[row[-1].end : row[-1].end + 40]:
        names = list(dict.fromkeys(s.name for s in bases))
        if len(names) >= len(row):
            wanted = names[-len(row) :][row.index(q)]
            base = next(s for s in bases if s.name == wanted)
    if own:
        base = Series(own[1], "")
    if base is None:
        start = found[turn - 1].end if turn else sentence[0]
        cut = re.sub(r"(?:an? |the )?(?:average )?(?:annual )?(?:increase|growth|rise|growth rate)[\w ]*$", "", text[start : q.start])
        noun = _subject(draft, draft.tokens(start, start + len(cut)))
        if not noun:
            return None
        base = Series(text[noun[0].start : noun[-1].end], "")
    name = base.name + (" average annual" if average else "") + " growth"
    return Series(
        name, "%", growth=True, average=average, falling=falling, base=base.name, region=base.region,
        span=(max(sentence[0], q.start - len(lead.split(",")[-1])), q.end), sure=True,
    )  # fmt: skip


def _chain(draft: Draft, values: list[Quantity], q: Quantity) -> list[Quantity]:
    """The percentages joined by "and" or commas that a percentage belongs to."""
    row = [q]
    at = values.index(q)
    while at and draft.text[values[at - 1].end : values[at].start].strip(" ,") in ("", "and"):
        at -= 1
        row.insert(0, values[at])
    at = values.index(q)
    while at + 1 < len(values) and draft.text[values[at].end : values[at + 1].start].strip(" ,") in ("", "and"):
        at += 1
        row.append(values[at])
    return row
