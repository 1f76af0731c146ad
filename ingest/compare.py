"""Facts of a document against an annotation by people: which were missed, which were invented.

An annotation ("gold") is a JSON object with ``document``, ``entities``, ``relations``,
``indicators`` and ``flags``, each fact as `ingest.facts.fact_lines` writes it; a fact with
``optional`` counts neither way. Facts are paired one to one. Names are the same when their words
are, or four in five of them; an industry read as a technology, or ``DEVELOPS`` as ``OPERATES_IN``,
is half right; an indicator must have value, unit, status and, where the annotation gives one,
period, and share a word of its name.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.errors import SourceUnusable

KINDS = {"entity": "entities", "relation": "relations", "indicator": "indicators", "flag": "flags"}
"""Kinds of facts, and the list of an annotation that holds them."""
_TEXTS = {"entities": ("id", "type", "name"), "relations": ("type", "subject", "object"),
          "indicators": ("name", "status"), "flags": ("rule", "quote")}
"""What every fact of an annotation must have, by list, as text."""
_MAY_BE_TEXTS = ("role", "period", "unit", "bound", "of", "region")
_SHOWN = 5
"""Faults of an annotation that are said."""
Line = Mapping[str, Any]
_HALF = ({"Industry", "Technology"}, {"OPERATES_IN", "DEVELOPS"})
_MUTUAL = "COLLABORATES_WITH"
_EMPTY = {"the", "a", "an", "of", "and", "in", "for", "to", "on", "by", "number", "total", "with",
          "at"}
_WORD = re.compile(r"[぀-ヿ㐀-鿿豈-﫿]|[^\W_]+(?:'[^\W_]+)*")
_NUMBER = re.compile(r"(?<![\w.-])-?\d+(?:\.\d+)?(?![\w-])")


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the facts of one kind: ``credit`` counts half right ones half."""

    credit: float = 0.0
    gold: int = 0
    found: int = 0
    missed: tuple[Line, ...] = ()
    invented: tuple[int, ...] = ()
    """Positions among the facts of this kind that were found."""

    def __add__(self, other: Tally) -> Tally:
        """The counts of both, without their facts."""
        return Tally(self.credit + other.credit, self.gold + other.gold, self.found + other.found)

    @property
    def precision(self) -> float:
        """The share of the found facts that is right; 1 when there is nothing to find or found."""
        if not self.gold:
            return 0.0 if self.found else 1.0
        return self.credit / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of the annotated facts that was found; 1 when there are none."""
        return self.credit / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def read_gold(folder: Path) -> dict[str, Line]:
    """The annotations of a folder by their document's file name.

    Raises `SourceUnusable` naming the file and what it lacks.
    """
    found: dict[str, Line] = {}
    for path in sorted(folder.glob("*.json")):
        try:
            gold = json.loads(path.read_text(encoding="utf-8-sig"))
        except (OSError, ValueError, RecursionError) as err:
            raise SourceUnusable(f"{path}: is no readable JSON: {err}") from err
        lacking = [k for k in ("document", *KINDS.values())
                   if not isinstance(gold, dict) or k not in gold]
        if lacking:
            raise SourceUnusable(f"{path}: an annotation needs {', '.join(lacking)}")
        if faults := list(_faults(gold)):
            more = f" and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""
            raise SourceUnusable(f"{path}: {'; '.join(faults[:_SHOWN])}{more}")
        name = Path(gold["document"]).name
        if name in found:
            raise SourceUnusable(f"{path}: another file of the folder annotates {name} too")
        found[name] = gold
    if not found:
        raise SourceUnusable(f"{folder}: holds no annotation (*.json)")
    return found


def _faults(gold: Line) -> Iterator[str]:
    """What is no annotation in an object that has its five parts, by list and number."""
    if not isinstance(gold["document"], str):
        yield "document is no text"
    for name in _TEXTS:
        if not isinstance(gold[name], list):
            yield f"{name} is no list"
            continue
        for number, fact in enumerate(gold[name], 1):
            wrong = _wrong_fields(name, fact) if isinstance(fact, dict) else ["all of it"]
            if wrong:
                yield f"{name}, number {number}: {', '.join(wrong)} is missing or of a wrong kind"


def _wrong_fields(name: str, fact: Line) -> list[str]:
    wrong = [field for field in _TEXTS[name] if not isinstance(fact.get(field), str)]
    wrong += [field for field in _MAY_BE_TEXTS if not isinstance(fact.get(field), str | None)]
    also = fact.get("also", [])
    if not isinstance(also, list) or not all(isinstance(other, str) for other in also):
        wrong.append("also")
    if not isinstance(fact.get("quote", ""), str) and "quote" not in wrong:
        wrong.append("quote")
    if name == "indicators" and not isinstance(fact.get("value"), int | float):
        wrong.append("value")
    return wrong


def compare(gold: Line, lines: Sequence[Line]) -> dict[str, Tally]:
    """The facts of one document, as `ingest.facts.fact_lines` gives them, by kind."""
    given = {kind: [line for line in lines if line["kind"] == kind] for kind in KINDS}
    things = _paired(gold["entities"], given["entity"], _entity)
    known = {given["entity"][j]["id"]: gold["entities"][i]["id"] for i, j, _ in things}
    for line in given["entity"]:  # a second mention of a thing may stand for it in relations
        if line["id"] not in known:
            twin = next((g["id"] for g in gold["entities"] if _entity(g, line)), None)
            known |= {line["id"]: twin} if twin else {}
    first = _first_of_each(given["relation"], known)
    relations = [given["relation"][i] for i in first]

    def relation(one: Line, other: Line) -> float:
        return _relation(one, other, known)

    def indicator(one: Line, other: Line) -> float:
        return _indicator(one, other, gold["flags"])

    tallies = {
        "entity": _tally(gold["entities"], given["entity"], things),
        "relation": _tally(gold["relations"], relations,
                           _paired(gold["relations"], relations, relation), places=first),
        "indicator": _tally(gold["indicators"], given["indicator"], [
            (i, j, 1.0) for i, j, _ in _paired(gold["indicators"], given["indicator"], indicator)]),
        "flag": _tally(gold["flags"], given["flag"], _paired(gold["flags"], given["flag"], _flag)),
    }
    return tallies


def _tally(
    gold: Sequence[Line], found: Sequence[Line], pairs: Sequence[tuple[int, int, float]], *,
    places: Sequence[int] | None = None,
) -> Tally:
    hit = {i: credit for i, _, credit in pairs}
    right = {j for _, j, _ in pairs}
    optional = {i for i, fact in enumerate(gold) if fact.get("optional")}
    return Tally(
        sum(credit for i, credit in hit.items() if i not in optional),
        len(gold) - len(optional),
        len(found) - len(optional & hit.keys()),
        tuple(g for i, g in enumerate(gold) if i not in hit and i not in optional),
        tuple(places[j] if places else j for j in range(len(found)) if j not in right),
    )


def _paired(
    gold: Sequence[Line], found: Sequence[Line], credit: Callable[[Line, Line], float]
) -> list[tuple[int, int, float]]:
    """Pairs one to one, the best first, earlier facts before later ones."""
    options = sorted(
        ((c, -i, -j) for i, g in enumerate(gold) for j, f in enumerate(found)
         if (c := credit(g, f)) > 0), reverse=True)
    pairs: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    for c, i, j in options:
        if -i not in pairs and -j not in taken:
            pairs[-i] = (-j, c)
            taken.add(-j)
    return [(i, j, c) for i, (j, c) in pairs.items()]


def _first_of_each(relations: Sequence[Line], known: Mapping[str, str]) -> list[int]:
    """Positions of the relations, of those that say the same only the first."""
    first: dict[tuple[str, ...], int] = {}
    for i, line in enumerate(relations):
        ends = [known.get(line[end], f"?{line[end]}") for end in ("subject", "object")]
        ends = sorted(ends) if line["type"] == _MUTUAL else ends
        first.setdefault((line["type"], *ends), i)
    return list(first.values())


def _type_credit(one: str, other: str) -> float:
    if one == other:
        return 1.0
    return 0.5 if {one, other} in _HALF else 0.0


def _entity(gold: Line, found: Line) -> float:
    names = [gold["name"], *gold.get("also", ())]
    credit = _type_credit(gold["type"], found["type"])
    return credit if credit and any(same_name(n, found["name"]) for n in names) else 0.0


def _relation(gold: Line, found: Line, known: Mapping[str, str]) -> float:
    ends = known.get(found["subject"]), known.get(found["object"])
    wanted = gold["subject"], gold["object"]
    mutual = gold["type"] == _MUTUAL and ends[::-1] == wanted
    return _type_credit(gold["type"], found["type"]) if ends == wanted or mutual else 0.0


def _indicator(gold: Line, found: Line, flags: Sequence[Line]) -> float:
    """1 and a little for each shared word, which decides between several; a value is also right
    when a flag about these words expects it."""
    expected = " ".join(str(f.get("expected")) for f in flags
                        if _overlap(f.get("quote", ""), gold.get("quote", "")))
    right = [gold["value"], *map(float, _NUMBER.findall(expected.replace(",", "")))]
    if not any(_close(value, found["value"]) for value in right):
        return 0.0
    unit = found["unit"]
    if not (_same_unit(gold.get("unit"), unit) or _same_unit(unit or "?", expected)):
        return 0.0
    if gold["status"] != found["status"]:
        return 0.0
    if gold.get("period") not in (None, "") and str(gold["period"]) != str(found["period"]):
        return 0.0
    shared = _content(gold["name"]) & _content(found["name"])
    return 1.0 + 0.01 * len(shared) if shared else 0.0


def _flag(gold: Line, found: Line) -> float:
    return float(gold["rule"] == found["rule"] and _overlap(gold["quote"], found["quote"]))


def words_of(text: str) -> tuple[str, ...]:
    """Folded words, Chinese characters each one; articles and a plural's s are dropped."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    words = [w.removesuffix("'s").replace("'", "") for w in _WORD.findall(folded)]
    if len(words) > 1 and words[0] in ("a", "an"):
        words = words[1:]
    return tuple(
        w[:-1] if len(w) > 3 and w.endswith("s") and not w.endswith("ss") else w
        for w in words if w != "the"
    )


def same_name(one: str, other: str) -> bool:
    """Have two names the same words, or four in five of them?"""
    first, second = words_of(one), words_of(other)
    if not first or not second:
        return one.strip() == other.strip()
    if "".join(first) == "".join(second):
        return True
    return len({*first} & {*second}) / len({*first, *second}) >= 0.8


def _content(name: str) -> set[str]:
    return {w for w in words_of(name) if w not in _EMPTY and not w.isdigit()}


def _close(one: Any, other: Any) -> bool:
    """Equal to one part in a thousand."""
    try:
        first, second = float(one), float(other)
    except (TypeError, ValueError):
        return bool(one == other)
    return abs(first - second) <= 1e-3 * max(abs(first), abs(second), 1e-12)


def _same_unit(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return one == other
    return one == other or bool({*(words_of(one) or (one,))} & {*(words_of(other) or (other,))})


def _overlap(one: str, other: str) -> bool:
    """Does one quote hold the other, or most words of the shorter?"""
    first, second = words_of(one), words_of(other)
    if not first or not second:
        return False
    if " ".join(first) in " ".join(second) or " ".join(second) in " ".join(first):
        return True
    return len({*first} & {*second}) / min(len({*first}), len({*second})) >= 0.6
