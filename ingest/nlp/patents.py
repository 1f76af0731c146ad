"""Patents: by their number, and by a quoted title before it or behind "patent for"."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.nlp.draft import Draft, folded
from ingest.nlp.lexicon import data


@lru_cache(maxsize=1)
def patent_number() -> re.Pattern[str]:
    """Numbers of patents and applications as texts write them."""
    return re.compile(r"(?<![\w])(?:" + data("titles.json")["patent"] + ")")


def find_patents(draft: Draft) -> None:
    """Adds the patents that the document gives by number."""
    for found in patent_number().finditer(draft.text):
        number = found.group().strip()
        draft.add(
            "Patent", found.start(), found.end(), name=number, key=folded(number), confidence=0.95
        )


def patent_title(draft: Draft, start: int, end: int, inside: str, before: str, after: str) -> bool:
    """Adds a quoted title as a patent where the words around say so; whether it did."""
    number = patent_number().search(after[:60])
    if number and re.match(
        r"[\s(,]*(?:patent|application)?[\s\w.:]*$", after[: number.start()], re.I
    ):
        place = end + number.start()
        patent = next(f for f in draft.found if f.type == "Patent" and f.start <= place < f.end)
        draft.add("Patent", start, end, name=inside, key=patent.key, confidence=0.9)
        return True
    if re.search(r"\bpatent(?:ed|s)?(?: named| called| for)?\s*$", before, re.I):
        draft.add("Patent", start, end, name=inside, confidence=0.7)
        return True
    return False
