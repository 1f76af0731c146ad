"""Pairs, a registry and strings written before the code was seen, and what it says of each.

    python -m tests.graph.identity.blind.measure           # prints the figures and the errors
    python -m tests.graph.identity.blind.measure --write   # freezes what is said of each row
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import qilian
from graph.identity.parts import Link
from graph.schema import ORGANISATIONS
from graph.store import entity_pages
from tests.builders import REGISTER, organisation_row
from tests.graph.identity.pairs import Pair, judged

HERE = Path(__file__).parent
PAIRS_FROZEN = HERE / "pairs_frozen.tsv"
LINKS_FROZEN = HERE / "links_frozen.tsv"
JOINED_FROZEN = HERE / "joined_frozen.tsv"
OUTCOMES = ("same", "different", "unsure")
_HAN = re.compile("[\u4e00-\u9fff]")


class Answered(NamedTuple):
    """A string with its gold, the keys of the organisation answered (several if the register's
    rows were joined), and the whole answer."""

    id: str
    text: str
    group: str
    gold: list[str]
    keys: list[str]
    link: Link

    @property
    def script(self) -> str:
        return "Chinese" if _HAN.search(self.text) else "Latin"

    @property
    def verdict(self) -> str:
        """Right, or the class of the error: ``joined`` is an answer that is right, but for others
        that the store took for the same organisation."""
        if not self.keys:
            return "missed" if self.gold else "right"
        if not self.gold:
            return "invented"
        if not set(self.keys) & set(self.gold):
            return "wrong"
        return "right" if set(self.keys) <= set(self.gold) else "joined"


def pairs() -> list[Pair]:
    lines = (HERE / "pairs.tsv").read_text(encoding="utf-8").splitlines()
    return [Pair(*line.split("\t")) for line in lines if not line.startswith("#")]


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


@cache
def _measured() -> tuple[tuple[Answered, ...], tuple[list[str], ...]]:
    """Each string linked in a store that holds the registry; and the rows of it that the store
    joined, though each is an organisation of its own."""
    strings = _rows("strings.jsonl")
    with (tempfile.TemporaryDirectory() as folder,
          qilian.open(f"sqlite:///{folder}/blind.db") as kg):
        kg.load(REGISTER, [
            organisation_row(row["key"], row["name"], names=tuple(row["names"]),
                             kind=row["kind"], region=row["region"])
            for row in _rows("registry.jsonl")])
        links = list(kg.link_many(string["text"] for string in strings))
        keys = {entity.id: sorted(row.unit.split("/", 1)[1]
                                  for row in kg.store.rows_of_entities([entity.id]))
                for page in entity_pages(kg.store, ORGANISATIONS, size=1000) for entity in page}
    answered = tuple(
        Answered(string["id"], string["text"], string["class"], string["gold"],
                 keys[link.chosen.entity] if link.chosen else [], link)
        for string, link in zip(strings, links, strict=True))
    return answered, tuple(sorted(found for found in keys.values() if len(found) > 1))


def answers() -> tuple[Answered, ...]:
    """Each string with its answer."""
    return _measured()[0]


def pair_lines() -> list[str]:
    """One line a pair: what is said of it, beside what is expected where that differs."""
    lines = ["# What the comparison says of each pair of pairs.tsv; written by measure.py --write."]
    for pair in pairs():
        outcome = judged(pair).outcome
        wanted = "" if outcome == pair.expected else f"\texpected {pair.expected}"
        lines.append(f"{outcome}\t{pair.first}\t{pair.second}{wanted}")
    return lines


def link_lines() -> list[str]:
    """One line a string: the key answered or none, beside what is expected where that differs."""
    lines = ["# What linking answers for each of strings.jsonl; written by measure.py --write."]
    for one in answers():
        wanted = "" if one.verdict == "right" else f"\texpected {' '.join(one.gold) or 'none'}"
        lines.append(f"{one.id}\t{' '.join(one.keys) or 'none'}\t{one.text}{wanted}")
    return lines


def joined_lines() -> list[str]:
    """One line an organisation of the store that stands for several of the registry."""
    lines = ["# Organisations of registry.jsonl that loading joins, none of which should be; "
             "written by measure.py --write."]
    return lines + ["\t".join(keys) for keys in _measured()[1]]


def figures(some: Sequence[Answered]) -> str:
    """Precision, recall, F1 and the refused share of the strings that no organisation fits."""
    given = sum(bool(one.keys) for one in some)
    answerable = sum(bool(one.gold) for one in some)
    right = sum(bool(one.gold) and one.verdict == "right" for one in some)
    precision, recall = right / max(given, 1), right / max(answerable, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    none = len(some) - answerable
    refused = sum(not one.gold and not one.keys for one in some)
    return (f"precision {precision:.3f} ({right}/{given}), recall {recall:.3f} "
            f"({right}/{answerable}), F1 {f1:.3f}, refused {refused}/{none}")


def _report() -> Iterator[str]:
    table = Counter((pair.expected, judged(pair).outcome) for pair in pairs())
    yield "expected \\ said".ljust(18) + "".join(said.rjust(11) for said in OUTCOMES)
    for expected in OUTCOMES:
        yield expected.ljust(18) + "".join(
            str(table[expected, said]).rjust(11) for said in OUTCOMES)
    for pair in pairs():
        found = judged(pair)
        if found.outcome != pair.expected:
            yield (f"{pair.expected} but {found.outcome} ({found.score:.2f}): {pair.first} | "
                   f"{pair.second}: {found.says}")
    yield from joined_lines()
    yield f"all: {figures(answers())}"
    for script in ("Chinese", "Latin"):
        yield f"{script}: {figures([one for one in answers() if one.script == script])}"
    for group in dict.fromkeys(one.group for one in answers()):
        some = [one for one in answers() if one.group == group]
        yield f"{group}: {dict(Counter(one.verdict for one in some))}"
    for one in answers():
        if one.verdict != "right":
            said = one.link.chosen.matched if one.link.chosen else one.link.reason
            yield (f"{one.verdict} {one.id} {one.group}: {one.text} -> "
                   f"{' '.join(one.keys) or 'none'} ({said}); {' '.join(one.gold) or 'none'}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--write", action="store_true")
    if parser.parse_args().write:
        PAIRS_FROZEN.write_text("\n".join(pair_lines()) + "\n", encoding="utf-8")
        JOINED_FROZEN.write_text("\n".join(joined_lines()) + "\n", encoding="utf-8")
        LINKS_FROZEN.write_text("\n".join(link_lines()) + "\n", encoding="utf-8")
    for line in _report():
        print(line)  # noqa: T201


if __name__ == "__main__":
    main()
