"""The matching questions of a knowledge graph, as methods; each only delegates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from graph.language.question import Question
    from graph.matching.asked import Asked
    from graph.matching.options import Date, Options
    from graph.matching.reader import Graph
    from graph.matching.results import MatchResult, ProblemList, WhyNot
    from graph.matching.side_by_side import SideBySide
    from graph.matching.weights import Weights


class Asking:
    """What `KnowledgeGraph` can be asked about who can do what for whom.

    ``options`` are those of `graph.matching.options.Options` in every question.
    """

    def read_question(self: Graph, text: str) -> Question:
        """How a sentence is read, with the names of this graph; see `graph.language.question`."""
        from graph.matching.names import read

        return read(self, text)

    def ask(self: Graph, text: str, **edits: Any) -> Asked:
        """Read a sentence and answer it; ``edits`` replace what was read, or are options."""
        from graph.matching.asked import ask

        return ask(self, text, **edits)

    def match(self: Graph, need: str, **options: Unpack[Options]) -> MatchResult:
        """Which organisations can solve a need, on what evidence.

        ``need`` is free text, or the id or exact name of a Problem, Industry or Enterprise.
        """
        from graph.matching import match

        return match(self, need, **options)

    def problems(
        self: Graph, industry: str, *, as_of: Date = None, solvers: int = 3,
        kinds: Sequence[str] = ("Institute",),
    ) -> ProblemList:
        """An industry's common problems, who states them, and who could solve each."""
        from graph.matching import problems

        return problems(self, industry, as_of=as_of, solvers=solvers, kinds=kinds)

    def partners(self: Graph, enterprise: str, **options: Unpack[Options]) -> MatchResult:
        """Organisations that fit an enterprise's needs and field, past partners marked."""
        from graph.matching import partners

        return partners(self, enterprise, **options)

    def licensees(self: Graph, offer: str, **options: Unpack[Options]) -> MatchResult:
        """Enterprises that are likely to take a patent (by number, id or title) or an offer."""
        from graph.matching import licensees

        return licensees(self, offer, **options)

    def served(
        self: Graph, organisation: str, *, as_of: Date = None, limit: int = 10
    ) -> MatchResult:
        """Industries that an organisation could serve, with the problems that its works answer."""
        from graph.matching import served

        return served(self, organisation, as_of=as_of, limit=limit)

    def similar(self: Graph, organisation: str, **options: Unpack[Options]) -> MatchResult:
        """Organisations like one: by their works, their patents' codes, their fields."""
        from graph.matching import similar

        return similar(self, organisation, **options)

    def train(
        self: Graph, *, before: Date = None, needs: int = 1600, seed: int = 0, keep: bool = True,
        progress: Callable[[int], None] | None = None,
    ) -> Weights:
        """Train what each part of a score counts, on this graph's past works from before a day.

        Kept in the store, where its questions find them, unless ``keep`` is false. See
        `graph.matching.train`.
        """
        from graph.matching.train import train
        from graph.matching.weights import KIND, NAME, written

        weights = train(self, before=before, needs=needs, seed=seed, progress=progress)
        if keep:
            self.store.save(KIND, NAME, written(weights))
        return weights

    def untrain(self: Graph) -> None:
        """Go back to the weights set by hand."""
        from graph.matching.weights import KIND, NAME

        self.store.save(KIND, NAME, None)

    def why_not(
        self: Graph, need: str, organisation: str, **options: Unpack[Options]
    ) -> WhyNot:
        """The rank of an organisation for a need, asked as for `match`, and what it lacks."""
        from graph.matching import why_not

        return why_not(self, need, organisation, **options)

    def compare_candidates(
        self: Graph, need: str, organisations: Collection[str], **options: Unpack[Options]
    ) -> SideBySide:
        """Two to four organisations side by side for a need, asked as for `match`."""
        from graph.matching import compare_candidates

        return compare_candidates(self, need, organisations, **options)
