"""Forgetting a person everywhere in a store, so that nothing brings the name back by itself."""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph import packed
from graph.codec import encode
from graph.errors import InvalidRequest, NotFound
from graph.model import Claim, Decision, Unit, digest, folded
from graph.project import Projector
from graph.schema import KINDS
from graph.store import Store
from graph.text_places import CELL, PAGE

MASK = "█"
_KEY = "key"
_BATCH = 500
_LETTER = "A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff"
"""Letters of the scripts that write spaces between words."""
_START = re.compile(rf"(?<![{_LETTER}])\S")
_COVERED = re.compile(rf"({re.escape(CELL)}|[{PAGE}\n])|.", re.DOTALL)
"""What is overwritten of a name; what marks places in a text stays."""
_END = re.compile(rf"(?![{_LETTER}])")
_WRITTEN = ("case", "query", "event", "event-plan")
"""Saved things in which people write."""
_EVENTS = ("event", "event-plan")
"""Those in which all texts are masked, as reasons repeat what people wrote; their names stay."""
_CODES = frozenset((
    "ask", "at", "caps", "end", "kind", "languages", "may_meet", "personal_until", "scored_for",
    "slots", "start", "uid", "visibility", "why"))
"""Their fields in which nobody writes freely."""
_WORDS = frozenset((
    "by", "words", "name", "need", "title", "client", "regions", "not_regions", "exclude", "asker",
    "near", "notes"))
"""Their fields that hold somebody's words; the others hold keys and codes."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What forgetting did; older backups still hold the person and are the user's to delete."""

    units: int
    decisions: int
    saved: int = 0
    """Cases, saved queries and events that had the name; an event and its plan count as two."""


def forget(store: Store, names: Sequence[str], *, anyway: bool = False) -> Forgotten:
    """Remove a person by name, in every spelling given, from all units of the store.

    The words are overwritten at equal length, so that other facts keep their offsets; original
    bytes of the documents concerned are dropped and their hash is renewed; decisions about the
    person go, cases, saved queries and events are overwritten likewise; a keyed hash of the names
    keeps a reload from bringing them back. The names of files and sources stay as they are. It
    cannot be undone; interrupted, it is repeated. Raises `NotFound` when nothing in the store has
    the name, `InvalidRequest` when only organisations, places or works have it and no person does,
    unless ``anyway``: theirs would be overwritten.
    """
    wanted = [name.strip() for name in names if len(folded(name)) >= 2]
    if not wanted:
        raise InvalidRequest("name the person to forget with at least two letters")
    pattern = pattern_of(wanted)
    gone, reworded = _decisions(store, pattern)
    written = _written(store, pattern)
    naming = [unit.key for unit in store.all_units() if _mentions(unit, pattern)]
    former = [row.id for row in store.all_record_rows()
              if not row.live and pattern.search(row.key.removeprefix(row.unit))]
    if not anyway and (others := _others(store, naming, pattern)):
        raise InvalidRequest(
            f"no person is called {', '.join(wanted)}; it would be overwritten in {others}: say "
            "that it is meant anyway")
    if not (naming or gone or reworded or written or former or _remembered(store, wanted)):
        raise NotFound(f"no document or row names {', '.join(wanted)}")
    remember(store, wanted)
    decided = sorted({unit for decision in gone for unit in decision.units})
    _overwrite(store, pattern, decided, gone, reworded, former)
    rest = sorted(set(naming) - set(decided))
    for at in range(0, len(rest), _BATCH):
        _overwrite(store, pattern, rest[at : at + _BATCH])
    if written:
        store.transact(lambda: _rewrite(store, pattern))
    store.compact()
    return Forgotten(len(naming), len(gone), len(written))


def _others(store: Store, units: Sequence[str], pattern: re.Pattern[str]) -> str:
    """Up to three names that have the words, when no person bears them; else nothing."""
    found: set[str] = set()
    for at in range(0, len(units), _BATCH):
        for unit in store.units(units[at : at + _BATCH]).values():
            for record in unit.records:
                if pattern.search(record.name):
                    if KINDS[record.kind].personal:
                        return ""
                    found.add(record.name)
    return ", ".join(sorted(found)[:3])


def _overwrite(
    store: Store, pattern: re.Pattern[str], units: Sequence[str], gone: Sequence[Decision] = (),
    reworded: Sequence[Decision] = (), former: Sequence[str] = (),
) -> None:
    """Mask these units in one transaction, take decisions out or put them in other words, and
    erase the rows of records that are no more: a mention's key holds its name."""
    if not (units or gone or reworded or former):
        return

    def write() -> None:
        put = [masked(unit, pattern) if _mentions(unit, pattern) else unit
               for unit in store.units(units).values()]
        change = Projector(store).change(
            put, add=reworded, remove=[decision.id for decision in (*gone, *reworded)])
        change.erased_records = [*former, *(row.id for row in change.records if not row.live)]
        store.apply(change)

    store.transact(write)


