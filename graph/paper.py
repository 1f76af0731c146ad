"""The broker's paper: an answer as a client reads it, every sentence of evidence with its source.

A paper is plain data; `api.papers` writes it as HTML, Markdown or a workbook in either language.
The internal one is the answer as its reader has it. The outgoing one names no client and is asked
anew of the public sources alone, so that nothing else has a part in its ranking.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Unpack, get_args

from graph.dates import day_text
from graph.errors import InvalidRequest, NotFound
from graph.matching.options import Options, wanted
from graph.matching.query import described, excluded, named
from graph.matching.reader import Reader
from graph.matching.results import Candidate, MatchResult, Need, Part
from graph.model import Entity
from graph.paper_evidence import CONTACT, Cited, PaperEvidence, cited
from graph.paper_hiding import Phrases, hide
from graph.schema import KINDS, ORGANISATIONS

if TYPE_CHECKING:
    from graph.knowledge_graph import KnowledgeGraph

Audience = Literal["internal", "outgoing"]
Language = Literal["en", "zh"]
PUBLIC = 0
LONGEST_SHOWN = 4000
"""Characters of a need that a paper repeats; all of it is asked."""
CAUTION = "caution:"
"""Begins the code of a doubt that is one of `graph.matching.cautions`."""
_LEAST_NUMBER = 8
"""Shorter identifiers are also words and figures of other things."""
_TITLE = 90


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something uncertain: a code that the words of `api.papers` spell out, and what it names."""

    code: str
    number: int = 0
    about: str = ""


@dataclass(frozen=True, slots=True)
class PaperCandidate:
    """An organisation in its place with what speaks for it and what makes that uncertain."""

    rank: int
    name: str
    names: tuple[str, ...]
    kind: str
    region: str
    score: float
    parts: tuple[Part, ...]
    works: int
    latest: str | None
    evidence: tuple[PaperEvidence, ...]
    contacts: tuple[PaperEvidence, ...]
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """What limited the question: of its options those that do not name the asker."""

    kinds: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    not_regions: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    as_of: str = ""
    since: str = ""
    min_works: int = 1
    near: str = ""
    within_km: float | None = None
    alive: bool = False
    small_first: bool = False
    spread: int | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """What a client reads. ``convincing`` is false when the candidates are only the nearest."""

    audience: Audience
    language: Language
    title: str
    need: str
    """The need as stated; names taken out of it when the paper goes out."""
    limits: Limits
    convincing: bool
    candidates: tuple[PaperCandidate, ...]
    doubts: tuple[Doubt, ...]
    snapshot: str
    """The store and its state that were asked; the same again gives the same paper."""
    latest: str | None
    """Day of the latest evidence that this paper's reader sees."""

    @property
    def evidence(self) -> Iterator[PaperEvidence]:
        """Everything that is cited, in its order."""
        for candidate in self.candidates:
            yield from (*candidate.evidence, *candidate.contacts)


@dataclass(frozen=True, slots=True)
class _Asker:
    """Who must not be a candidate, and in an outgoing paper not be named."""

    ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def paper(
    graph: KnowledgeGraph, need: str, *, audience: Audience = "internal",
    language: Language = "en", client: Collection[str] = (), **options: Unpack[Options],
) -> Paper:
    """The paper on a need, which is asked as `match` asks it.

    ``client`` names those who ask, by id, identifier or any words: they and the holders of a stated
    need are no candidates, and an outgoing paper blacks their names out, and every name that the
    graph knows. Raises `InvalidRequest` for what `match` refuses, and for an outgoing paper on a
    need that only internal sources state: its words must be given anew.
    """
    if audience not in get_args(Audience):
        raise InvalidRequest(f"{audience!r} is no audience; a paper is internal or outgoing")
    if language not in get_args(Language):
        raise InvalidRequest(f"{language!r} is no language of papers; choose en or zh")
    read = wanted(need, options)
    reader = Reader(graph)
    about = None if read.title else named(reader, need)
    asker = _asker(reader, about, [*client, *filter(None, [read.asker])])
    options["exclude"] = tuple(dict.fromkeys((*excluded(reader, read), *asker.ids)))
    if audience == "internal":
        result = graph.match(need, **options)
        title = about.name if about else read.title or _title(need)
        return _written(graph, result, audience, language, title, result.need.text)
    return _outgoing(graph, need, language, about, asker, options)


def _outgoing(
    graph: KnowledgeGraph, need: str, language: Language, about: Entity | None, asker: _Asker,
    options: Options,
) -> Paper:
    public = graph.seen_by(PUBLIC)
    reader = Reader(public)
    text, title = need, options.get("title", "")
    if about is not None:
        seen = reader.entities([about.id]).get(about.id)
        if seen is None:
            raise InvalidRequest("only sources that are not public state this need; "
                                 "give it in words that may go out")
        text, title = described(reader, seen)
    own = Phrases(asker.names)
    known = graph.known_names.phrases()
    shown, shown_title = (hide(words, own, known) for words in (text, title))
    left_out = list(reader.entities(options["exclude"]))
    if asking := options.get("asker"):
        id_ = graph.entity(asking).id
        options["asker"] = id_ if reader.entities([id_]) else ""  # nobody public is left out for it
    if (near := options.get("near", "")) and hide(near, own, known) != near:
        raise InvalidRequest("an outgoing paper cannot say near whom: give a place for near")
    while True:
        options |= {"title": shown_title, "exclude": left_out}
        result = public.match(shown, **options)
        naming = [c.id for c in result.ranked if own.named_in(c.name, *c.entity.names)]
        if not naming:
            break
        left_out += naming
    hidden = (Doubt("names_hidden"),) if (shown, shown_title) != (text, title) else ()
    return _written(public, result, "outgoing", language, shown_title or _title(shown), shown,
                    doubts=(Doubt("public_only"), *hidden), own=own)


