"""Component ``qilian_regions``: places by gazetteer, by type word and by reference.

"our province", "the city" and "the region" are resolved to the document's home, the area that it
is about. Homonyms are told apart by their type word ("Hainan Prefecture") and by the other places
of the document; a misspelt name before a type word is linked to the nearest name of the gazetteer.
"""

from __future__ import annotations

import re
from collections import Counter

from rapidfuzz import fuzz, process
from spacy.language import Language
from spacy.tokens import Doc

from ingest.nlp.draft import Draft, Found, Token, draft_of
from ingest.nlp.lexicon import Place, first_words, gazetteer, mapping, words
from ingest.sources.dates import MONTHS

_SUFFIX = re.compile(
    r"\s+(?:(?P<nat>(?:[A-Z][a-z]+ (?:and )?){1,3}?)??(?P<auto>autonomous )?)"
    r"(?P<type>province|city|prefecture|region|county|district|league|banner|municipality|town)\b"
    r"(?!['\s]+(?:government|council))",
    re.IGNORECASE,
)
_PREFIX = re.compile(
    r"(?<!autonomous )\b(?P<type>city|province|state|prefecture|county|town|region|"
    r"district) of\s+$",
    re.IGNORECASE,
)
_TYPED = re.compile(
    r"\b(?P<name>[A-Z][a-z'-]+(?: [A-Z][a-z'-]+)?) "
    r"(?P<type>Province|City|Prefecture|County|District|League|Banner|Town)\b"
)
_REFERENCE = re.compile(
    r"\b(?:our|the|this|whole|entire) (?P<type>province|city|region|autonomous region|prefecture|"
    r"county|district|state|country|zone|municipality)\b(?! government| of [A-Z])(?:'s)?",
    re.IGNORECASE,
)
_SEAT = re.compile(
    r"\b(?:[A-Z][\w'-]+|Ltd\.?|company|firm|products?|devices|town of|city of|"
    r"village of|based|located|"
    r"headquartered|construction)(?: in|(?<=of)) (?:the (?:town|city) of )?"
    r"(?P<place>[A-Z][a-z]{3,}(?: [A-Z][a-z]+)?)(?=[,.;)\n]| and\b| will\b| has\b| is\b| to\b)"
)
_IN = re.compile(r"\b(?:in|of|to|at|from|near|outside|across) (?:the )?$")
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
            self._named(draft, start, end)
        self._typed(draft)
        _dateline(draft)
        for found in re.finditer(r"\b[A-Z][a-z]+ (?:Capital|City|Bay) Region\b", draft.text):
            draft.found = [
                f for f in draft.found if not (found.start() <= f.start and f.end <= found.end())
            ]
            _add(draft, *found.span(), found.group(), (), "region")
        _seats(draft)
        _bare(draft)
        self._statistical(draft, doc)
        _settle(draft)
        _choose_home(draft)
        _refer(draft)
        return doc

    def _named(self, draft: Draft, start: int, end: int) -> None:
        tokens = draft.tokens(start, end)
        longest = first_words()
        at = 0
        while at < len(tokens):
            token = tokens[at]
            taken = 0
            if token.is_word and token.lower in longest and at < len(tokens):
                taken = self._match(draft, tokens, at, longest[token.lower])
            at += taken or 1

    def _match(self, draft: Draft, tokens: list[Token], at: int, longest: int) -> int:
        for length in range(min(longest, len(tokens) - at), 0, -1):
            first, last = tokens[at], tokens[at + length - 1]
            words_ = draft.text[first.start : last.end]
            form = re.sub(r"'s$", "", words_)
            places = gazetteer().get(" ".join(form.casefold().split()))
            if not places:
                continue
            if not _plausible(draft, form, places, first, last.end, tokens, at):
                return 0
            end = first.start + len(form)
            suffix = _SUFFIX.match(draft.text, end)
            if suffix and not _is_name_suffix(suffix):
                suffix = None
            end = suffix.end() if suffix else end
            _add(draft, first.start, end, form, places, suffix["type"].casefold() if suffix else "")
            return length
        return 0

    def _typed(self, draft: Draft) -> None:
        """Places that only their type word shows: "Talin County"."""
        for found in _TYPED.finditer(draft.text):
            start, name = found.start(), found["name"]
            parts = name.split()
            if draft.covered(start, found.end(), "Region") and len(parts) == 2:
                start, name = found.start() + len(parts[0]) + 1, parts[1]
            if draft.covered(start, found.end(), "Region") or name.casefold() in _ORDINARY:
                continue
            if any(part.casefold() in _ORDINARY | words("agency_fields") for part in name.split()):
                continue
            near = process.extractOne(
                name.casefold(), gazetteer().keys(), scorer=fuzz.ratio, score_cutoff=90
            )
            places = gazetteer()[near[0]] if near else ()
            _add(draft, start, found.end(), name, places, found["type"].casefold())

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
            if known or not re.fullmatch(r"[A-Z][\w'-]+(?: [A-Z][\w'-]+){0,2}", name):
                continue
            if _IN.search(draft.text[max(0, start - 10) : start]) and "\n" not in name:
                _add(draft, start, end, name, (), "")