def _decisions(store: Store, pattern: re.Pattern[str]) -> tuple[list[Decision], list[Decision]]:
    """(decisions about the person, the others masked in their order, or none of them where no
    one names the person)."""
    known = store.decisions()
    gone = [d for d in known if any(map(pattern.search, _about(d)))]
    others = [d for d in known if d not in gone]
    clean = [_reworded(decision, pattern) for decision in others]
    return gone, clean if clean != others else []


def _about(decision: Decision) -> Iterator[str]:
    yield from (anchor.name for anchor in decision.records)
    if decision.fact:
        yield from (decision.fact.subject, decision.fact.object)
    yield decision.value


def _reworded(decision: Decision, pattern: re.Pattern[str]) -> Decision:
    """A decision about something else without the name."""
    fact = decision.fact and replace(decision.fact, quote=_mask(pattern, decision.fact.quote))
    return replace(decision, by=_mask(pattern, decision.by), why=_mask(pattern, decision.why),
                   fact=fact)


def _written(
    store: Store, pattern: re.Pattern[str]
) -> dict[tuple[str, str], tuple[str, str]]:
    """Saved things that have the name, by kind and name, as (name, text) without it."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for kind in _WRITTEN:
        known = store.saved(kind)
        taken = set(known)
        for name, text in known.items():
            before = packed.loads(text)
            if kind in _EVENTS:
                after, new = _masked_all(before, pattern), name
            else:
                after, new = _blotted(before, pattern), _mask(pattern, name)
            if after != before or new != name:
                while new != name and new in taken:
                    new += MASK
                taken.add(new)
                if kind not in _EVENTS and "name" in after:
                    after["name"] = new
                found[kind, name] = (new, packed.dumps(after))
    return found


def _rewrite(store: Store, pattern: re.Pattern[str]) -> None:
    """Overwrite the saved things as they are now."""
    for (kind, name), (new, text) in _written(store, pattern).items():
        store.save(kind, name, None)
        store.save(kind, new, text)


def _blotted(data: Any, pattern: re.Pattern[str]) -> Any:
    """JSON with the name masked where people write; of a record's key only what follows the
    unit's, as in `masked`, so that a mark still finds its organisation."""
    if isinstance(data, list):
        return [_blotted(item, pattern) for item in data]
    if not isinstance(data, Mapping):
        return data
    clean = {}
    for key, value in data.items():
        if key in _WORDS and isinstance(value, str):
            value = _mask(pattern, value)
        elif key in _WORDS and isinstance(value, list):
            value = [_mask(pattern, text) for text in value]
        clean[key] = _blotted(value, pattern)
    if "unit" in data and "key" in data:
        clean["key"] = data["unit"] + _mask(pattern, data["key"].removeprefix(data["unit"]))
    return clean


def _masked_all(data: Any, pattern: re.Pattern[str]) -> Any:
    """An event's JSON with the name masked in every text, everywhere alike, so that what is named
    by a key is still found by it."""
    if isinstance(data, str):
        return _mask(pattern, data)
    if isinstance(data, list):
        return [_masked_all(item, pattern) for item in data]
    if isinstance(data, Mapping):
        return {key: value if key in _CODES else _masked_names(value, pattern) if key == "names"
                else _masked_all(value, pattern) for key, value in data.items()}
    return data


def _masked_names(data: Mapping[str, str], pattern: re.Pattern[str]) -> dict[str, str]:
    """What participants are called, by key."""
    return {_mask(pattern, key): _mask(pattern, name) for key, name in data.items()}


def _remembered(store: Store, names: Iterable[str]) -> bool:
    """Was any of these forgotten before, perhaps not to the end?"""
    saved = store.saved("forgotten")
    return any(_hash(saved.get(_KEY, ""), folded(name)) in saved for name in names)


def remember(store: Store, names: Iterable[str]) -> None:
    """Keep keyed hashes of the names: enough to recognise them, not to read them."""
    key = store.saved("forgotten").get(_KEY) or secrets.token_hex(16)
    store.save("forgotten", _KEY, key)
    for name in names:
        store.save("forgotten", _hash(key, folded(name)), str(len(folded(name))))


