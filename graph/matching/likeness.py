"""How alike statements are: by their words, and by their vectors where the store has vectors."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from graph.language.tokens import tokens
from graph.matching.reader import Graph
from graph.matching.statements import generic_stems

ALIKE = 0.18
"""Statements at least this alike state one problem."""
TITLES_ALIKE = 0.6
"""What titles' likeness counts: a few words are easily alike."""
NEAR: Mapping[str, float] = {"minilm": 0.35, "multilingual": 0.2, "static": 0.15}
_NEAR = 0.35
"""The nearness in the vectors of a model that counts as `ALIKE`: texts of one industry lie nearer
to each other in one model than in another. Set on judged industries, docs/matching-quality.md."""
_OTHERS = 1000
"""So many texts about nothing are thought beside the works and statements: among few, a word that
two of them share would seem to say nothing."""
_NEUTRAL = 5
"""So many statements about nothing are thought beside those of an industry: of two or three
statements their middle says little."""
Square = npt.NDArray[np.float64]


def alike_statements(
    graph: Graph, titles: Sequence[str], texts: Sequence[str], *, before: int | None
) -> Square:
    """How alike statements of one industry are, 1 on the diagonal; from `ALIKE` on they state one
    problem: by their words, their titles' words, or their vectors, whichever says most."""
    named = [Counter(tokens(title)) for title in titles]
    worded = [Counter(tokens(text)) for text in texts]
    told = _told(graph, worded, frozenset[str]().union(*named, *worded), before)
    by_words = np.maximum(likeness(worded, told), TITLES_ALIKE * likeness(named, told))
    return np.maximum(by_words, _by_vectors(graph, texts))


def _told(
    graph: Graph, worded: Sequence[Mapping[str, int]], terms: Collection[str], before: int | None
) -> dict[str, float]:
    """How telling words are by the works and the statements that have them: ln((N + 1) / (n + ½)),
    the idf of `graph.bm25`."""
    works = graph.index.statistics(before)[0]
    among_works = graph.index.telling(dict.fromkeys(terms, 1.0), before=before)
    stated = Counter(term for counts in worded for term in counts)
    all_texts = works + len(worded) + _OTHERS
    return {
        term: math.log((all_texts + 1) / ((works + 1) * math.exp(-told) + stated[term]))
        for term, told in among_works.items() if term not in generic_stems()
    }


def likeness(counts: Sequence[Mapping[str, int]], told: Mapping[str, float]) -> Square:
    """Cosines of texts as saturated weights of the terms that tell; 1 on the diagonal."""
    place = {term: i for i, term in enumerate(sorted(told))}
    vectors = np.zeros((len(counts), len(place)))
    for row, terms in enumerate(counts):
        for term, tf in terms.items():
            if term in place:
                vectors[row, place[term]] = tf / (tf + 1.0) * told[term]
    return cosines(vectors)


def cosines(rows: Square) -> Square:
    """Cosines of rows; 1 on the diagonal, 0 beside a row of zeros."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit = rows / np.where(lengths > 0, lengths, 1.0)
    found: Square = unit @ unit.T
    np.fill_diagonal(found, 1.0)
    return found


def _by_vectors(graph: Graph, texts: Sequence[str]) -> Square:
    """`nearness` of the texts that the vectors' model reads, 0 for others and without vectors."""
    rows = graph.vectors.encoded(texts)
    known = np.flatnonzero(rows.any(axis=1))
    found = np.eye(len(texts))
    if len(known) > 1:
        near = nearness(rows[known].astype(np.float64))
        found[np.ix_(known, known)] = near + ALIKE - NEAR.get(graph.vectors.model, _NEAR)
        np.fill_diagonal(found, 1.0)
    return found


def nearness(rows: Square) -> Square:
    """How near statements of an industry are by their vectors: half their cosine, half whether
    they differ in the same way from the industry's middle.

    The second is the cosine of their likenesses to all its statements, so that one that they both
    resemble brings two together.
    """
    middle = rows.sum(axis=0) / (len(rows) + _NEUTRAL)
    own = rows - middle
    found: Square = (cosines(rows) + cosines(own @ own.T)) / 2
    return found


def average_linkage(alike: Square, least: float) -> list[list[int]]:
    """Groups of rows, joined while the two most alike groups are so by ``least`` on average.

    Sokal & Michener 1958 (UPGMA).
    """
    if len(alike) < 2:
        return [[i] for i in range(len(alike))]
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    distance = np.clip(1.0 - (alike + alike.T) / 2, 0.0, None).round(9)
    np.fill_diagonal(distance, 0.0)
    tree = linkage(squareform(distance, checks=False), method="average")
    labels = fcluster(tree, 1.0 - least, criterion="distance")
    groups: dict[int, list[int]] = {}
    for row, label in enumerate(labels.tolist()):
        groups.setdefault(label, []).append(row)
    return sorted(groups.values())
