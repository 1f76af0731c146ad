"""The text of a new patent -> the organisation that owns it, beside popularity, TF-IDF and BM25.

    python benchmarks/patent_to_owner.py --data DIR --queries Q.jsonl --answers A.jsonl

``DIR/patents.csv.gz`` holds the known patents. They are loaded through a mapping file, the weights
are trained on them alone, and each query is answered by the ordinary matching in its pool:
institutes of three patents, or organisations of five. ``A.jsonl`` gets the ranked owners, asked
with the query's classification codes; the figures without codes are printed beside it.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import qilian
from benchmarks.baselines import Baselines
from benchmarks.ranking import (
    Asker,
    Query,
    Rows,
    against,
    load,
    matching_options,
    prepared,
    read_queries,
    report,
    write_answers,
)
from graph.matching.options import Options

MAPPING = str(Path(__file__).with_name("patents.yml"))
POOLS: dict[str, tuple[tuple[str, ...], int]] = {
    "institutes": (("Institute",), 3), "all": ((), 5)}


def main(argv: Sequence[str] | None = None) -> int:
    options = matching_options(__doc__, key="owner").parse_args(argv)
    queries = read_queries(options.queries)
    with tempfile.TemporaryDirectory() as folder:
        url = options.store or f"sqlite:///{folder}/patents.db"
        with qilian.open(url) as kg:
            load(kg, options.data / "patents.csv.gz", mapping=MAPPING)
            prepared(kg, options, before=str(min(q["as_of"] for q in queries)))
            rows = _asked(kg, queries, options)
            rows |= against(Baselines(kg, options.key), queries, lambda q: POOLS[q["pool"]])
    for pool in POOLS:
        own = [q for q in queries if q["pool"] == pool]
        if own:
            print(f"\npool {pool}: {len(own)} queries")
            report(own, rows)
    return 0


def _asked(kg: Any, queries: Sequence[Query], options: Any) -> Rows:
    asker, plain = Asker(kg, options.key), Asker(kg, options.key)
    rows: Rows = {}
    answers = []
    for query in queries:
        kinds, least = POOLS[query["pool"]]
        asked = Options(title=query.get("title", ""), as_of=query["as_of"], kinds=kinds,
                        min_works=least, codes=query.get("cpc", ()))
        whole = asker.ask(query, asked, again=True)
        without = plain.ask(query, {**asked, "codes": ()}, again=False)
        answers.append((query, whole.answer))
        whole.orders["without any code"] = without.orders["matching"]
        for name, order in whole.orders.items():
            rows.setdefault(name, {})[query["id"]] = order
    write_answers(options.answers, answers)
    print(f"with codes: {asker.times()}\nwithout:    {plain.times()}")
    return rows


if __name__ == "__main__":
    sys.exit(main())
