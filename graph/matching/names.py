"""Under which name a graph knows what a question says: regions, organisations, industries."""

from __future__ import annotations

from functools import cache

from graph.dates import day_text
from graph.language.places import places_of
from graph.language.question import Question, read_question
from graph.language.taxonomy import node_of
from graph.language.tokens import tokens
from graph.lookup import Found
from graph.matching.reader import Graph, Reader
from graph.matching.regions import is_called
from graph.schema import ORGANISATIONS

_SURE = 0.9
_HEADS = frozenset(tokens("industry sector branch trade business"))
_SHORTEST_START = 3
"""Characters of a name's beginning that name it: two words, or so many Chinese characters."""


class Names:
    """The look-ups of `read_question` over a graph, as its reader sees it."""

    def __init__(self, graph: Graph) -> None:
        self._lookup = Reader(graph).lookup
        self.region = cache(self._region)
        self.organisation = cache(self._organisation)
        self.industry = cache(self._industry)

    def _find(self, said: str, *kinds: str) -> list[Found]:
        return self._lookup.find(said, kinds=kinds, limit=20) if said.strip() else []

    def _region(self, said: str) -> str:
        """A region by its name, or by its name in another script as the gazetteer has it."""
        forms = [said]
        for place in places_of(said):
            forms += [place.chinese] if said.isascii() else [place.name, *place.others]
        for form in filter(None, dict.fromkeys(forms)):
            for found in self._find(form, "Region"):
                if is_called(found.entity, form):
                    return found.entity.name
        return ""

    def _organisation(self, said: str) -> str:
        """The one organisation that a name, its beginning, or a name with a slip means."""
        found = self._find(said, *ORGANISATIONS)
        if found and found[0].score == 1:
            return found[0].entity.name
        near = [f for f in found if f.score > _SURE]
        short = " " not in said.strip() if said.isascii() else len(said) < _SHORTEST_START
        return near[0].entity.name if len(near) == 1 and not short else ""

    def _industry(self, said: str) -> str:
        """An industry by its name, that of its class, or the words that its name has."""
        found = self._find(said, "Industry")
        if found and found[0].score == 1:
            return found[0].entity.name
        wanted, plain = set(tokens(said)) - _HEADS, said.removesuffix("产业").removesuffix("行业")
        for near in found:
            names = (near.entity.name, *near.entity.names)
            if any(wanted and wanted <= set(tokens(name)) for name in names):
                return near.entity.name
            if not plain.isascii() and any(plain in name for name in names):
                return near.entity.name
        node = node_of(said, "Industry")
        known = self._find(node.label, "Industry") if node else []
        return known[0].entity.name if known and known[0].score == 1 else ""


def read(graph: Graph, text: str) -> Question:
    """Read a sentence with the names and the latest evidence of a graph."""
    names, latest = Names(graph), graph.index.latest_day()
    return read_question(
        text, regions=names.region, organisations=names.organisation,
        industries=names.industry, latest=day_text(latest) if latest is not None else "")