def _asker(reader: Reader, about: Entity | None, client: Collection[str]) -> _Asker:
    """Those who ask: the client, the enterprise asked about, the holders of the need, and the
    people and organisations that its documents name beside it."""
    ids: dict[str, None] = {}
    names: dict[str, None] = {}
    for reference in client:
        names[reference] = None
        try:
            ids[reader.lookup.entity(reference).id] = None
        except NotFound:
            continue  # whom the graph does not know cannot be a candidate
    if about is not None and about.kind in ORGANISATIONS:
        ids[about.id] = None
    elif about is not None and about.kind == "Problem":
        ids |= dict.fromkeys(e.start for e in reader.edges([about.id], ["HAS_PROBLEM"]))
        names |= dict.fromkeys(_beside(reader, about))
    holders = [e for e in reader.entities(ids).values() if _is_somebody(e.kind)]
    for holder in holders:
        numbers = (identifier.partition(":")[2] for identifier in holder.identifiers)
        names |= dict.fromkeys((
            holder.name, *holder.names, *(n for n in numbers if len(n) >= _LEAST_NUMBER)))
    return _Asker(tuple(holder.id for holder in holders), tuple(names))


def _beside(reader: Reader, about: Entity) -> Iterator[str]:
    """Names and contacts that the rows of a stated need give."""
    rows = [row for row in reader.rows([about.id]).get(about.id, ()) if row.key == row.unit]
    for item in reader.units(row.unit for row in rows).values():
        for record in item.records:
            if _is_somebody(record.kind):
                yield from (record.name, *record.names)
        yield from (str(c.value) for c in item.claims if c.predicate in CONTACT)


def _is_somebody(kind: str) -> bool:
    return kind in ORGANISATIONS or KINDS[kind].personal


def _title(need: str) -> str:
    """The first line of a need, cut at a word."""
    line = next(filter(None, map(str.strip, need.splitlines())), "")
    if len(line) <= _TITLE:
        return line
    cut = line[:_TITLE]
    return (cut.rsplit(" ", 1)[0] if " " in cut[_TITLE // 2 :] else cut) + " …"


def _written(
    graph: KnowledgeGraph, result: MatchResult, audience: Audience, language: Language, title: str,
    need: str, *, doubts: tuple[Doubt, ...] = (), own: Phrases | None = None,
) -> Paper:
    found = cited(Reader(graph), result.ranked)
    candidates = []
    for c in result.ranked:
        citations = _discreet(found[c.id], own)
        if citations.evidence:
            candidates.append(_candidate(c, citations, own))
    info, latest = graph.store.info(), graph.index.latest_day()
    return Paper(
        audience, language, title, _shown(need or title), _limits(result.need), result.convincing,
        tuple(candidates),
        (*doubts, *_doubts(result, len(candidates), need)),
        f"{info.id[:8]}-{result.generation}", day_text(latest) if latest else None,
    )


def _limits(need: Need) -> Limits:
    return Limits(need.kinds, need.regions, need.not_regions, need.codes, need.as_of, need.since,
                  need.min_works, need.near, need.within_km, need.alive, need.small_first,
                  need.spread)


def _shown(need: str) -> str:
    return need if len(need) <= LONGEST_SHOWN else need[:LONGEST_SHOWN] + " …"


def _discreet(citations: Cited, own: Phrases | None) -> Cited:
    """Without what names the client."""
    if own is None:
        return citations
    return Cited(*(tuple(e for e in some if not own.named_in(*e.words))
                   for some in (citations.evidence, citations.contacts)))


def _doubts(result: MatchResult, shown: int, need: str) -> Iterator[Doubt]:
    """What is uncertain of the answer as a whole."""
    if not result.ranked:
        yield Doubt("nothing")
    elif not result.convincing:
        yield Doubt("unconvincing")
    if result.undated:
        yield Doubt("undated", result.undated)
    if unsourced := len(result.ranked) - shown:
        yield Doubt("unsourced", unsourced)
    if len(need) > LONGEST_SHOWN:
        yield Doubt("need_cut", len(need))


def _candidate(c: Candidate, citations: Cited, own: Phrases | None) -> PaperCandidate:
    others = tuple(name for name in c.entity.names if name != c.name)
    doubts = [Doubt(f"{CAUTION}{caution.name}", about=caution.words) for caution in c.cautions
              if own is None or not own.named_in(caution.words)]
    doubts += [Doubt("no_date", about=e.title) for e in citations.evidence
               if e.kind and not e.date]
    return PaperCandidate(
        c.rank, c.name, others, c.kind, c.entity.region, c.score, c.parts, c.work_count, c.latest,
        citations.evidence, citations.contacts, tuple(doubts),
    )
