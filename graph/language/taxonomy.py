"""Names of industries and technologies linked to published classifications.

Industries go to a division or group of GB/T 4754-2017 or to one of the nine strategic emerging
industries of 2018, technologies to one of WIPO's 35 fields. Data files in ``data``: codes and names
are the publishers', English names and further names are ours, so that translation variants
("electronic materials", "electronic information materials") meet in one node.

A name is linked by its stems (`graph.language.tokens`): equal to a name of the node, else ending
in one, with modifiers before it ("plateau ecological animal husbandry"). Nothing else is guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from graph.data_files import data_lines
from graph.language.tokens import tokens
from graph.model import Record

Stems = tuple[str, ...]

GBT, EMERGING, WIPO = "gbt4754", "sei2018", "wipo35"
_FILES = {GBT: "gbt4754.tsv", EMERGING: "emerging.tsv", WIPO: "wipo35.tsv"}
_SCHEMES = {"Industry": (GBT, EMERGING), "Technology": (WIPO,)}
_HEADS = {
    "Industry": frozenset(("industri", "sector", "trade", "busi", "field", "产业", "行业")),
    "Technology": frozenset(
        ("technolog", "techniqu", "method", "process", "system", "equip", "prepar", "applic",
         "develop", "devic", "technic", "technology")
    ),
}  # fmt: skip
_GENERAL = frozenset(
    ("industri", "manufactur", "technolog", "process", "materi", "equip", "control", "transport")
)
_OF = re.compile(r"^(?P<head>.+?) (?:of|for) (?:the )?(?P<rest>.+)$", re.IGNORECASE)
_SIDE = re.compile(r" (?:with|from|by|in|on|at|during) .*$", re.IGNORECASE)
_CJK = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a classification: ``label`` is English, ``chinese`` empty where there is none."""

    scheme: str
    code: str
    label: str
    chinese: str = ""

    @property
    def kind(self) -> str:
        """The kind of thing that the node is in the graph."""
        return "TechnologyField" if self.scheme == WIPO else "Industry"


@dataclass(frozen=True, slots=True)
class _Entry:
    node: Node
    names: tuple[str, ...]
    prefixes: tuple[str, ...]


def node_of(name: str, kind: str) -> Node | None:
    """The node that an industry's or a technology's name belongs to, None where the words leave
    it open.

    ``kind`` is "Industry" or "Technology"; names of other kinds have no node.
    """
    if kind not in _SCHEMES:
        return None
    known = _by_stems(kind)
    whole, headed = _readings(name, kind)
    for stems in (*whole, *headed):
        if node := known.get(stems):
            return node
    for stems in headed:
        for at in range(1, len(stems)):
            node = known.get(stems[at:])
            if node and (len(stems) - at > 1 or _may_stand_alone(stems[at])):
                return None if _names_two(name, node, kind) else node
    return None


def _names_two(name: str, node: Node, kind: str) -> bool:
    """Whether what stands before "and" is of another node: "new energy and new materials"."""
    first, link, _ = name.partition(" and ")
    other = node_of(first, kind) if link else None
    return other is not None and other != node


def nodes(scheme: str) -> tuple[Node, ...]:
    """All nodes of a scheme that Qilian knows, in the scheme's order."""
    return tuple(entry.node for entry in _entries(scheme))


@cache
def prefixes() -> dict[str, str]:
    """Beginnings of IPC codes to the number of WIPO's technology field."""
    return {prefix: entry.node.code for entry in _entries(WIPO) for prefix in entry.prefixes}


def node_record(unit: str, node: Node) -> Record:
    """A unit's record of a node; scheme and code are its identifier, by which it is one thing."""
    return Record(
        key=f"{unit}#{node.kind}:{node.scheme}-{node.code}",
        kind=node.kind,
        name=node.label,
        names=(node.chinese,) if node.chinese else (),
        identifiers=(f"{node.scheme}:{node.code}",),
    )


@cache
def sector_names() -> frozenset[str]:
    """All English names of industries, in lower case: the words by which texts name a sector."""
    return frozenset(
        name.casefold()
        for scheme in _SCHEMES["Industry"]
        for entry in _entries(scheme)
        for name in (entry.node.label, *entry.names)
        if not _CJK.search(name)
    )


def _readings(name: str, kind: str) -> tuple[list[Stems], list[Stems]]:
    """The stems of a name as it stands, and as readings whose last word is the head.

    These leave out what follows "with" or "from", turn "X of Y" into "Y X", or into "Y" where X
    is general ("technology of Y"), and go without general last words.
    """
    plain = " ".join(name.split())
    text = _SIDE.sub("", plain)
    turned = _OF.match(text)
    headed = text
    if turned:
        general = _is_head(turned["head"], kind)
        headed = turned["rest"] if general else f"{turned['rest']} {turned['head']}"
    stems = tuple(tokens(_chinese_stem(headed)))
    whole = [tuple(tokens(_chinese_stem(said))) for said in (plain, text)]
    return whole, [stems, _headless(stems, kind)]


def _is_head(text: str, kind: str) -> bool:
    return all(stem in _HEADS[kind] for stem in tokens(text))


def _chinese_stem(text: str) -> str:
    """A Chinese name without the endings that say only that it is an industry or a technique."""
    return re.sub(r"(?<=[\u3400-\u9fff]{2})(?:产业|行业|制造业|业|技术)$", "", text)


def _may_stand_alone(stem: str) -> bool:
    """Whether one word behind modifiers tells the node: "health tourism", not "pest control"."""
    return stem not in _GENERAL and len(stem) > 3 and stem.isascii()


@cache
def _by_stems(kind: str) -> dict[Stems, Node]:
    """Node by the stems of each of its names; the first that has a name keeps it."""
    found: dict[Stems, Node] = {}
    for scheme in _SCHEMES[kind]:
        for entry in _entries(scheme):
            for name in (entry.node.label, *entry.names, entry.node.chinese):
                if name.startswith(("Other ", "其他")):
                    continue
                stems = tuple(tokens(_chinese_stem(name)))
                for form in (stems, _headless(stems, kind)):
                    if form:
                        found.setdefault(form, entry.node)
    return found


def _headless(stems: Stems, kind: str) -> Stems:
    while len(stems) > 1 and stems[-1] in _HEADS[kind]:
        stems = stems[:-1]
    return stems


@cache
def _entries(scheme: str) -> tuple[_Entry, ...]:
    entries = []
    for line in data_lines("graph.language", f"data/{_FILES[scheme]}"):
        code, *cells, names = line.split("\t")
        further = tuple(name for name in names.split("|") if name)
        if scheme == WIPO:
            entries.append(_Entry(Node(scheme, code, cells[0]), further, tuple(cells[1].split())))
        else:
            entries.append(_Entry(Node(scheme, code, cells[1], cells[0]), further, ()))
    return tuple(entries)
