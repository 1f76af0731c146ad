"""The table of hard name pairs, and what the comparison says of each.

    python -m tests.graph.identity.pairs           # prints the pairs judged otherwise than expected
    python -m tests.graph.identity.pairs --write   # freezes what the comparison says of each pair
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import NamedTuple

from graph.identity.compare import Comparison, compare
from graph.identity.parse import parse_name

TABLE = Path(__file__).with_name("hard_pairs.tsv")
FROZEN = Path(__file__).with_name("hard_pairs_frozen.tsv")


class Pair(NamedTuple):
    first: str
    second: str
    first_region: str
    second_region: str
    expected: str
    why: str


def hard_pairs() -> list[Pair]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [Pair(*line.split("\t")) for line in lines if line and not line.startswith("#")]


def judged(pair: Pair) -> Comparison:
    return compare(parse_name(pair.first), parse_name(pair.second),
                   regions=(pair.first_region, pair.second_region))


def frozen_lines() -> list[str]:
    """One line a pair: what is said of it, beside what is expected where that differs."""
    lines = ["# What the comparison says of each pair of hard_pairs.tsv, in its order; written by "
             "tests/graph/identity/pairs.py --write."]
    for pair in hard_pairs():
        outcome = judged(pair).outcome
        wanted = "" if outcome == pair.expected else f"\texpected {pair.expected}"
        lines.append(f"{outcome}\t{pair.first}\t{pair.second}{wanted}")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--write", action="store_true")
    if parser.parse_args().write:
        FROZEN.write_text("\n".join(frozen_lines()) + "\n", encoding="utf-8")
    pairs = hard_pairs()
    wrong = [(pair, found) for pair in pairs if (found := judged(pair)).outcome != pair.expected]
    for pair, found in wrong:
        print(f"{pair.expected} but {found.outcome} ({found.score:.2f}): {pair.first} | "  # noqa: T201
              f"{pair.second}: {found.says}")
    print(f"{len(pairs) - len(wrong)} of {len(pairs)} as expected")  # noqa: T201


if __name__ == "__main__":
    main()
