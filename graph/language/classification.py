"""Classifications of industries as trees of codes: what a code is called and what it is part of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.language.taxonomy import GBT, nodes


@dataclass(frozen=True, slots=True)
class IndustryClass:
    """A class; ``parent`` is the code that it is part of, empty at the top, ``note`` explains."""

    code: str
    name: str
    parent: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Classification:
    """The classes of a scheme by code. ``partial`` says that the finest classes are missing."""

    scheme: str
    classes: Mapping[str, IndustryClass]
    partial: bool = False

    def find(self, code: str) -> IndustryClass | None:
        """The class with this code, dotted or not (26.11, 2611, C2611), or None."""
        plain = code.strip().upper()
        if plain in self.classes:
            return self.classes[plain]
        digits = plain.lstrip("ABCDEFGHIJKLMNOPQRSTU").replace(".", "")
        if not digits:
            return None
        dotted = f"{digits[:2]}.{digits[2:]}"
        return self.classes.get(digits) or self.classes.get(dotted)

    def above(self, code: str) -> list[IndustryClass]:
        """What the class is part of, the nearest first."""
        found: list[IndustryClass] = []
        known = self.classes.get(code)
        while known is not None and (known := self.classes.get(known.parent)):
            found.append(known)
        return found


def gbt4754() -> Classification:
    """The sections, divisions and groups of GB/T 4754-2017 that come with Qilian."""
    classes, section = {}, ""
    for node in nodes(GBT):
        if node.code.isalpha():
            section = node.code
        parent = "" if node.code == section else node.code[:-1] if len(node.code) > 2 else section
        classes[node.code] = IndustryClass(node.code, node.label, parent)
    return Classification(GBT, classes, partial=True)
