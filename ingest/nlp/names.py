"""Component ``qilian_names``: enterprises, institutes, agencies and platforms.

A name is found by its head ("Co., Ltd.", "University", "Bureau", "incubator") and grown to the left
and right (`ingest.nlp.edges`); each kind of body has a module of its own.
"""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from ingest.nlp.agencies import find_agencies
from ingest.nlp.aliases import spread
from ingest.nlp.bodies import known_bodies
from ingest.nlp.described import GUESSED, described, firm_rows
from ingest.nlp.draft import Draft, draft_of
from ingest.nlp.firms import described_firms, enterprises, weak_enterprises
from ingest.nlp.institutes import institutes
from ingest.nlp.platforms import associations, platforms, platforms_for
from ingest.nlp.sites import platforms_of_places
from ingest.nlp.titles import add_programmes


@Language.factory("qilian_names")
def make_names(nlp: Language, name: str) -> Names:
    """The factory that spaCy calls."""
    return Names()


class Names:
    """Finds named bodies and joins their shorter forms to them."""

    def __call__(self, doc: Doc) -> Doc:
        """Reads the document into its draft; the document itself is given on."""
        draft = draft_of(doc)
        for start, end in draft.sentences:
            enterprises(draft, start, end)
            weak_enterprises(draft, start, end)
        _no_places(draft)
        spread(draft)
        for start, end in draft.sentences:
            institutes(draft, start, end)
        find_agencies(draft)
        known_bodies(draft)
        described_firms(draft)
        for start, end in draft.sentences:
            associations(draft, start, end)
            platforms(draft, start, end)
        platforms_for(draft)
        platforms_of_places(draft)
        described(draft)
        firm_rows(draft)
        spread(draft)
        add_programmes(draft)
        _embed_places(draft)
        return doc


def _no_places(draft: Draft) -> None:
    """A guessed place of two words that begins a firm's name is the firm in short."""
    firms = {f.name.casefold() for f in draft.found if f.type == "Enterprise"}
    draft.found = [
        f
        for f in draft.found
        if f.type != "Region"
        or f.confidence > GUESSED
        or " " not in f.name
        or _TYPED.search(f.name)
        or not any(firm.startswith(f.name.casefold() + " ") for firm in firms)
    ]


_TYPED = re.compile(r" (?i:county|town|township|banner|district|city)$")


def _embed_places(draft: Draft) -> None:
    """A place inside a name is part of the name; it is meant only where something else says so."""
    names = [f for f in draft.found if f.type not in ("Region", "Problem") and not f.reference]
    seats = {f.start: f for f in names if f.type in ("Enterprise", "Platform")}
    for region in draft.found:
        seated = seats.get(region.start) if region.type == "Region" else None
        if seated and region.end < seated.end and _TYPED.search(region.name):
            draft.link("LOCATED_IN", seated, region, seated.start, seated.end, 0.6)
            continue  # "Talin County tea cooperative" says where it is
        if region.type == "Region":
            article = 4 if region.name[:4].casefold() == "the " else 0
            region.embedded = any(
                n.start <= region.start + article
                and region.end <= n.end
                and n.end - n.start > region.end - region.start
                for n in names
            )
