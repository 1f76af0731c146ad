"""Cases: what is marked is remembered, shown, undone, and seen by those who may."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.cases import STATUSES, reasons
from graph.errors import InvalidRequest, NotFound
from graph.forget import MASK
from graph.knowledge_graph import KnowledgeGraph
from graph.stores import open_store
from tests.builders import REGISTER, patent_row
from tests.graph.cases.conftest import NEED, SALT, WOOL, YAK


def stands(kg: KnowledgeGraph, case: str) -> list[tuple[str, str]]:
    return [(c.name, c.status) for c in kg.cases.get(case).candidates]


def test_a_case_remembers_its_question(kg: KnowledgeGraph) -> None:
    case = kg.cases.new(f"  {NEED}\n and more ", by=" Li Wen ", client="Brine Works",
                        options={"kinds": ("Institute",), "as_of": "2024", "limit": 5})
    assert (case.title, case.by, case.client) == (f"{NEED} and more", "Li Wen", "Brine Works")
    assert case.options == {"kinds": ["Institute"], "as_of": "2024", "limit": 5}
    assert (case.visibility, case.candidates, case.notes) == ("confidential", (), ())
    assert kg.cases.get(case.id) == case
    assert kg.cases.ask(case.id).candidates == kg.match(
        case.need, kinds=("Institute",), as_of="2024", limit=5).candidates


def test_a_long_need_and_a_thing_have_titles(kg: KnowledgeGraph) -> None:
    assert kg.cases.new("brine " * 40, by="a").title == ("brine " * 16).strip() + " …"
    assert kg.cases.new(kg.entity(SALT).id, by="a").title == SALT


def test_marks_and_notes_are_kept_with_who_and_when(kg: KnowledgeGraph) -> None:
    case = kg.cases.new(NEED, by="Li Wen").id
    kg.cases.mark(case, YAK, "shortlisted", by="Li Wen")
    kg.cases.mark(case, SALT, "contacted", by="Li Wen", words="by telephone")
    kg.cases.note(case, "asks for a sample", by="Ma Yun", organisation=SALT)
    kg.cases.note(case, "budget is open", by="Ma Yun")
    found = kg.cases.mark(case, YAK, "declined", by="Ma Yun", reason="price")
    assert stands(kg, case) == [(YAK, "declined"), (SALT, "contacted")]
    yak, salt = found.candidates
    assert yak.mark is not None
    assert (yak.mark.by, yak.mark.reason) == ("Ma Yun", "price")
    assert yak.mark.at.endswith("+00:00")
    assert [(n.words, n.by) for n in salt.notes] == [("asks for a sample", "Ma Yun")]
    assert [n.words for n in found.notes] == ["budget is open"]
    assert [c.kind for c in found.changes] == ["open", "mark", "mark", "note", "note", "mark"]


def test_the_same_mark_again_changes_nothing(kg: KnowledgeGraph) -> None:
    case = kg.cases.new(NEED, by="a").id
    once = kg.cases.mark(case, SALT, "contacted", by="a")
    assert kg.cases.mark(case, SALT, "contacted", by="a") == once
    assert len(kg.cases.mark(case, SALT, "contacted", by="b").changes) == 3


def test_undo_brings_back_what_stood_before(kg: KnowledgeGraph) -> None:
    case = kg.cases.new(NEED, by="a").id
    kg.cases.mark(case, SALT, "shortlisted", by="a")
    kg.cases.mark(case, SALT, "declined", by="a", reason="other")
    kg.cases.note(case, "later", by="b")
    assert stands(kg, case) == [(SALT, "declined")]
    undone = kg.cases.undo(case, by="a")
    assert stands(kg, case) == [(SALT, "shortlisted")]
    assert undone.undone == {undone.changes[2].id}
    kg.cases.undo(case, by="a")
    assert stands(kg, case) == []
    assert [n.words for n in kg.cases.get(case).notes] == ["later"]
    with pytest.raises(InvalidRequest, match="a has nothing to take back"):
        kg.cases.undo(case, by="a")


def test_what_somebody_else_wrote_stays(kg: KnowledgeGraph) -> None:
    opened = kg.cases.new(NEED, by="a")
    made = kg.cases.mark(opened.id, SALT, "agreed", by="a").changes[-1]
    with pytest.raises(InvalidRequest, match="a made this mark, and only a takes it back"):
        kg.cases.undo(opened.id, by="b", change=made.id)
    kg.cases.undo(opened.id, by="a", change=made.id)
    for gone in (made.id, opened.changes[0].id, "nothing"):
        with pytest.raises(NotFound, match="no change"):
            kg.cases.undo(opened.id, by="a", change=gone)


def test_edits_can_be_undone(kg: KnowledgeGraph) -> None:
    case = kg.cases.new(NEED, by="a", options={"limit": 3}).id
    edited = kg.cases.edit(case, by="a", title="Lithium", options={"limit": 4})
    assert (edited.title, edited.options, edited.need) == ("Lithium", {"limit": 4}, NEED)
    assert kg.cases.edit(case, by="a", title=" Lithium ", client="") == edited
    assert kg.cases.edit(case, by="b", title="").title == NEED
    back = kg.cases.undo(case, by="a")
    assert (back.title, back.options) == (NEED, {"limit": 3})
    with pytest.raises(InvalidRequest, match="a case has no colour"):
        kg.cases.edit(case, by="a", colour="red")
    with pytest.raises(InvalidRequest, match="the text is empty"):
        kg.cases.edit(case, by="a", need=" ")


@pytest.mark.parametrize(("args", "says"), [
    ((SALT, "liked", ""), "'liked' is no status; a candidate is shortlisted"),
    ((SALT, "declined", ""), "say why it was declined; choose from no-capacity"),
    ((SALT, "declined", "bored"), "'bored' is no reason; choose from no-capacity"),
    ((SALT, "agreed", "price"), "a reason goes with declined, not with agreed"),
    (("register/P1", "agreed", ""), "is a patent; the candidates of a case are organisations"),
])
def test_marks_that_make_no_sense(
    kg: KnowledgeGraph, args: tuple[str, str, str], says: str
) -> None:
    case = kg.cases.new(NEED, by="a").id
    organisation, status, reason = args
    with pytest.raises(InvalidRequest, match=says):
        kg.cases.mark(case, organisation, status, by="a", reason=reason)
    assert len(kg.cases.get(case).changes) == 1


def test_what_is_not_there_is_named(kg: KnowledgeGraph) -> None:
    case = kg.cases.new(NEED, by="a").id
    with pytest.raises(NotFound, match="Nobody Known"):
        kg.cases.mark(case, "Nobody Known", "agreed", by="a")
    with pytest.raises(NotFound, match="no case 'none'"):
        kg.cases.note("none", "x", by="a")
    with pytest.raises(NotFound, match="no case 'none"):
        kg.cases.get("none\udcff")
    with pytest.raises(InvalidRequest, match="'liked' is no status"):
        kg.cases.listed(status="liked")
    with pytest.raises(InvalidRequest, match="'liked' is no status"):
        list(kg.cases.rows(status="liked"))
    with pytest.raises(InvalidRequest, match="the note is empty"):
        kg.cases.note(case, " ", by="a")
    with pytest.raises(InvalidRequest, match="control character"):
        kg.cases.note(case, "\x1b]0;title\x07", by="a")
    kg.cases.note(case, "two\nlines\tand more", by="a")
    with pytest.raises(InvalidRequest, match="say by whom"):
        kg.cases.note(case, "x", by=" ")
    with pytest.raises(InvalidRequest, match="the text is empty"):
        kg.cases.new("  ", by="a")
    with pytest.raises(InvalidRequest, match="'colour' is no option"):
        kg.cases.new(NEED, by="a", options={"colour": 1})
    with pytest.raises(InvalidRequest, match="'secret' is no visibility"):
        kg.cases.new(NEED, by="a", visibility="secret")  # type: ignore[arg-type]


def test_readers_below_do_not_see_it(kg: KnowledgeGraph) -> None:
    case = kg.cases.new(NEED, by="a").id
    kg.cases.mark(case, SALT, "contacted", by="a")
    salt = kg.entity(SALT).id
    for level in (0, 1):
        below = kg.seen_by(level)
        assert below.cases.listed() == []
        assert below.cases.marks_for([salt]) == {}
        assert list(below.cases.labels()) == []
        with pytest.raises(NotFound):
            below.cases.get(case)
        with pytest.raises(NotFound):
            below.cases.mark(case, SALT, "agreed", by="b")
    inside = kg.seen_by(1).cases.new(NEED, by="a")
    assert inside.visibility == "internal"
    with pytest.raises(InvalidRequest, match="could not be seen here"):
        kg.seen_by(1).cases.new(NEED, by="a", visibility="confidential")
    with pytest.raises(InvalidRequest, match="say visibility public"):
        kg.seen_by(0).cases.new(NEED, by="a")
    assert kg.seen_by(0).cases.new(NEED, by="a", visibility="public").visibility == "public"


def test_a_case_for_many_names_nobody_that_few_may_see(kg: KnowledgeGraph) -> None:
    case = kg.cases.new(NEED, by="a", visibility="internal").id
    with pytest.raises(NotFound):
        kg.cases.mark(case, "Hidden Lab", "contacted", by="a")
    hidden = kg.entity("Hidden Lab").id
    assert kg.cases.new(hidden, by="a", visibility="internal").title == hidden
    assert kg.cases.new(hidden, by="a").title == "Hidden Lab"
    kg.cases.mark(case, SALT, "contacted", by="a")
    kg.store.transact(lambda: None)
    kg.load(type(REGISTER)(REGISTER.key, visibility="confidential", form="table"), [])
    below = kg.seen_by(1).cases.get(case)
    assert (below.candidates, [c.kind for c in below.changes]) == ((), ["open"])
    assert [c.name for c in kg.cases.get(case).candidates] == [SALT]


def test_a_merged_candidate_shows_both_marks_as_one_and_parts_again(kg: KnowledgeGraph) -> None:
    case = kg.cases.new(NEED, by="a").id
    kg.cases.mark(case, YAK, "shortlisted", by="a")
    kg.cases.mark(case, SALT, "contacted", by="a")
    decision = kg.decide("same", SALT, YAK, by="a")
    [one] = kg.cases.get(case).candidates
    assert one.status == "contacted"
    [shown] = kg.cases.marks_for([one.id])[one.id]
    assert shown.mark.status == "contacted"
    kg.cases.mark(case, YAK, "agreed", by="a")
    kg.undo(decision.id)
    assert stands(kg, case) == [(YAK, "shortlisted"), (SALT, "agreed")]


def test_marks_for_shows_the_last_of_each_case(kg: KnowledgeGraph) -> None:
    first = kg.cases.new(NEED, by="a", title="First").id
    second = kg.cases.new(NEED, by="a", title="Second").id
    for case, name, status in ((first, SALT, "shortlisted"), (first, SALT, "contacted"),
                               (second, SALT, "agreed"), (second, WOOL, "agreed")):
        kg.cases.mark(case, name, status, by="a")
    salt, yak = kg.entity(SALT).id, kg.entity(YAK).id
    found = kg.cases.marks_for([salt, yak])
    assert list(found) == [salt]
    assert {(m.title, m.mark.status) for m in found[salt]} == {
        ("First", "contacted"), ("Second", "agreed")}
    assert [m.title for m in kg.cases.marks_for([salt], but=second)[salt]] == ["First"]


def test_the_declined_can_be_left_out(kg: KnowledgeGraph) -> None:
    case = kg.cases.new(NEED, by="a", options={"limit": 10}).id
    ranked = [c.name for c in kg.cases.ask(case).ranked]
    assert {SALT, YAK} <= set(ranked)
    kg.cases.mark(case, SALT, "declined", by="a", reason="no-capacity")
    kg.cases.mark(case, YAK, "contacted", by="a")
    left = [c.name for c in kg.cases.ask(case, without=("declined",)).ranked]
    assert left == [name for name in ranked if name != SALT]
    assert {c.title for c in kg.cases.listed(status="declined")} == {NEED}
    assert kg.cases.listed(status="agreed") == []


def test_labels_say_who_fits(kg: KnowledgeGraph) -> None:
    dated = kg.cases.new(NEED, by="a", options={"as_of": "2020"}).id
    kg.cases.mark(dated, SALT, "agreed", by="a")
    kg.cases.mark(dated, YAK, "declined", by="a", reason="price")
    kg.cases.mark(dated, WOOL, "declined", by="a", reason="wrong-field")
    kg.cases.note(dated, "x", by="a", organisation="Hidden Lab")
    assert [(x.need, x.as_of, kg.entity(x.organisation).name, x.fits)
            for x in kg.cases.labels()] == [
        (NEED, "2020", SALT, True), (NEED, "2020", YAK, True), (NEED, "2020", WOOL, False)]
    kg.cases.mark(dated, WOOL, "declined", by="a", reason="other")
    assert len(list(kg.cases.labels())) == 2
    undated = kg.cases.new(NEED, by="a")
    kg.cases.mark(undated.id, SALT, "contacted", by="a")
    assert undated.at[:10] in {x.as_of for x in kg.cases.labels()}


def test_forgetting_a_person_reaches_the_words_of_cases(kg: KnowledgeGraph, tmp_path: Path) -> None:
    name = "Qamdo Zhorxun"
    whose = dict.fromkeys(("asker", "near"), f"{name} Studio")
    case = kg.cases.new(f"{NEED}, says {name}", by=name, client=f"{name} Studio",
                        options={**whose, "not_regions": [f"{name} Quarter"]}).id
    kg.cases.mark(case, SALT, "contacted", by="Mark", words=f"spoke to {name.upper()}")
    kg.cases.note(case, f"{name} is away", by="Li Wen")
    kg.saved.add(f"of {name}", NEED, by="Li Wen")
    kg.saved.add(f"of {MASK * len(name)}", NEED, by="Li Wen")
    assert kg.forget(name).saved == 2
    kg.close()
    words = [path.name for path in tmp_path.rglob("*") if path.is_file()
             and b"zhorxun" in path.read_bytes().lower()]
    assert words == []
    again = KnowledgeGraph(open_store(f"sqlite:///{tmp_path}/s.db"), cache=tmp_path / "cache")
    with again:
        found = again.cases.get(case)
        assert (found.by, found.client) == (MASK * len(name), f"{MASK * len(name)} Studio")
        assert stands(again, case) == [(SALT, "contacted")]
        assert [q.name for q in again.saved.listed()] == [
            f"of {MASK * len(name)}", f"of {MASK * (len(name) + 1)}"]
        again.forget("Mark")  # a word of the log's own is no name
        assert stands(again, case) == [(SALT, "contacted")]


def test_a_removed_case_leaves_nothing(kg: KnowledgeGraph) -> None:
    case = kg.cases.new(NEED, by="a")
    assert kg.cases.remove(case.id) == case
    assert kg.cases.listed() == []
    with pytest.raises(NotFound):
        kg.cases.remove(case.id)


writing = st.one_of(
    st.tuples(st.just("mark"), st.sampled_from([SALT, YAK, WOOL]), st.sampled_from(STATUSES)),
    st.tuples(st.just("note"), st.sampled_from(["", SALT, YAK]), st.text("ab é盐", min_size=1)),
    st.tuples(st.just("edit"), st.just("title"), st.text("ab", min_size=1)),
    st.tuples(st.just("reload"), st.just(""), st.sampled_from(["first", "last"])),
)


@settings(max_examples=30)
@given(before=st.lists(writing, max_size=4), after=st.lists(writing, max_size=5))
def test_what_is_written_and_undone_leaves_the_export_equal(
    before: list[tuple[str, str, str]], after: list[tuple[str, str, str]]
) -> None:
    """Whatever happens in between, re-reading with the applicants in another order included; an
    entity's id is that of a cell, and such a reading moves it."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        kg = KnowledgeGraph(open_store(f"sqlite:///{folder}/s.db"), cache=Path(folder))
        load(kg, "first")
        case = kg.cases.new(NEED, by="a").id
        for step in before:
            write(kg, case, step, by="a")
        kept = exported(kg)
        made = sum(write(kg, case, step, by="b") for step in after)
        for _ in range(made):
            kg.cases.undo(case, by="b")
        assert exported(kg) == kept
        kg.close()


def exported(kg: KnowledgeGraph) -> list[dict[str, str]]:
    return [row | {"id": ""} for row in kg.cases.rows()]


def load(kg: KnowledgeGraph, order: str) -> None:
    owners = [SALT, YAK, WOOL]
    kg.load(REGISTER, [patent_row("P1", owners if order == "first" else owners[::-1])])


def write(kg: KnowledgeGraph, case: str, step: tuple[str, str, str], *, by: str) -> int:
    """Do it; how many changes it made."""
    what, about, words = step
    before = len(kg.cases.get(case).changes)
    if what == "mark":
        reason = next(iter(reasons())) if words == "declined" else ""
        kg.cases.mark(case, about, words, by=by, reason=reason)
    elif what == "note" and words.strip():
        kg.cases.note(case, words, by=by, organisation=about)
    elif what == "edit":
        kg.cases.edit(case, by=by, title=words)
    elif what == "reload":
        load(kg, words)
    return len(kg.cases.get(case).changes) - before
