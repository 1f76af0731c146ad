"""The cases of a graph: opened, marked, noted, undone, asked again, exported, used as labels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from graph.anchored import places
from graph.cases.model import TEXTS, CaseLog, Change, check_mark, check_status, reasons
from graph.deciding import anchored, new_id, now
from graph.errors import InvalidRequest, NotFound
from graph.model import LEVELS, Entity, RecordAnchor, Visibility
from graph.saved import checked, has_control, person, seen_at, visible_to
from graph.schema import KINDS

if TYPE_CHECKING:
    from graph.knowledge_graph import KnowledgeGraph
    from graph.matching.options import Options
    from graph.matching.results import MatchResult

KIND = "case"
_LONGEST_TITLE = 100
CANDIDATE_COLUMNS = ("organisation", "id", "kind", "region", "status", "reason", "words", "by",
                     "at", "notes")
COLUMNS = ("case", "title", "client", "need", "opened", "opened_by", *CANDIDATE_COLUMNS)
"""Of `Cases.rows`."""


@dataclass(frozen=True, slots=True)
class CaseCandidate:
    """An organisation of a case: its mark, the last one made, and the notes about it.

    ``id`` is the entity that it means today, empty when no source names it any more; ``mark`` is
    None where there are notes alone.
    """

    id: str
    name: str
    kind: str
    region: str
    mark: Change | None
    notes: tuple[Change, ...]

    @property
    def status(self) -> str:
        """``shortlisted``, ``contacted``, ``declined``, ``agreed``, or nothing."""
        return self.mark.status if self.mark else ""


@dataclass(frozen=True, slots=True)
class Case:
    """A case as this reader sees it today."""

    id: str
    title: str
    need: str
    client: str
    options: Mapping[str, Any]
    """Of the question, as `KnowledgeGraph.match` takes them."""
    visibility: Visibility
    candidates: tuple[CaseCandidate, ...]
    """In the order in which they came into the case."""
    notes: tuple[Change, ...]
    """About the case as a whole."""
    changes: tuple[Change, ...]
    """All that was done, oldest first, with what was taken back."""

    @property
    def by(self) -> str:
        """Who opened it."""
        return self.changes[0].by

    @property
    def at(self) -> str:
        """When it was opened: ISO, UTC."""
        return self.changes[0].at

    @property
    def undone(self) -> frozenset[str]:
        """Ids of the changes that were taken back."""
        return frozenset(change.undoes for change in self.changes if change.undoes)


@dataclass(frozen=True, slots=True)
class Marked:
    """A mark as answers show it: in which case, and the mark."""

    case: str
    title: str
    mark: Change


@dataclass(frozen=True, slots=True)
class Label:
    """What a case says of an organisation's fit, for training weights.

    Evidence from before ``as_of`` (a year, month or day) was there to be judged.
    """

    need: str
    as_of: str
    organisation: str
    fits: bool


class Cases:
    """The cases of a graph, as its reader sees them (``kg.cases``)."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        self._graph = graph

    # --- writing ------------------------------------------------------------------------------

    def new(
        self, need: str, *, by: str, title: str = "", client: str = "",
        visibility: Visibility | None = None, options: Mapping[str, Any] | None = None,
    ) -> Case:
        """Open a case for a need (free text, or what `match` takes as one).

        ``client`` is an organisation's id or any words. ``visibility`` is by default all that
        this reader may see. Raises `InvalidRequest` for an empty need and bad options.
        """
        options, level = checked(need, options or {}), visible_to(self._graph, visibility)
        given = {"need": need, "title": _one_line(title) or self._title(need, LEVELS[level]),
                 "client": _one_line(client), "options": options}
        log = CaseLog(new_id(), level, (
            Change(new_id(), "open", person(by), now(), given=given),))
        self._graph.store.save(KIND, log.id, log.to_text())
        return self._case(log)

    def edit(self, case: str, *, by: str, **given: Any) -> Case:
        """Say ``need``, ``title``, ``client`` or ``options`` anew; nothing new is no change."""
        if unknown := sorted(given.keys() - {*TEXTS, "options"}):
            raise InvalidRequest(f"a case has no {unknown[0]}; it has {', '.join(TEXTS)}, options")

        def change(log: CaseLog) -> Change | None:
            stands = log.given | given
            stands["options"] = checked(stands["need"], stands["options"])
            stands["title"] = _one_line(stands["title"]) or self._title(
                stands["need"], log.level)
            told = {name: stands[name] for name in given if stands[name] != log.given[name]}
            return Change(new_id(), "edit", person(by), now(), given=told) if told else None

        return self._append(case, change)

    def mark(
        self, case: str, organisation: str, status: str, *, by: str, reason: str = "",
        words: str = "",
    ) -> Case:
        """Say how an organisation (id, identifier or name) stands in a case.

        ``reason`` goes with ``declined`` and is one of `reasons`. The same mark again by the same
        person changes nothing.
        """
        check_mark(status, reason)

        def change(log: CaseLog) -> Change | None:
            about = self._about(log, organisation)
            last = next((c for c in reversed(list(log.marks))
                         if c.kind == "mark" and c.about == about), None)
            made = Change(
                new_id(), "mark", person(by), now(), about, status, reason, words.strip())
            return None if last and _says(last) == _says(made) else made

        return self._append(case, change)

    def note(self, case: str, words: str, *, by: str, organisation: str = "") -> Case:
        """Write something down, about an organisation or about the case as a whole."""
        if not words.strip():
            raise InvalidRequest("the note is empty")
        if any(has_control(line) for line in words.replace("\t", " ").splitlines()):
            raise InvalidRequest("the note holds a control character; write plain text")

        def change(log: CaseLog) -> Change:
            about = self._about(log, organisation) if organisation else None
            return Change(new_id(), "note", person(by), now(), about, words=words.strip())

        return self._append(case, change)

    def undo(self, case: str, *, by: str, change: str = "") -> Case:
        """Take back a change, by default this person's last. What stood before stands again.

        Raises `InvalidRequest` for somebody else's, and for the opening of the case.
        """
        def undoing(log: CaseLog) -> Change:
            known = [c for c in log.in_force if c.kind != "open"]
            own = [c for c in known if c.by == person(by)]
            if not change and not own:
                raise InvalidRequest(f"{by.strip()} has nothing to take back in this case")
            wanted = change or own[-1].id
            made = next((c for c in known if c.id == wanted), None)
            if made is None:
                raise NotFound(f"case {case} has no change {wanted!r} that can be taken back")
            if made.by != person(by):
                raise InvalidRequest(f"{made.by} made this {made.kind}, and only {made.by} takes "
                                     "it back; make a mark or note of your own")
            return Change(new_id(), "undo", person(by), now(), undoes=made.id)

        return self._append(case, undoing)

    def remove(self, case: str) -> Case:
        """Take a case away with all that was written in it, for good; what it was."""
        gone = self.get(case)
        self._graph.store.save(KIND, gone.id, None)
        return gone

    def _append(self, case: str, change: Callable[[CaseLog], Change | None]) -> Case:
        """Add what ``change`` makes of the log, read and written in one transaction."""
        def write() -> CaseLog:
            log = self._log(case)
            made = change(log)
            if made is not None:
                log = CaseLog(log.id, log.visibility, (*log.changes, made))
                self._graph.store.save(KIND, log.id, log.to_text())
            return log

        return self._case(self._graph.store.transact(write))

    def _about(self, log: CaseLog, organisation: str) -> RecordAnchor:
        """How the case remembers an organisation: as it did before, else by a record that all see
        who may see the case."""
        anchor, entity = anchored(seen_at(self._graph, log.level), organisation)
        if KINDS[anchor.kind].group != "organisation":
            raise InvalidRequest(f"{anchor.name} is a {KINDS[anchor.kind].caption}; the candidates "
                                 "of a case are organisations")
        known = [change.about for change in log.marks if change.about]
        today = places(self._graph, known, among=[entity])
        return next((about for about in reversed(known) if today.get(about) == entity), anchor)

    def _title(self, need: str, level: int) -> str:
        """The name of what the need names to the case's readers, or its first words."""
        try:
            return seen_at(self._graph, level).entity(need).name
        except NotFound:
            words = _one_line(need)
        return words if len(words) <= _LONGEST_TITLE else words[:_LONGEST_TITLE].rsplit(
            " ", 1)[0] + " …"

    # --- reading ------------------------------------------------------------------------------

    def get(self, case: str) -> Case:
        """One by id; `NotFound` if there is none that this reader may see."""
        return self._case(self._log(case))

    def listed(self, *, status: str = "") -> list[Case]:
        """Those that this reader may see, the latest first; with ``status`` only those in which
        a candidate stands so. Raises `InvalidRequest` for what is no status."""
        if status:
            check_status(status)
        found = [case for case in self._cases(self._logs())
                 if not status or status in {c.status for c in case.candidates}]
        return sorted(found, key=lambda case: (case.at, case.id), reverse=True)

    def ask(self, case: str, *, without: Collection[str] = ()) -> MatchResult:
        """Ask the case's question today, leaving out candidates who stand so (``declined``)."""
        found = self.get(case)
        for status in without:
            check_status(status)
        left_out = [c.id for c in found.candidates if c.id and c.status in without]
        options = {**found.options,
                   "exclude": [*found.options.get("exclude", ()), *left_out]}
        return self._graph.match(found.need, **cast("Options", options))

    def marks_for(
        self, organisations: Collection[str], *, but: str = ""
    ) -> dict[str, tuple[Marked, ...]]:
        """Entity ids with the last mark of each case about them, the latest first, for answers to
        show; ``but`` is a case that is not of interest."""
        logs = [log for log in self._logs() if log.id != but]
        anchors = {c.about for log in logs for c in log.marks if c.about}
        today = places(self._graph, anchors, among=organisations)
        found: dict[str, list[Marked]] = defaultdict(list)
        for log in logs:
            last = {today[c.about]: c for c in log.marks if c.kind == "mark" and c.about in today}
            for entity in last.keys() & set(organisations):
                found[entity].append(Marked(log.id, log.given["title"], last[entity]))
        return {entity: tuple(sorted(marks, key=lambda m: (m.mark.at, m.case), reverse=True))
                for entity, marks in found.items()}

    def labels(self) -> Iterator[Label]:
        """What the marks say of who can solve which need, to train weights on.

        Shortlisted, contacted and agreed fit; of the declined it depends on the reason.
        """
        for case in sorted(self.listed(), key=lambda case: (case.at, case.id)):
            as_of = str(case.options.get("as_of") or case.at[:10])
            for candidate in case.candidates:
                if candidate.id and candidate.mark:
                    reason = candidate.mark.reason
                    fits = reasons()[reason].fits if reason in reasons() else True
                    if fits is not None:
                        yield Label(case.need, as_of, candidate.id, fits)

    def rows(self, case: str = "", *, status: str = "") -> Iterator[dict[str, str]]:
        """Cases as a table, a row a candidate (one without, of a case that has none); of one case
        or of all, oldest first, and with ``status`` only of candidates who stand so. Raises
        `InvalidRequest` for what is no status."""
        if status:
            check_status(status)
        found = [self.get(case)] if case else self.listed()[::-1]
        for item in found:
            head = {"case": item.id, "title": item.title, "client": item.client,
                    "need": item.need, "opened": item.at, "opened_by": item.by}
            shown = [c for c in item.candidates if not status or c.status == status]
            for candidate in shown:
                mark = candidate.mark
                yield head | {
                    "organisation": candidate.name, "id": candidate.id, "kind": candidate.kind,
                    "region": candidate.region, "status": candidate.status,
                    "reason": mark.reason if mark else "", "words": mark.words if mark else "",
                    "by": mark.by if mark else "", "at": mark.at if mark else "",
                    "notes": "\n".join(f"{n.at[:10]} {n.by}: {n.words}" for n in candidate.notes),
                }
            if not item.candidates and not status:
                yield head | dict.fromkeys(CANDIDATE_COLUMNS, "")

    def _logs(self) -> list[CaseLog]:
        found = (CaseLog.of_text(id_, text)
                 for id_, text in self._graph.store.saved(KIND).items())
        return [log for log in found if log.level <= self._graph.level]

    def _log(self, case: str) -> CaseLog:
        case = case.encode(errors="replace").decode()  # half a character names nothing
        text = self._graph.store.saved_thing(KIND, case)
        log = None if text is None else CaseLog.of_text(case, text)
        if log is None or log.level > self._graph.level:
            raise NotFound(f"there is no case {case!r}; `qilian case list` lists them")
        return log

    def _case(self, log: CaseLog) -> Case:
        return self._cases([log])[0]

    def _cases(self, logs: Sequence[CaseLog]) -> list[Case]:
        """The logs' present state, without organisations that this reader may not see."""
        today = places(self._graph, {c.about for log in logs for c in log.marks if c.about})
        entities = {e.id: e for e in self._graph.eyes.entities(
            self._graph.store.entities(set(today.values())).values())}
        hidden = self._graph.eyes.hidden_units
        return [_case(log, {about: entities[id_] for about, id_ in today.items()
                            if id_ in entities}, hidden) for log in logs]


