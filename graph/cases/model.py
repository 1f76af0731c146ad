"""A case as it is kept: a log of changes, to which every change is appended, and its present state.

Nothing here asks the graph: organisations are record anchors, as in decisions. `graph.cases.book`
says what they mean today.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, get_args

import orjson

from graph import rows
from graph.data_files import data_lines
from graph.errors import InvalidRequest
from graph.model import LEVELS, RecordAnchor, Visibility

Status = Literal["shortlisted", "contacted", "declined", "agreed"]
STATUSES: tuple[Status, ...] = get_args(Status)
ChangeKind = Literal["open", "edit", "mark", "note", "undo"]
TEXTS = ("need", "title", "client")
"""What `open` says and `edit` changes, beside the question's options."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a candidate declined or was declined."""

    code: str
    caption: str
    fits: bool | None
    """Could it have solved the need all the same? None: that is not said by it."""


@cache
def reasons() -> Mapping[str, Reason]:
    """The reasons that there are, by code, in the order in which they are offered."""
    says = {"yes": True, "no": False, "unknown": None}
    listed = (line.split("\t") for line in data_lines("graph.cases", "reasons.tsv"))
    return {code: Reason(code, caption, says[fits]) for code, caption, fits in listed}


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of a case's log. It is never altered; an ``undo`` names the one that it takes back.

    ``about`` is the organisation of a ``mark`` or ``note``, ``words`` the note or the words beside
    a mark; ``given`` holds what ``open`` and ``edit`` say (need, title, client, options).
    """

    id: str
    kind: ChangeKind
    by: str
    at: str
    about: RecordAnchor | None = None
    status: str = ""
    reason: str = ""
    words: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)
    undoes: str = ""


@dataclass(frozen=True, slots=True)
class CaseLog:
    """A case's id, who may see it, and all that was ever done in it, oldest first."""

    id: str
    visibility: Visibility
    changes: tuple[Change, ...]

    @property
    def level(self) -> int:
        """The least reader's level that sees it."""
        return LEVELS[self.visibility]

    @property
    def in_force(self) -> tuple[Change, ...]:
        """The changes that nobody took back, oldest first, without the undoing itself."""
        gone = {change.undoes for change in self.changes}
        return tuple(c for c in self.changes if c.kind != "undo" and c.id not in gone)

    @property
    def given(self) -> dict[str, Any]:
        """Need, title, client and options as they stand."""
        found: dict[str, Any] = {}
        for change in self.in_force:
            found |= change.given
        return found

    @property
    def marks(self) -> Iterator[Change]:
        """The marks and notes on organisations, oldest first."""
        return (change for change in self.in_force if change.about is not None)

    def to_text(self) -> str:
        """As stores keep it."""
        return rows.dumps({"visibility": self.visibility,
                           "changes": [_change_data(change) for change in self.changes]})

    @classmethod
    def of_text(cls, id_: str, text: str) -> CaseLog:
        """The inverse of `to_text`."""
        data = orjson.loads(text)
        return cls(id_, data["visibility"], tuple(_change(item) for item in data["changes"]))


def _change_data(change: Change) -> dict[str, Any]:
    """What is empty is left out."""
    data = {name: value for name in ("id", "kind", "by", "at", "status", "reason", "words",
                                     "given", "undoes")
            if (value := getattr(change, name))}
    if anchor := change.about:
        data["about"] = {"unit": anchor.unit, "key": anchor.key, "kind": anchor.kind,
                         "name": anchor.name}
    return data


def _change(data: Mapping[str, Any]) -> Change:
    about = data.get("about")
    return Change(**{**data, "about": RecordAnchor(**about) if about else None})


def check_status(status: str) -> None:
    """`InvalidRequest` for what is no status."""
    if status not in STATUSES:
        raise InvalidRequest(f"{status!r} is no status; a candidate is {', '.join(STATUSES)}")


def check_mark(status: str, reason: str) -> None:
    """`InvalidRequest` for what is no status, or does not go with the reason."""
    check_status(status)
    if status == "declined" and reason not in reasons():
        said = f"{reason!r} is no reason" if reason else "say why it was declined"
        raise InvalidRequest(f"{said}; choose from {', '.join(reasons())}")
    if status != "declined" and reason:
        raise InvalidRequest(f"a reason goes with declined, not with {status}")
