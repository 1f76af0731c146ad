"""How well two participants fit: what one needs against what the other can, both ways."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from graph.events.model import Participant
from graph.events.problem import best_first
from graph.events.results import PairPart, PairScore
from graph.events.wording import Language, say
from graph.language.tokens import tokens

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Progress = Callable[[int, int], None]
"""Told after each participant's need how many are done, and of how many."""
Keys = tuple[str, str]
KEPT = 40
"""Counterparts of each participant that are kept as pairs, the best; choosing among more finds no
better timetable, and 2,000 participants have a million pairs."""
_WORTH = 0.05
"""Pairs below it are no reason to meet."""
_LEAST_WORDS = 0.1
"""Words in common below it are common words."""
_CLAUSE = re.compile(r"[;；。\n]+|\.\s")
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Fit:
    """The need of one against the capability of another: 0 to 1, why in words, the key of the
    document or row in the store that says so (empty for the participants' own words) and the
    least reader's level that may see it."""

    value: float
    note: str
    document: str = ""
    level: int = 0


class Affinity(Protocol):
    """A way to tell who can help whom; `pair_scores` asks it in both directions."""

    def values(self, one: Participant) -> Mapping[str, float]:
        """Key of each participant that fits the need of one, to how well, 0 to 1."""
        ...

    def fits(self, one: Participant, other: Participant) -> Sequence[Fit]:
        """Why another one, of those in `values`, fits the need of one; the values of the reasons
        add up to that of the pair. Asked only of pairs that are kept."""
        ...


class WordAffinity:
    """Shared words of a need and of offers, rarer ones counting more (cosine of tf-idf); choose it
    for participants that the graph does not know.

    ``participants`` are all of the event: they tell which words are rare.
    """

    def __init__(
        self, participants: Sequence[Participant], *, language: Language = "en"
    ) -> None:
        texts = [set(tokens(f"{p.offers} {p.needs}")) for p in participants]
        number = len(texts)
        counts = Counter(term for text in texts for term in text)
        # no steeper: in a small event every shared word is a frequent one
        self._idf = {t: math.log1p(number / n) for t, n in counts.items()}
        self._language: Language = language
        self._vectors: dict[str, dict[str, float]] = {}
        self._column = {term: at for at, term in enumerate(sorted(self._idf))}
        self._keys = [p.key for p in participants]
        self._offered = self._matrix([p.offers for p in participants]).T.tocsr()
        self._clauses: dict[str, list[tuple[str, dict[str, float]]]] = {}

    def values(self, one: Participant) -> dict[str, float]:
        """The fit of one's need with the offers of the others."""
        shared = (self._matrix([one.needs]) @ self._offered).tocsr()
        return {
            self._keys[at]: min(float(value), 1.0)
            for at, value in zip(shared.indices, shared.data, strict=True)
            if value >= _LEAST_WORDS
        }

    def fits(self, one: Participant, other: Participant) -> tuple[Fit]:
        """The parts of the need and of the offer that say most in common."""
        offer, words = self._best(other.offers, self._vector(one.needs))
        need, _ = self._best(one.needs, words)
        note = say(self._language, "notes", "words", one=one.organisation, need=need,
                   other=other.organisation, offer=offer)
        return (Fit(self._value(one, other), note),)

    def _value(self, one: Participant, other: Participant) -> float:
        """The fit of one's need with the offer of one other."""
        offered = self._vector(other.offers)
        return min(sum(w * offered.get(t, 0.0) for t, w in self._vector(one.needs).items()), 1.0)

    def _matrix(self, texts: Sequence[str]) -> Any:
        """A row of weights a text, a column a term."""
        from scipy.sparse import csr_array

        rows, columns, weights = [], [], []
        for at, text in enumerate(texts):
            for term, weight in self._vector(text).items():
                rows.append(at)
                columns.append(self._column[term])
                weights.append(weight)
        return csr_array((weights, (rows, columns)), shape=(len(texts), len(self._column)),
                         dtype=float)

    def _vector(self, text: str) -> dict[str, float]:
        """Weights of a text's terms, of length 1 in all."""
        if text not in self._vectors:
            self._vectors[text] = self._weights(text)
        return self._vectors[text]

    def _weights(self, text: str) -> dict[str, float]:
        weights = {t: n * self._idf[t] for t, n in Counter(tokens(text)).items() if t in self._idf}
        size = math.hypot(*weights.values())
        return {t: w / size for t, w in weights.items()} if size else {}

    def _best(self, text: str, wanted: Mapping[str, float]) -> tuple[str, dict[str, float]]:
        """As `clause`, with the weights of its terms."""
        known = self._clauses.get(text)
        if known is None:
            known = [(part, self._weights(part)) for part in clauses(text)]
            self._clauses[text] = known
        part, words = max(known, key=lambda one: sum(wanted.get(term, 0.0) for term in one[1]))
        return cut(part), words


