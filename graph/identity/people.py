"""People: a name alone means nobody, nor does a name within an organisation.

Two records of one name within one organisation are one person when something else is shared: a
person who stands beside the name in both (a co-inventor, a co-author), or a field of the works.
Common Chinese names have dozens of bearers within one university, hence the third condition. An
identifier (ORCID) joins by itself. Everyone else stays apart; a person can say "same".
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from graph.identity.names import normal_name
from graph.model import Claim, Record
from graph.schema import KINDS

MOST_BESIDE = 20
"""With more people than this on one work, to share one of them says little: fields alone count."""
_SUBCLASS = re.compile(r"\s*([A-HY]\d{2}[A-Z])")


def beside(records: Iterable[Record], claims: Iterable[Claim]) -> dict[str, tuple[str, ...]]:
    """Record key of each person of a unit to what stands beside the name there.

    Names of the other people as they are compared, and fields as ``#h01m`` (IPC and CPC codes by
    their subclass, other codes whole); sorted.
    """
    people = [r for r in records if KINDS[r.kind].joins == "context" and r.context]
    if not people:
        return {}
    fields = {f"#{_field(str(c.value))}" for c in claims if c.predicate == "codes" and c.value}
    names = {r.key: normal_name(r.name, legal_form=True) for r in people}
    few = len(people) <= MOST_BESIDE
    return {
        key: tuple(sorted(fields | ({n for n in names.values() if n != name} if few else set())))
        for key, name in names.items()
    }


def _field(code: str) -> str:
    found = _SUBCLASS.match(code.upper())
    return (found[1] if found else " ".join(code.split())).casefold()
