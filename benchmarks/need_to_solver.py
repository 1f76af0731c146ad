"""A stated need -> the firm that later won the contract, beside popularity, TF-IDF and BM25.

    python benchmarks/need_to_solver.py --data awards.csv.gz --queries Q.jsonl --answers A.jsonl

Awards are loaded through the ordinary mapping file, the weights are trained on awards from before
2011, and needs are answered by the ordinary matching, with evidence strictly before each need's
``as_of``. ``A.jsonl`` gets the ranked firms. With ``--store`` the store is used as it is, and
filled first when it is empty. The last rows leave out one feature at a time.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
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

TRAINED_BEFORE = "2011"


def main(argv: Sequence[str] | None = None) -> int:
    options = matching_options(__doc__, key="firm_key").parse_args(argv)
    queries = read_queries(options.queries)
    with tempfile.TemporaryDirectory() as folder:
        url = options.store or f"sqlite:///{folder}/awards.db"
        with qilian.open(url) as kg:
            load(kg, options.data, mapping="awards")
            prepared(kg, options, before=TRAINED_BEFORE)
            rows = _asked(kg, queries, options)
            rows |= against(Baselines(kg, options.key), queries, lambda _: ((), 1))
    report(queries, rows)
    return 0


def _asked(kg: Any, queries: Sequence[Query], options: Any) -> Rows:
    asker = Asker(kg, options.key)
    rows: Rows = {}
    answers = []
    for query in queries:
        asked = asker.ask(query, {"title": query.get("title", ""), "as_of": query["as_of"]},
                          again=True)
        answers.append((query, asked.answer))
        for name, order in asked.orders.items():
            rows.setdefault(name, {})[query["id"]] = order
    write_answers(options.answers, answers)
    print(asker.times())
    return rows


if __name__ == "__main__":
    sys.exit(main())