class Gate:
    """Masks forgotten names in units before they are loaded again, wherever they stand.

    Every run of words as long as a forgotten name is hashed, so a store that has forgotten
    somebody loads more slowly.
    """

    def __init__(self, store: Store) -> None:
        saved = store.saved("forgotten")
        self._key = saved.pop(_KEY, "")
        self._hashes = set(saved)
        self._lengths = sorted({int(length) for length in saved.values()})

    def __call__(self, unit: Unit) -> Unit:
        """The unit without the people that were forgotten."""
        if not self._hashes:
            return unit
        known = {name for text in set(map(folded, _texts(unit)))
                 for name in self._known(text)}
        return masked(unit, pattern_of(sorted(known))) if known else unit

    def _known(self, text: str) -> Iterator[str]:
        """The forgotten names in a folded text."""
        starts = [found.start() for found in _START.finditer(text)]
        for length in self._lengths:
            for start in starts:
                words = text[start : start + length]
                if (len(words) == length and _END.match(text, start + length)
                        and _hash(self._key, words) in self._hashes):
                    yield words


def masked(unit: Unit, pattern: re.Pattern[str]) -> Unit:
    """The unit with the matching words overwritten and the person's records and claims gone.

    The new hash of its content is one of the masked content, which tells nothing of the words.
    """
    def mask(text: str) -> str:
        return _mask(pattern, text)

    def renamed(key: str) -> str:
        return unit.key + mask(key.removeprefix(unit.key))

    gone = {
        record.key for record in unit.records
        if KINDS[record.kind].personal
        and any(pattern.search(name) for name in (record.name, *record.names))
    }
    clean = replace(
        unit, title=mask(unit.title), text=mask(unit.text), original=None,
        cells={column: mask(cell) for column, cell in unit.cells.items()},
        records=tuple(
            replace(r, key=renamed(r.key), name=mask(r.name), names=tuple(map(mask, r.names)),
                    identifiers=tuple(map(mask, r.identifiers)), region=mask(r.region),
                    context=mask(r.context))
            for r in unit.records if r.key not in gone
        ),
        claims=tuple(
            replace(_claim(c, mask), subject=renamed(c.subject),
                    object=None if c.object is None else renamed(c.object))
            for c in unit.claims if c.subject not in gone and c.object not in gone
        ),
        flags=tuple(replace(f, quote=mask(f.quote), says=mask(f.says), expected=mask(f.expected))
                    for f in unit.flags),
    )
    content = digest("forgotten", encode(replace(clean, number=0)))
    return replace(clean, reading=replace(unit.reading, content=content))


def _claim(claim: Claim, mask: Callable[[str], str]) -> Claim:
    value = mask(claim.value) if isinstance(claim.value, str) else claim.value
    return replace(
        claim, value=value, measure=mask(claim.measure), role=mask(claim.role),
        region=mask(claim.region),
        evidence=replace(claim.evidence, quote=mask(claim.evidence.quote)),
    )


def _texts(unit: Unit) -> Iterator[str]:
    """All words of a unit."""
    yield from (unit.title, unit.text, *unit.cells.values())
    for record in unit.records:
        yield from (record.name, *record.names, *record.identifiers, record.region,
                    record.context, record.key.removeprefix(unit.key))
    for claim in unit.claims:
        yield from (str(claim.value or ""), claim.evidence.quote, claim.measure, claim.role,
                    claim.region)
    for flag in unit.flags:
        yield from (flag.quote, flag.says, flag.expected)


def _mentions(unit: Unit, pattern: re.Pattern[str]) -> bool:
    return any(pattern.search(text) for text in _texts(unit))


def _mask(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(
        lambda found: _COVERED.sub(lambda part: part[1] or MASK, found.group()), text)


def pattern_of(names: Sequence[str]) -> re.Pattern[str]:
    """The names as whole words in any case, whatever stands between their parts."""
    # Folding takes the capital İ apart, as if a word ended behind its i.
    parts = [r"[\W_]+".join(_word(word) for word in folded(name).split())
             .replace(r"i[\W_]+", r"(?:i[\W_]+|(?-i:İ))") for name in names]
    joined = "|".join(sorted(parts, key=len, reverse=True))
    return re.compile(rf"(?<![{_LETTER}])(?:{joined})(?![{_LETTER}])", re.IGNORECASE)


def _word(folded_word: str) -> str:
    return re.escape(folded_word).replace("ss", "(?:ss|ß)")  # the one letter that folding doubles


def _hash(key: str, name: str) -> str:
    """Of a folded name."""
    return hmac.new(key.encode(), name.encode(), "sha256").hexdigest()
