"""Writes patents into a store until it is killed: ``python writer.py URL START``."""

from __future__ import annotations

import sys

from graph.identity.parse import parse_name
from graph.load import load
from graph.stores import open_store
from tests.builders import REGISTER, patent_row


def main() -> None:
    url, start = sys.argv[1], int(sys.argv[2])
    store = open_store(url)
    parse_name("Read the gazetteer now: the kills are meant for the writing.")
    print("open", flush=True)  # noqa: T201 - the parent waits for this line
    for batch in range(start, start + 100_000):
        owners = [f"Institute {batch % 7}", f"Institute {batch % 11}"]
        units = [patent_row(f"P{batch}-{i}", list(dict.fromkeys(owners)), title=f"Method {i}",
                            abstract="lithium brine " * 20) for i in range(20)]
        load(store, REGISTER, units)


if __name__ == "__main__":
    main()
