"""After `forget` nothing of the name is left in the files, and no reload brings it back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.dump import projection_lines
from graph.errors import InvalidRequest, NotFound
from graph.forget import MASK, Gate, masked, pattern_of, remember
from graph.knowledge_graph import KnowledgeGraph
from graph.load import rebuild
from graph.model import Claim, Evidence, Flag, Reading, Record, Source, TextSpan, Unit, folded
from graph.stores import open_store
from tests.builders import REGISTER, evidence, organisation_row, patent_row

NAME = "Qamdo Zhorxun"
ZH = "卓仁训"
ARTICLES = Source("articles", form="documents")
TEXT = (f"Salt Institute opened a plant. {NAME}, its head, thanked Li Lab.\n"
        f"{NAME.upper()} and qamdo\n  zhorxun are one; {ZH}说完。 The yield rose by 4 %.")


def span(text: str, words: str) -> Evidence:
    start = text.index(words)
    return Evidence(TextSpan(start, start + len(words)), words, "rules")


def article(text: str = TEXT, *, person: bool = True) -> Unit:
    key = "articles/a.txt"
    salt = Record(f"{key}#Institute:salt institute", "Institute", "Salt Institute")
    lab = Record(f"{key}#Institute:li lab", "Institute", "Li Lab")
    studio = Record(f"{key}#Enterprise:{folded(NAME)} studio", "Enterprise", f"{NAME} Studio")
    head = Record(f"{key}#Person:{folded(NAME)}", "Person", NAME, (ZH,), ("orcid:1",),
                  context="Salt Institute")
    claims = [
        Claim(salt.key, "name", value="Salt Institute", evidence=span(text, "Salt Institute")),
        Claim(lab.key, "name", value="Li Lab", evidence=span(text, "Li Lab")),
        Claim(salt.key, "indicator", value=4.0, unit="%", measure="yield",
              evidence=span(text, "The yield rose by 4 %.")),
        Claim(salt.key, "COLLABORATES_WITH", object=lab.key, evidence=Evidence(
            TextSpan(0, text.index("Lab") + 3), text[: text.index("Lab") + 3], "rules")),
    ]
    if person:
        claims += [Claim(head.key, "WORKS_FOR", object=salt.key, evidence=span(text, NAME)),
                   Claim(head.key, "name", value=NAME, evidence=span(text, NAME))]
    records = (salt, lab, studio, head) if person else (salt, lab)
    return Unit(
        key, "articles", Reading("hash of the file", "rules-1"), "document",
        f"{NAME} opens a plant", "2020-05", text=text, original=text.encode(), media="text/plain",
        records=records, claims=tuple(claims),
        flags=(Flag("case", TextSpan(0, 4), NAME.upper(), f"{NAME} twice"),))


def patent() -> Unit:
    """A row whose inventor is the person, and whose abstract speaks of the person too."""
    row = patent_row("P1", ["Salt Institute"], abstract=f"As {NAME} has shown, brine is salt.")
    inventor = Record(f"{row.key}#inventors:0", "Person", NAME, context="Salt Institute")
    other = Record(f"{row.key}#inventors:1", "Person", "Li Si", context="Salt Institute")
    return replace(
        row, cells={**row.cells, "inventors": f"{NAME}; Li Si"},
        records=(*row.records, inventor, other),
        claims=(*row.claims, *(Claim(r.key, "INVENTED", object=row.key,
                                     evidence=evidence("inventors", r.name))
                               for r in (inventor, other))))


@pytest.fixture
def kg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[KnowledgeGraph]:
    """A graph that knows the person from a text, a patent, a contact and two decisions."""
    monkeypatch.setattr("graph.search._WORTH_KEEPING", 1)
    graph = KnowledgeGraph(open_store(f"sqlite:///{tmp_path}/s.db"), cache=tmp_path / "cache")
    graph.load(ARTICLES, [article()])
    graph.load(REGISTER, [
        patent(),
        organisation_row("1", "Salt Institute", contact=f"{NAME}, room 7",
                         email="qamdo.zhorxun@example.org"),
        organisation_row("2", "Yak Lab", contact="Li Si"),
    ])
    graph.decide("different", "Salt Institute", "Yak Lab", by="an editor", why=f"{NAME} said so")
    [about] = [f for f in graph.document_facts("register/P1") if f.subject_name == NAME]
    graph.decide_fact("confirm", about.id, "register/P1", by="an editor")
    [other] = [f for f in graph.document_facts("register/P1") if f.subject_name == "Li Si"]
    graph.decide_fact("confirm", other.id, "register/P1", by=NAME)
    with graph:
        yield graph


def bytes_with_the_name(folder: Path) -> list[str]:
    """Files that hold the name in some spelling, or a stem of it."""
    words = [w.encode() for w in ("zhorxun", "qamdo", ZH)]
    return [str(path.relative_to(folder)) for path in sorted(folder.rglob("*")) if path.is_file()
            and any(word in path.read_bytes().lower() for word in words)]


def test_nothing_of_the_name_is_left_in_any_file(kg: KnowledgeGraph, tmp_path: Path) -> None:
    for level in range(3):
        assert len(kg.seen_by(level).index) == 1  # keeps an index for readers of each level
    assert any("cache" in path for path in bytes_with_the_name(tmp_path))
    done = kg.forget(NAME, ZH)
    assert (done.units, done.decisions) == (3, 1)
    assert bytes_with_the_name(tmp_path) == []
    kg.close()
    assert bytes_with_the_name(tmp_path) == []
    again = open_store(f"sqlite:///{tmp_path}/s.db")
    with KnowledgeGraph(again, cache=tmp_path / "cache") as kg, pytest.raises(NotFound):
        kg.entity(NAME)


def test_other_facts_keep_their_words_and_offsets(kg: KnowledgeGraph) -> None:
    before = {f.id: f for f in kg.document_facts("articles/a.txt")}
    kg.forget(NAME, ZH)
    unit = kg.document("articles/a.txt")
    assert len(unit.text) == len(TEXT)
    assert unit.original is None
    assert unit.reading.content != "hash of the file"
    assert unit.text.startswith(f"Salt Institute opened a plant. {MASK * len(NAME)}, its head")
    after = {f.id: f for f in kg.document_facts("articles/a.txt")}
    assert {f.predicate for f in after.values()} == {"name", "indicator", "COLLABORATES_WITH"}
    assert after.keys() <= before.keys()
    for claim in unit.claims:
        at = claim.evidence.locator
        assert isinstance(at, TextSpan)
        assert unit.text[at.start : at.end] == claim.evidence.quote
    assert [p.name for p in kg.store.entities_of_kind("Person")] == ["Li Si"]


def test_decisions_of_others_stay_in_their_order_without_the_name(kg: KnowledgeGraph) -> None:
    before = kg.decisions()
    kg.forget(NAME, ZH)
    assert [d.id for d in kg.decisions()] == [before[0].id, before[2].id]
    assert [(d.by, d.why) for d in kg.decisions()] == [
        ("an editor", f"{MASK * len(NAME)} said so"), (MASK * len(NAME), "")]


def test_a_reload_changes_nothing_and_a_rebuild_neither(
    kg: KnowledgeGraph, tmp_path: Path
) -> None:
    kg.forget(NAME, ZH)
    kept = list(projection_lines(kg.store))
    again = kg.load(ARTICLES, [article()])
    assert (again.unchanged, again.changed) == (1, 0)
    assert kg.load(REGISTER, [patent()]).unchanged == 1
    assert list(projection_lines(kg.store)) == kept
    rebuild(kg.store)
    assert list(projection_lines(kg.store)) == kept
    assert bytes_with_the_name(tmp_path) == []


@pytest.mark.parametrize("text", [
    f"Then {NAME} spoke to Salt Institute and Li Lab. The yield rose by 4 %.",
    f"{NAME.upper()} — Salt Institute, Li Lab. The yield rose by 4 %.",
    f"Salt Institute, Li Lab: 由{ZH}发明。The yield rose by 4 %.",
    f"Qamdo\n\tZhorxun's Salt Institute, Li Lab. The yield rose by 4 %. {NAME}",
])
def test_a_new_document_that_only_mentions_the_name_is_masked(
    kg: KnowledgeGraph, tmp_path: Path, text: str
) -> None:
    """The rules see no person in it, and still the words do not enter."""
    kg.forget(NAME, ZH)
    kg.load(ARTICLES, [replace(article(text, person=False), key="articles/b.txt", title="News")])
    assert MASK in kg.document("articles/b.txt").text
    kg.store.compact()
    assert bytes_with_the_name(tmp_path) == []


def test_longer_words_are_left_alone(kg: KnowledgeGraph) -> None:
    kg.forget("Li Si")
    text = "Salt Institute, Li Lab and Li Sixin. The yield rose by 4 %."
    kg.load(ARTICLES, [replace(article(text, person=False), key="articles/c.txt", title="News")])
    assert kg.document("articles/c.txt").text == text


def test_forgetting_two_people_one_after_the_other(kg: KnowledgeGraph, tmp_path: Path) -> None:
    kg.forget(NAME, ZH)
    kg.forget("Li Si")
    assert list(kg.store.entities_of_kind("Person")) == []
    assert kg.load(REGISTER, [patent()]).changed == 0
    assert kg.document("register/P1").cells["inventors"] == f"{MASK * len(NAME)}; {MASK * 5}"
    assert bytes_with_the_name(tmp_path) == []


def test_the_kept_hashes_do_not_tell_the_name(kg: KnowledgeGraph) -> None:
    kg.forget(NAME)
    saved = kg.store.saved("forgotten")
    assert len(saved) == 2
    assert NAME.casefold() not in str(saved).casefold()


@pytest.mark.parametrize("names", [(), ("",), ("x",), ("..",)])
def test_too_little_to_go_by_is_refused(kg: KnowledgeGraph, names: tuple[str, ...]) -> None:
    with pytest.raises(InvalidRequest, match="two letters"):
        kg.forget(*names)


def test_who_is_not_there_cannot_be_forgotten(kg: KnowledgeGraph) -> None:
    with pytest.raises(NotFound, match="Nobody Known"):
        kg.forget("Nobody Known")
    assert kg.store.saved("forgotten") == {}


texts = st.text(st.sampled_from("aB é-.,\n李四ß"), max_size=40)


@given(texts, st.sampled_from(["a b", "李四", "Ba-é", "é a", "aß"]))
def test_masking_is_final_and_keeps_every_place(text: str, name: str) -> None:
    unit = Unit("u", "s", Reading("c", "f"), text=text, cells={"a": text})
    once = masked(unit, pattern_of([name]))
    assert len(once.text) == len(text)
    assert all(new in (old, MASK) for old, new in zip(text, once.text, strict=True))
    assert masked(once, pattern_of([name])).text == once.text
    assert f" {folded(name)} " not in f" {folded(once.text)} "


@pytest.mark.parametrize("name", ["a b", "李四", "Ba-é", "é a", "aß"])
def test_the_gate_finds_what_the_mask_would(tmp_path: Path, name: str) -> None:
    store = open_store(f"sqlite:///{tmp_path}/g.db")
    remember(store, [name])
    gate = Gate(store)
    store.close()

    @given(texts)
    def same(text: str) -> None:
        unit = Unit("u", "s", Reading("c", "f"), text=text)
        assert gate(unit).text == masked(unit, pattern_of([name])).text

    same()


@pytest.mark.parametrize("name", ["İlknur Yıldız", "Zeki İnanç", "Ali̇ Veli"])
def test_a_letter_that_folding_takes_apart_is_found(name: str) -> None:
    unit = organisation_row("t", "Salt Institute", note=f"Head is {name}, of the plant.")
    clean = masked(unit, pattern_of([name]))
    assert clean.cells["note"] == f"Head is {MASK * len(name)}, of the plant."
    folded_words = pattern_of([folded(name)])
    assert masked(unit, folded_words).cells["note"] == clean.cells["note"]
    near = organisation_row("t", "Salt Institute", note="Ilıca Zekiye Aliveli")
    assert masked(near, pattern_of([name])).cells["note"] == near.cells["note"]