_DATELINE = re.compile(
    r"^(?P<place>[A-Z][A-Za-z' -]{2,30}?)(?:, [A-Z][a-z]+)?,? "
    r"(?=(?:[A-Z][a-z]{2,8}\.? \d|\d{1,2} [A-Z]))",
    re.M,
)


def _dateline(draft: Draft) -> None:
    """The place of a dateline ("BELLUNO, 4 May 2021: …")."""
    for found in list(_DATELINE.finditer(draft.text, 0, 1500))[:1]:
        name = found["place"]
        typed = re.fullmatch(r"(.+) (city|county|province)", name, re.IGNORECASE)
        if draft.covered(*found.span("place"), "Region") or len(name.split()) > 3:
            continue
        if any(word.casefold() in _ORDINARY for word in name.split()) and not typed:
            continue
        stem = typed[1] if typed else name
        _add(
            draft,
            *found.span("place"),
            stem.title() if stem.isupper() else stem,
            (),
            typed[2].casefold() if typed else "",
        )


def _seats(draft: Draft) -> None:
    """Unknown places where a body, a firm or a town is said to be in them."""
    for found in _SEAT.finditer(draft.text):
        name = found["place"]
        if draft.covered(*found.span("place"), "Region") or name.casefold() in MONTHS:
            continue
        if not any(word.casefold() in _ORDINARY for word in name.split()):
            _add(draft, *found.span("place"), name, (), "")


def _bare(draft: Draft) -> None:
    """Places that the text itself introduces with their type word, where they stand alone."""
    known = {f.key.partition("|")[0]: f for f in draft.found if f.type == "Region"}
    for base, region in known.items():
        if base in gazetteer() or len(base) < 4:
            continue
        for found in re.finditer(rf"\b{re.escape(base.title())}\b", draft.text):
            if not draft.covered(*found.span(), "Region"):
                draft.add("Region", *found.span(), key=region.key, confidence=0.7)


def _plausible(
    draft: Draft, form: str, places: tuple[Place, ...], first: Token, end: int,
    tokens: list[Token], at: int,
) -> bool:  # fmt: skip
    """Whether a gazetteer name is meant as a place here."""
    suffix = _SUFFIX.match(draft.text, end)
    if form[:1].islower():
        big = any(p.chinese and p.level in ("province", "city") for p in places)
        area = any(p.level == "area" for p in places)
        return (big and len(form) >= 6 and form.casefold() not in _ORDINARY) or (
            area and (" " in form)
        )
    if suffix and _is_name_suffix(suffix):
        return True
    after = tokens[at + 1 : at + 3]
    before = tokens[at - 1] if at else None
    if all(p.level == "county" for p in places):
        seat = any(p.chinese.endswith("市") for p in places)
        placed = bool(_IN.search(draft.text[max(0, first.start - 12) : first.start]))
        row = any(f.type == "Region" and f.end == first.start - 2 for f in draft.found)
        return len(form) >= 5 and (seat or placed or row or form == draft.source.title.split()[0])
    foreign_city = all(p.level == "city" and not p.chinese for p in places)
    if foreign_city:
        placed = bool(_IN.search(draft.text[max(0, first.start - 12) : first.start]))
        comma = (
            bool(after)
            and after[0].text in (",", "|", ":")
            or before is not None
            and (before.text in ("|", ","))
        )
        return placed or comma or (at == 0 and bool(after) and after[0].text == ":")
    return True


def _is_name_suffix(suffix: re.Match[str]) -> bool:
    """Whether a type word is part of the name ("… Hui Autonomous Region")."""
    nationality = (suffix["nat"] or "").casefold().split()
    if not all(word in words("nationalities") for word in nationality):
        return False
    return bool(suffix["auto"]) or suffix["type"].casefold() != "region"


def _level_of(type_word: str, places: tuple[Place, ...]) -> str:
    if type_word:
        return mapping("levels").get(type_word.removeprefix("autonomous "), "city")
    return places[0].level if places else "city"


def _add(
    draft: Draft, start: int, end: int, form: str, places: tuple[Place, ...], type_word: str
) -> Found:
    prefix = _PREFIX.search(draft.text[max(0, start - 30) : start])
    if prefix and not type_word:
        type_word = prefix["type"].casefold()
        start -= len(prefix.group())
    level = _level_of(type_word, places)
    fit = [p for p in places if p.level == level] or [
        p for p in places if (p.level, level) in (("county", "city"), ("city", "county"))
    ]
    base = (fit[0].name if fit else places[0].name if places else form).casefold()
    known = fit[0].level if fit else level
    key = f"{base}|{known}" if type_word or len(places) < 2 else f"{base}|?"
    return draft.add("Region", start, end, key=key, confidence=0.9 if places else 0.7)


def place_of(key: str) -> Place | None:
    """The gazetteer's entry behind a region's key."""
    base, _, level = key.partition("|")
    return next((p for p in gazetteer().get(base, ()) if p.level == level), None)


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


def _choose_home(draft: Draft) -> None:
    """The area that the document is about, and its home at each level."""
    body = draft.sentences[0][1] if draft.sentences else 0
    votes: Counter[str] = Counter()
    first: dict[str, Found] = {}
    for region in sorted((f for f in draft.found if f.type == "Region"), key=lambda f: f.start):
        first.setdefault(region.key, region)
        level = region.key.partition("|")[2]
        weight = 0.3 if level in ("country", "area") else 1.0
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