def _case(
    log: CaseLog, today: Mapping[RecordAnchor, Entity], hidden: Collection[str]
) -> Case:
    """``today`` is what the organisations of the log mean."""
    seen = [c for c in log.changes if not (c.about and c.about.unit in hidden)]
    told = [change for change in log.in_force if change in seen]
    entities = {entity.id: entity for entity in today.values()}
    groups: dict[str | RecordAnchor, list[Change]] = {}
    for change in told:
        if about := change.about:
            groups.setdefault(today[about].id if about in today else about, []).append(change)
    given = log.given
    return Case(
        log.id, given["title"], given["need"], given["client"], given["options"], log.visibility,
        tuple(_candidate(entities.get(str(key)), changes) for key, changes in groups.items()),
        tuple(c for c in told if c.kind == "note" and not c.about), tuple(seen),
    )


def _candidate(entity: Entity | None, changes: list[Change]) -> CaseCandidate:
    """``changes`` are the marks and notes about it, oldest first."""
    marks = [change for change in changes if change.kind == "mark"]
    notes = tuple(change for change in changes if change.kind == "note")
    mark = marks[-1] if marks else None
    if entity:
        return CaseCandidate(entity.id, entity.name, entity.kind, entity.region, mark, notes)
    about = cast("RecordAnchor", changes[-1].about)
    return CaseCandidate("", about.name, about.kind, "", mark, notes)


def _says(mark: Change) -> tuple[str, str, str, str]:
    return mark.status, mark.reason, mark.words, mark.by


def _one_line(text: str) -> str:
    return " ".join(text.split())
