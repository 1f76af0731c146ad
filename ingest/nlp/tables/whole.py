"""What holds for a list as a whole: its programme, its publisher, the owner of its patents."""

from __future__ import annotations

from ingest.nlp.draft import Draft, Found
from ingest.nlp.tables.labels import Labels
from ingest.nlp.tables.rows import Row


def add_whole(draft: Draft, rows: list[Row], labels: Labels) -> None:
    """Adds the relations that a list's title and first words give to all of its rows."""
    title = draft.sentences[0] if draft.sentences else (0, 0)
    _owner(draft, rows, labels, title)
    demands = [r for r in rows if "problem" in r.found and r.first("enterprise", "institute")]
    if len(demands) >= 2 and labels.cue("demands").search(draft.text, *_head(draft)):
        _demands(draft, demands, labels, title)
        return
    members = [f for r in rows if not r.negative and (f := _member(r))]
    programme = _programme(draft, rows, title) or _club(draft, labels, title)
    listed = labels.cue("listed").search(draft.text, *title) and len(members) >= 2
    if programme is None and listed and not any("patent" in r.found for r in rows):
        programme = draft.add("Programme", *title, confidence=0.5)
    if programme and len(members) >= 2:
        for member in members:
            kind = "PART_OF" if member.type == "Programme" else "MEMBER_OF"
            draft.link(kind, member, programme, member.start, member.end, 0.6)


def _member(row: Row) -> Found | None:
    """Whom a row lists: a centre, a project or a body, but no party to a licence."""
    return None if "patent" in row.found else row.first("project", "institute", "enterprise")


def _head(draft: Draft) -> tuple[int, int]:
    """The title with the line below it, which may say what the title is of."""
    return draft.sentences[0][0], draft.sentences[min(1, len(draft.sentences) - 1)][1]


def _programme(draft: Draft, rows: list[Row], title: tuple[int, int]) -> Found | None:
    """The first programme that the title names, else the only one in the words above the rows."""
    titled = draft.within(*title, "Programme")
    if titled:
        return titled[0]
    above = draft.within(0, min(r.record.start for r in rows), "Programme")
    return above[0] if len({f.key for f in above}) == 1 else None


def _club(draft: Draft, labels: Labels, title: tuple[int, int]) -> Found | None:
    """The one platform whose members the title lists."""
    platforms = draft.within(*title, "Platform")
    listed = len(platforms) == 1 and labels.cue("members").search(draft.text, *title)
    return platforms[0] if listed else None


def _demands(draft: Draft, rows: list[Row], labels: Labels, title: tuple[int, int]) -> None:
    """A published list of demands is a programme: its issuer runs it, its firms are on it."""
    inside = draft.within(*title, "Programme")
    programme = inside[0] if inside else draft.add("Programme", *title, confidence=0.6)
    seat = draft.seat
    titled = {f.key for f in draft.within(*title, "Region")}
    local = seat and (labels.cue("local").search(draft.text) or seat.key in titled)
    placed = {k.subject for k in draft.links if k.type == "LOCATED_IN"}
    for row in rows:
        firm = row.first("enterprise", "institute")
        assert firm
        if row.negative:
            continue
        draft.link("MEMBER_OF", firm, programme, firm.start, firm.end, 0.7)
        if local and seat and (firm.type, firm.key) not in placed:
            draft.link("LOCATED_IN", firm, seat, firm.start, firm.end, 0.5)
        for thing in row.found.get("technology", []):
            draft.link("TARGETS", programme, thing, thing.start, thing.end, 0.6)
    _part_of(draft, labels, programme)
    issuer = _issuer(draft, rows, labels, title)
    if issuer:
        draft.link("RUNS", issuer, programme, issuer.start, issuer.end, 0.7)


def _part_of(draft: Draft, labels: Labels, programme: Found) -> None:
    """ "This round is a part of the … programme"."""
    part = labels.cue("part_of").search(draft.text)
    if part:
        end = draft.sentence_at(part.start())[1]
        for larger in draft.within(part.end(), end, "Programme", "Policy")[:1]:
            draft.link("PART_OF", programme, larger, part.start(), larger.end, 0.7)


def _issuer(draft: Draft, rows: list[Row], labels: Labels, title: tuple[int, int]) -> Found | None:
    """Who published the list: said so, else the first agency named after the title."""
    stated = labels.cue("published").search(draft.text)
    if stated:
        behind = draft.within(stated.end(), stated.end() + 120, "Agency", "Platform", "Institute")
        if behind:
            return behind[0]
    listed = {f.key for r in rows for found in r.found.values() for f in found}
    named = draft.within(title[1], len(draft.text), "Agency")
    return next((f for f in named if f.key not in listed), None)


def _owner(draft: Draft, rows: list[Row], labels: Labels, title: tuple[int, int]) -> None:
    """ "The following patents of X", or a title with one body: patents without an owner are X's."""
    patents = [f for r in rows if not r.first("holder") for f in r.found.get("patent", [])]
    if not patents:
        return
    owner: Found | None = None
    stated = labels.cue("owner_of_all").search(draft.text)
    bodies = [f for f in draft.found if f.type in ("Institute", "Enterprise") and not f.embedded]
    if stated:
        owner = next((f for f in bodies if f.start == stated.end()), None)
    if owner is None:
        titled = [f for f in bodies if title[0] <= f.start and f.end <= title[1]]
        owner = titled[0] if len({f.key for f in titled}) == 1 else None
    for patent in patents if owner else []:
        assert owner
        draft.link("DEVELOPS", owner, patent, patent.start, patent.end, 0.7)
