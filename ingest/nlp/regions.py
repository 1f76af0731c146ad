"""Component ``qilian_regions``: places by gazetteer, by type word and by reference.

"our province", "the city" and "the region" are resolved to the document's home, the area that it
is about. Homonyms are told apart by their type word ("Hainan Prefecture") and by the other places
of the document; a misspelt name before a type word is linked to the nearest name of the gazetteer.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from graph.language.places import Place, first_words, gazetteer
from ingest.nlp.draft import Draft, Found, draft_of
from ingest.nlp.lexicon import mapping, words
from ingest.nlp.places import BODIES, IN, add, match, misspelt, seats, stem, typed
from ingest.sources.dates import MONTHS

_REFERENCE = re.compile(
    r"\b(?:our|the|this|whole|entire) (?P<type>province|city|region|autonomous region|prefecture|"
    r"county|district|state|country|zone|municipality)\b(?! government| of [A-Z])(?:'s)?",
    re.IGNORECASE,
)
_ORDINARY = words("function", "verbs", "generic")


@Language.factory("qilian_regions")
def make_regions(nlp: Language, name: str) -> Regions:
    """The factory that spaCy calls."""
    return Regions()


class Regions:
    """Finds places, chooses the home and resolves references to it."""

    def __call__(self, doc: Doc) -> Doc:
        """Reads the document into its draft; the document itself is given on."""
        draft = draft_of(doc)
        for start, end in draft.sentences:
            _named(draft, start, end)
        typed(draft)
        misspelt(draft)
        _dateline(draft)
        for found in re.finditer(r"\b[A-Z][a-z]+ (?:Capital|City|Bay) Region\b", draft.text):
            draft.found = [
                f for f in draft.found if not (found.start() <= f.start and f.end <= found.end())
            ]
            add(draft, *found.span(), found.group(), (), "region")
        seats(draft)
        self._statistical(draft, doc)
        _natural(draft)
        _one_level(draft)
        _bare(draft)
        _settle(draft)
        _twins(draft)
        _choose_home(draft)
        _refer(draft)
        return doc

    def _statistical(self, draft: Draft, doc: Doc) -> None:
        """Places that only the statistical model knows, where the words around say "place"."""
        for span in doc.ents:
            if span.label_ not in ("GPE", "LOC") or not span.text[:1].isupper():
                continue
            start, end = span.start_char, span.end_char
            if draft.text[start:].startswith("the "):
                start += 4
            name = draft.text[start:end]
            known = draft.covered(start, end, "Region")
            if re.match(r"-| [Pp]atents?\b", draft.text[end:]):
                continue
            if known or not re.fullmatch(r"[A-Z][\w'-]+(?: [A-Z][\w'-]+){0,2}", name):
                continue
            if "'s " in name or name.split()[-1].casefold() in words("media"):
                continue
            if set(name.casefold().split()) & (_ORDINARY | words("demonyms", "nationalities")):
                continue
            if IN.search(draft.text[max(0, start - 10) : start]) and "\n" not in name:
                add(draft, start, end, name, (), "")


def _named(draft: Draft, start: int, end: int) -> None:
    tokens = draft.tokens(start, end)
    at = 0
    while at < len(tokens):
        known = tokens[at].is_word and stem(tokens[at]) in first_words()
        at += (match(draft, tokens, at) if known else 0) or 1


_MONTH = f"(?i:{'|'.join(sorted({*MONTHS, *(m[:3] for m in MONTHS)}, key=len, reverse=True))})"
_DATELINE = re.compile(
    r"^(?P<place>[A-Z][A-Za-z' -]{2,30}?)(?:, [A-Z][a-z]+)?,? "
    rf"(?=(?:{_MONTH}\.? \d|\d{{1,2}} {_MONTH}))",
    re.M,
)


_CAPITALS = re.compile(
    r"^(?P<place>[A-Z][A-Z' .-]{2,28}[A-Z])(?:, [A-Z][A-Za-z ]+)? (?:–|—|-{1,2}) ", re.M
)


def _dateline(draft: Draft) -> None:
    """The place of a dateline ("BELLUNO, 4 May 2021: …", "BELLUNO – …")."""
    for found in list(_CAPITALS.finditer(draft.text, 0, 1500))[:1]:
        places = gazetteer().get(found["place"].casefold(), ())
        if places and not draft.covered(*found.span("place"), "Region"):
            add(draft, *found.span("place"), found["place"].title(), places, "")
    for found in list(_DATELINE.finditer(draft.text, 0, 1500))[:1]:
        name = found["place"]
        typed = re.fullmatch(r"(.+) (city|county|province)", name, re.IGNORECASE)
        if draft.covered(*found.span("place"), "Region") or len(name.split()) > 3:
            continue
        stamp = name.casefold() in ("posted", "published", "updated", "dated", "created")
        plain = any(w.casefold() in _ORDINARY | words("media") for w in name.split())
        if stamp or (plain and not typed):
            continue
        stem = typed[1] if typed else name
        add(
            draft,
            *found.span("place"),
            stem.title() if stem.isupper() else stem,
            gazetteer().get(stem.casefold(), ()),
            typed[2].casefold() if typed else "",
        )


_NATURAL = re.compile(
    r"\b(?:in|off|of|on|at|near|around|along|from|to|across) (?:the )?"
    r"(?P<place>(?:[A-Z][\w'-]+ ){1,3}(?:Islands?|Isles|Bay|Sound|Valley|Peninsula|Basin|Plain|"
    r"Delta|Gulf|Strait|Mountains|Desert|Highlands|Coast|Fjord|Firth|Estuary|Glens?|Reef|"
    r"Archipelago|Cape|Lowlands|Uplands|Steppe|Borders|Midlands|Corridor|Hills|Belt|Plateau|"
    r"Lakes?|Lagoon|Ocean|Rift|Range|Prairies?|Forest|Marshes|Wetlands|Triangle|Catchment))\b"
    r"(?=[,.;:)\n]|$| (?:and|is|are|was|were|has|have|will|in|by|to|with|for|on|at|where|which)\b)"
)


def _natural(draft: Draft) -> None:
    """Islands, valleys and coasts behind a preposition: "off Norland Island"."""
    for found in _NATURAL.finditer(draft.text):
        field = re.search(rf"(?i:{BODIES}) of (?:the )?$", draft.text[: found.start("place")][-40:])
        if not field and not draft.covered(*found.span("place"), "Region"):
            add(draft, *found.span("place"), found["place"], (), "")


def _one_level(draft: Draft) -> None:
    """An unknown place that the text types once ("Talin County") is so where it stands bare."""
    typed_ = {
        base: f.key
        for f in draft.found
        if f.type == "Region" and " " in f.name and f.name.casefold() != f.key.partition("|")[0]
        for base in [f.key.partition("|")[0]]
        if base not in gazetteer()
    }
    natural = {
        f.key.partition("|")[0].rsplit(" ", 1)[0]: f.key
        for f in draft.found
        if f.type == "Region"
        and f.name.endswith((" Corridor", " Valley", " Basin", " Plateau", " Delta"))
    }
    for found in draft.found:
        base = found.key.partition("|")[0]
        if found.type == "Region" and found.name.casefold() == base:
            unknown = natural.get(base, found.key) if base not in gazetteer() else found.key
            found.key = typed_.get(base, unknown)


def _bare(draft: Draft) -> None:
    """Places that the text has introduced by the words around them, where they stand alone."""
    known = {f.key.partition("|")[0]: f for f in draft.found if f.type == "Region"}
    for base, region in known.items():
        places = gazetteer().get(base, ())
        if len(base) < 4 or any(not p.minor for p in places):
            continue
        form = base.title() if not places else region.name.partition(",")[0]
        for found in re.finditer(rf"\b{re.escape(form)}\b", draft.text):
            if not draft.covered(*found.span(), "Region"):
                draft.add("Region", *found.span(), key=region.key, confidence=0.7)


def place_of(key: str) -> Place | None:
    """The gazetteer's entry behind a region's key."""
    base, _, level = key.partition("|")
    base, _, within = base.partition(" in ")
    fit = [p for p in gazetteer().get(base, ()) if p.level == level]
    return next((p for p in fit if p.parent.casefold() == within), fit[0] if fit else None)


def _settle(draft: Draft) -> None:
    """Gives each bare homonym the reading that the rest of the document supports."""
    regions = [f for f in draft.found if f.type == "Region"]
    sure = Counter(f.key for f in regions if not f.key.endswith("|?"))
    named = {(place_of(k) or Place("", "", "")).name for k in sure}
    for region in regions:
        base, _, level = region.key.partition("|")
        if level != "?":
            continue
        places = gazetteer()[base]
        stated = [p for p in places if sure.get(f"{base}|{p.level}")]
        inside = [p for p in places if p.parent in named]
        stated.sort(key=lambda p: -sure[f"{base}|{p.level}"])
        choice = (stated or inside or list(places))[0]
        region.key = f"{base}|{choice.level}"


def _twins(draft: Draft) -> None:
    """Two places of one name that the text tells apart ("Ashford, Norland" and "Ashford, Vega")."""
    regions = sorted((f for f in draft.found if f.type == "Region"), key=lambda f: f.start)
    times = Counter(f.key for f in regions)
    within: dict[str, list[tuple[Found, Found]]] = {}
    for place, area in pairwise(regions):
        between = draft.text[place.end : area.start]
        if between in (", ", " in ", " in the ") and not area.key.endswith(("|city", "|county")):
            within.setdefault(place.key, []).append((place, area))
    for pairs in within.values():
        main = max((area.key for _, area in pairs), key=times.__getitem__)
        for place, area in pairs:
            if area.key != main:
                base, _, level = place.key.partition("|")
                place.key = f"{base} in {area.key.partition('|')[0]}|{level}"
                place.name = f"{place.name}, {area.name}"


def _choose_home(draft: Draft) -> None:
    """The area that the document is about, and its home at each level."""
    body = draft.sentences[0][1] if draft.sentences else 0
    votes: Counter[str] = Counter()
    first: dict[str, Found] = {}
    for region in sorted((f for f in draft.found if f.type == "Region"), key=lambda f: f.start):
        first.setdefault(region.key, region)
        level = region.key.partition("|")[2]
        weight = 0.3 if level in ("country", "area") or draft.in_record(region.start) else 1.0
        after = draft.text[region.end : region.end + 30].casefold()
        if re.match(
            r"('s)? (provincial|municipal|prefectur\w+|city|province)?\s*(people|"
            r"science|department|government|bureau)",
            after,
        ):
            weight += 1.0
        votes[region.key] += weight * (0.6 if region.start < body else 1.0)  # type: ignore[assignment]
    if not votes:
        return
    order = list(first)
    ranked = sorted(votes, key=lambda k: (-votes[k], order.index(k)))
    draft.seat = first[ranked[0]]
    for key in ranked:
        draft.home.setdefault(key.partition("|")[2], first[key])
    _parents_home(draft)


def _parents_home(draft: Draft) -> None:
    """The home province of a document about a city, where the text names the city's parent."""
    assert draft.seat
    place = place_of(draft.seat.key)
    while place and place.parent:
        above = [p for p in gazetteer().get(place.parent.casefold(), ()) if p.level != place.level]
        if not above:
            return
        place = above[0]
        named = next(
            (f for f in draft.found if f.key == f"{place.name.casefold()}|{place.level}"), None
        )
        if named:
            draft.home[place.level] = named


def _refer(draft: Draft) -> None:
    levels = mapping("levels")
    for found in _REFERENCE.finditer(draft.text):
        level = levels.get(found["type"].casefold().removeprefix("autonomous "))
        target = draft.home.get(level or "")
        if found["type"].casefold() in ("region", "autonomous region", "zone", "district"):
            target = (
                draft.seat
                if found["type"].casefold() != "autonomous region"
                else (draft.home.get("province"))
            )
        if target and not draft.covered(found.start(), found.end(), "Region"):
            draft.add(
                "Region", found.start(), found.end(), name=target.name, key=target.key,
                reference=True, confidence=0.6,
            )  # fmt: skip
