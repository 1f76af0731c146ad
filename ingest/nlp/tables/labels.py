"""What the label of a cell or the head of a column says: its role.

The alias table is data, one per language. A label is known as it stands, without brackets, plural
and filler words ("Name of the company", "Companies"), or by its last words ("FAPESP grant").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_MARKS = re.compile(r"[*_#`\"]+|^[-•·▪–]\s+")
_FILLER = re.compile(
    r"^(?:the|our|your|main|proposed|expected|indicative|current|full|official|short) |"
    r"^(?:name|names|title|type|description|statement) of (?:the )?|"
    r" (?:name|names|no|number)$"
)
MOST_WORDS = 6
"""Of a label; what is longer is running text."""


class Labels:
    """The alias table of one language: labels by role, and the cues that go with them.

    Args:
        roles: labels by role, as written in lower case.
        cues: further patterns of the language by name (see ``data/tables.json``).
    """

    def __init__(self, roles: Mapping[str, Iterable[str]], cues: Mapping[str, str]) -> None:
        self._roles = {alias: role for role, aliases in roles.items() for alias in aliases}
        self._cues = {name: re.compile(cue, re.IGNORECASE) for name, cue in cues.items()}

    def cue(self, name: str) -> re.Pattern[str]:
        """A pattern of the language; one that matches nothing where the table has none."""
        return self._cues.get(name, _NOTHING)

    def exact(self, label: str) -> str:
        """The role of a label that the table lists, but for plural and filler; else empty."""
        return next((self._roles[f] for f in _forms(_plain(label)) if f in self._roles), "")

    def role(self, label: str) -> str:
        """The role of a label, also of a longer or rarer form of a known one; empty if unknown."""
        plain = _plain(label)
        if not plain or len(plain.split()) > MOST_WORDS:
            return ""
        parts = () if _is_name(label) else _parts(plain)
        return self.exact(label) or next((self._roles[f] for f in parts if f in self._roles), "")


_NOTHING = re.compile(r"(?!)")


def _plain(label: str) -> str:
    words = _MARKS.sub("", _BRACKETS.sub(" ", label).strip()).casefold()
    return " ".join(words.split()).strip(" :")


def _is_name(label: str) -> bool:
    """Whether capitals show a name ("Marl University") and no label ("Host university")."""
    parts = re.findall(r"[^\W\d_]{3,}", _BRACKETS.sub(" ", label))
    words = [word for word in parts if len(word) > 4 or word[0].isupper()]
    return len(words) > 1 and all(w[0].isupper() for w in words) and not label.isupper()


def _forms(plain: str) -> Iterable[str]:
    """Forms under which a table may list a label, the most telling first."""
    yield plain
    bare = plain.rstrip(".")
    yield bare
    short = bare
    while (cut := _FILLER.sub("", short)) != short and cut:
        short = cut
        yield from (short, short.removesuffix("s"))
    yield bare.removesuffix("s")
    for part in re.split(r"\s?/\s?| and | or | \| |, ", short):
        if part != short:
            yield from (part, part.removesuffix("s"))


def _parts(plain: str) -> Iterable[str]:
    """The last words of a label and those before "of", which may be a known label."""
    head = re.split(r" (?:of|for|in|to|by|from) ", plain.rstrip("."))[0]
    words = head.split()
    for first in range(len(words)):
        form = " ".join(words[first:])
        yield from (form, form.removesuffix("s"))
