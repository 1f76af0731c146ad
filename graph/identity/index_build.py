"""Making a `NameIndex`: which words each name has, and under which of them it lies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from graph.identity.index import NameIndex, pairs_of, rarity, written
from graph.identity.lookup import keys_of_name
from graph.identity.names import normal_name
from graph.identity.places import PlaceNames
from graph.identity.words import CHINESE, word_class, words_of
from graph.model import Entity
from graph.schema import ORGANISATIONS

_COMMON = 1500
"""A name does not lie under words that more names bear."""
_ACRONYM = 10
_CLOSED = frozenset({"grid"})
"""Registers that take nobody in any more: they tell how old an organisation is, not how known."""
Arrays = dict[str, npt.NDArray[Any]]


class _Row(NamedTuple):
    """One name of an organisation."""

    organisation: int
    name: str
    words: tuple[str, ...]
    raws: tuple[str, ...]
    main: bool
    acronym: bool


def build_index(
    entities: Iterable[Entity], parents: Mapping[str, Iterable[str]], *, generation: int = -1
) -> NameIndex:
    """The index of these organisations and of which is part of which (entity ids).

    The order in which they come does not matter.
    """
    ordered = sorted(entities, key=lambda e: (e.name, e.region, e.id))
    places = PlaceNames.of_regions(entity.region for entity in ordered)
    rows = [row for i, entity in enumerate(ordered) for row in _rows(i, entity, places)]
    often = Counter(word for row in rows for word in set(row.words))
    bearers = Counter(word for word, _ in {
        (w, row.organisation) for row in rows for w in {*row.words, *_lies_under(row, often)}})
    tokens = sorted(bearers)
    weight = [rarity(len(ordered), bearers[token], token) for token in tokens]
    arrays = _name_arrays(rows, often, {token: i for i, token in enumerate(tokens)}, weight)
    arrays |= _organisation_arrays(ordered, parents, places)
    arrays |= _key_arrays(rows, ordered)
    return NameIndex(
        arrays, tokens, [row.name for row in rows], [entity.id for entity in ordered],
        [entity.name for entity in ordered], [entity.region for entity in ordered], places,
        generation)


def _rows(organisation: int, entity: Entity, places: PlaceNames) -> Iterator[_Row]:
    """The names of an organisation, each spelling once, without their legal form.

    A country in brackets behind a name says where, not who, and is left out.
    """
    seen: set[tuple[str, ...]] = set()
    for name in (entity.name, *sorted(entity.names)):
        shown = name.partition("(")[0].strip() if _country(name, places) else name
        read = words_of(normal_name(shown) if CHINESE.search(shown) else shown)
        while len(read) > 1 and word_class(read[-1].text) == "company":
            read.pop()
        raws = tuple(word.raw for word in read)
        if read and raws not in seen:
            seen.add(raws)
            yield _Row(organisation, name, tuple(word.text for word in read), raws,
                       name == entity.name, is_acronym(shown))


def _country(name: str, places: PlaceNames) -> str:
    """The country in brackets behind a name; empty if there is none."""
    bare, _, inside = name.partition("(")
    inside = inside.rstrip(") ")
    return inside if bare.strip() and inside and places.is_country(inside) else ""


def is_acronym(name: str) -> bool:
    """Is the name a single word of mostly capitals, such as "CNRS"?"""
    capitals = sum(c.isupper() for c in name)
    return " " not in name and capitals > 1 and len(name) <= _ACRONYM and 2 * capitals > len(name)


def _name_arrays(
    rows: list[_Row], often: Mapping[str, int], ids: Mapping[str, int], weight: Sequence[float]
) -> Arrays:
    """Names as words, and under which words they lie."""
    alike = Counter(words for words, _ in {(row.words, row.organisation) for row in rows})
    under: list[list[int]] = []
    for row in rows:
        under.append(sorted(ids[word] for word in _lies_under(row, often)))
    token = np.array([t for posted in under for t in posted], np.int32)
    name = np.repeat(np.arange(len(rows), dtype=np.int32), [len(posted) for posted in under])
    order = np.argsort(token, kind="stable")
    return {
        "weight": np.array(weight, np.float32),
        "name_organisation": np.array([row.organisation for row in rows], np.int32),
        "name_start": np.cumsum([0] + [len(row.words) for row in rows], dtype=np.int32),
        "name_token": np.array([ids[w] for row in rows for w in row.words], np.int32),
        "name_raw": np.array([written(raw) for row in rows for raw in row.raws], np.int32),
        "name_posted": np.array([sum(weight[t] for t in posted) for posted in under], np.float32),
        "name_main": np.array([row.main for row in rows], np.bool_),
        "name_acronym": np.array([row.acronym for row in rows], np.bool_),
        "name_alike": np.array([alike[row.words] for row in rows], np.int32),
        "post_start": np.searchsorted(token[order], np.arange(len(ids) + 1)).astype(np.int32),
        "post_name": name[order],
    }


def _lies_under(row: _Row, often: Mapping[str, int]) -> set[str]:
    """The telling words of a name; its pairs of neighbouring words if it has only common ones."""
    telling = {word for word in row.words if often[word] <= _COMMON}
    return telling or set(pairs_of(row.words)) or set(row.words)


def _key_arrays(rows: Sequence[_Row], ordered: Sequence[Entity]) -> Arrays:
    """Under which keys (`graph.identity.lookup`) each name lies, in the order of the keys."""
    pairs = sorted((key, name) for name, row in enumerate(rows) for key in set(keys_of_name(
        row.name, ordered[row.organisation].kind, ordered[row.organisation].region)))
    return {"key": np.array([key for key, _ in pairs], np.uint64),
            "key_name": np.array([name for _, name in pairs], np.int32)}


def _organisation_arrays(
    ordered: list[Entity], parents: Mapping[str, Iterable[str]], places: PlaceNames
) -> Arrays:
    """Where each organisation is, of what kind, what it is part of."""
    where = [places.of_region(entity.region or _country(entity.name, places))
             for entity in ordered]
    numbers = {entity.id: i for i, entity in enumerate(ordered)}
    above = [sorted(numbers[p] for p in parents.get(e.id, ()) if p in numbers) for e in ordered]
    parent = np.array([n for p in above for n in p], np.int32)
    return {
        "kind": np.array([ORGANISATIONS.index(e.kind) for e in ordered], np.int8),
        "town": np.array([w[0] for w in where], np.int32),
        "area": np.array([w[1] for w in where], np.int32),
        "country": np.array([w[2] for w in where], np.int32),
        "parent_start": np.cumsum([0] + [len(p) for p in above], dtype=np.int32),
        "parent": parent,
        "little_known": np.array(_little_known(ordered), np.float32),
        "parts": np.bincount(parent, minlength=len(ordered)).astype(np.int32),
    }


def _little_known(ordered: Sequence[Entity]) -> list[float]:
    """From 0 to 1: by how much fewer registers know each organisation than know those beside it.

    Beside it are those that bear an identifier of its own register, the scheme of its identifiers
    that most bear. So a register without cross references makes nobody little known.
    """
    schemes = [{one.partition(":")[0] for one in entity.identifiers} - _CLOSED
               for entity in ordered]
    bearers = Counter(scheme for known in schemes for scheme in known)
    home = [max(known, key=lambda scheme: (bearers[scheme], scheme), default="")
            for known in schemes]
    registers: Counter[str] = Counter()
    for own, known in zip(home, schemes, strict=True):
        registers[own] += len(known)
    usual = {own: registers[own] / count for own, count in Counter(home).items()}
    return [max(0.0, 1.0 - len(known) / usual[own]) if own else 0.0
            for own, known in zip(home, schemes, strict=True)]