def clauses(text: str) -> list[str]:
    """The parts of a text between semicolons or full stops; at least one."""
    parts = (" ".join(part.split()) for part in _CLAUSE.split(text))
    return [part for part in parts if part] or [" ".join(text.split())]


def clause(text: str, wanted: Mapping[str, float]) -> str:
    """The part of a text, between semicolons or full stops, that says most of what is wanted
    (weights of terms); cut to a length that can be read in a table."""
    return cut(max(clauses(text), key=lambda part: sum(
        wanted.get(term, 0.0) for term in set(tokens(part)))))


def cut(text: str) -> str:
    """A text cut to a length that can be read in a table."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def pooled(participants: Sequence[Participant]) -> list[Participant]:
    """The participants; delegates that share their organisation's meetings with all that any of
    them offers and needs."""
    teams: dict[str, list[Participant]] = {}
    for one in participants:
        if one.shared:
            teams.setdefault(one.body, []).append(one)
    said = {body: ("\n".join(dict.fromkeys(p.offers for p in team if p.offers.strip())),
                   "\n".join(dict.fromkeys(p.needs for p in team if p.needs.strip())))
            for body, team in teams.items()}
    return [replace(p, offers=said[p.body][0], needs=said[p.body][1]) if p.shared else p
            for p in participants]


def pair_scores(
    participants: Sequence[Participant], affinities: Sequence[tuple[str, float, Affinity]], *,
    wanted: Collection[Keys] = (), apart: Collection[Keys] = (), kept: int = KEPT,
    progress: Progress | None = None,
) -> list[PairScore]:
    """Scores of the pairs that fit, best first: for each named, weighted affinity the need of one
    against the other and the reverse. A name says with ``{one}`` whose need it is. The same
    organisation never meets itself.

    Of each participant the best ``kept`` counterparts, and those of the pairs ``wanted`` (both by
    keys, the smaller first) that fit at all; none of the pairs ``apart``.
    """
    import numpy as np

    row = {p.key: at for at, p in enumerate(participants)}
    fitting = [np.zeros((len(row), len(row))) for _ in affinities]
    for at, one in enumerate(participants):
        for matrix, (_, weight, affinity) in zip(fitting, affinities, strict=True):
            for key, value in affinity.values(one).items():
                matrix[at, row[key]] = weight * value
        if progress is not None:
            progress(at + 1, len(row))
    worth = np.zeros((len(row), len(row)))
    for matrix in fitting:
        worth += matrix + matrix.T
    _part(participants, row, worth, apart)
    ends = {(i, j) if participants[i].key < participants[j].key else (j, i)
            for i, j in _kept(worth, kept, row, wanted)}
    return sorted((_pair(participants, affinities, fitting, both) for both in ends),
                  key=best_first)


def _part(participants: Sequence[Participant], row: Mapping[str, int],
          worth: NDArray[np.float64], apart: Collection[Keys]) -> None:
    """Take out the pairs of one organisation and those to be kept apart."""
    bodies: dict[str, list[int]] = {}
    for at, one in enumerate(participants):
        for name in {one.body, " ".join(one.organisation.casefold().split())}:
            bodies.setdefault(name, []).append(at)
    for members in bodies.values():
        for at in members:
            worth[at, members] = 0.0
    for first, second in apart:
        if first in row and second in row:
            worth[row[first], row[second]] = worth[row[second], row[first]] = 0.0


def _kept(worth: NDArray[np.float64], kept: int, row: Mapping[str, int],
          wanted: Collection[Keys]) -> Iterator[tuple[int, int]]:
    import numpy as np

    for at in range(len(worth)):
        best = np.argsort(-worth[at], kind="stable")[:kept]
        for other in best[worth[at, best] >= _WORTH]:
            yield at, int(other)
    for first, second in wanted:
        if first in row and second in row and worth[row[first], row[second]] > 0:
            yield row[first], row[second]


def _pair(
    participants: Sequence[Participant], affinities: Sequence[tuple[str, float, Affinity]],
    fitting: Sequence[NDArray[np.float64]], both: tuple[int, int],
) -> PairScore:
    """A pair with its parts, both ways; the smaller key first."""
    parts = []
    for i, j in (both, both[::-1]):
        one, other = participants[i], participants[j]
        for matrix, (label, weight, affinity) in zip(fitting, affinities, strict=True):
            if matrix[i, j] > 0:
                parts += [PairPart(label.format(one=one.organisation), weight * fit.value,
                                   fit.note, fit.document, fit.level)
                          for fit in affinity.fits(one, other)]
    first, second = (participants[at].key for at in both)
    return PairScore(first, second, sum(part.value for part in parts), tuple(parts))
