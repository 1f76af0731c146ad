"""What can be read and by what: importers, filters, dry runs that show rows, drafts of mappings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.sources.mapping import load_mapping, mappings
from tests.api.command_line import ok, run

PATENTS = (
    "number,title,applicants,publication_date,country,ipc\n"
    "QX1,Brine pump,Lake Works Ltd; Harbour University,2020-01-02,QX,H01M 10/05; C22B 26/12\n"
    "QX2,Wool bath,Upland Academy,2021,qy,D01C 3/00\n"
    "QX3,Salt cell,Lake Works Ltd,2022,QZ,H01M 4/02\n"
)


@pytest.fixture
def store(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/new.db"


@pytest.fixture
def patents(tmp_path: Path) -> Path:
    path = tmp_path / "patents.csv"
    path.write_text(PATENTS, encoding="utf-8")
    return path


# --- sources ---


def test_importers_are_listed_with_their_fields() -> None:
    lines = ok("sources").splitlines()
    assert lines[0] == "importer\treads\ta row is\tfields"
    by_name = {line.split("\t")[0]: line for line in lines[1:]}
    assert by_name.keys() == mappings().keys()
    assert "applicants?" in by_name["patents"]
    assert "need_no," in by_name["needs"]


def test_one_importer_in_full() -> None:
    text = ok("sources", "patents")
    assert text.startswith("patents: Patents")
    line = next(line for line in text.splitlines() if line.startswith("applicants?"))
    assert "申请人" in line
    assert "applied for" in line


def test_importers_for_machines() -> None:
    found = json.loads(ok("sources", "--json"))
    assert [i["name"] for i in found] == list(mappings())
    fields = {f["name"]: f for f in next(i for i in found if i["name"] == "needs")["fields"]}
    assert fields["budget"] == {
        "name": "budget", "needed": False, "gives": ["budget"],
        "headers": list(load_mapping("needs").spec.aliases["budget"]),
    }
    one, = json.loads(ok("sources", "needs", "--json"))
    assert one["name"] == "needs"


def test_a_field_that_gives_nothing_is_for_filters() -> None:
    fields = json.loads(ok("sources", "ror", "--json"))[0]["fields"]
    assert next(f["gives"] for f in fields if f["name"] == "country") == [
        "kept with the row, to filter by"]
    assert all(f["gives"] for f in fields)


def test_an_importer_that_is_none() -> None:
    result = run("sources", "patent")
    assert result.exit_code == 3
    assert "did you mean 'patents'?" in result.output


def test_sources_that_are_loaded(patents: Path, store: str) -> None:
    ok("ingest", patents, store=store)
    assert "patents\tPatents\tpublic\ttable\t3" in ok("sources", "--loaded", store=store)
    assert run("sources", "patents", "--loaded", store=store).exit_code == 2


# --- where ---


@pytest.mark.parametrize(
    ("conditions", "left"),
    [
        (["country=QX"], ["QX1"]),
        (["country=qx,QY"], ["QX1", "QX2"]),
        (["Country = QY"], ["QX2"]),
        (["country!=QX"], ["QX2", "QX3"]),
        (["ipc=H01M*"], ["QX1", "QX3"]),
        (["ipc=C22B 26/12"], ["QX1"]),
        (["ipc!=H01M*"], ["QX2"]),
        (["ipc=H01M*", "country!=QX"], ["QX3"]),
        (["publication date=2021,2022"], ["QX2", "QX3"]),
        (["申请人=lake works ltd"], []),
        (["applicants=Lake Works  Ltd"], ["QX1", "QX3"]),
    ],
)
def test_only_some_rows(
    patents: Path, store: str, conditions: list[str], left: list[str]
) -> None:
    asked = [part for condition in conditions for part in ("--where", condition)]
    result = run("ingest", patents, *asked, "--json", store=store)
    if not left:
        assert "there is no column '申请人' to filter by" in result.output
        assert "number, title, applicants" in result.output
        return
    report = json.loads(result.stdout)
    assert report["new"] == len(left)
    assert report["rows"].get("filtered", 0) == 3 - len(left)
    for number in ("QX1", "QX2", "QX3"):
        shown = run("show", f"patents/{number}", store=store)
        assert (shown.exit_code == 0) == (number in left)


def test_nested_fields_and_the_mapping_s_own_names(tmp_path: Path, store: str) -> None:
    path = tmp_path / "works.jsonl"
    lines = [{"公开号": f"QX{n}", "名称": "a", "at": {"place": {"code": code}}}
             for n, code in enumerate(["CN", "FR", "CN"])]
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    ask = ("ingest", path, "--mapping", "patents", "--json", "--where")
    assert json.loads(ok(*ask, "at.place.code=cn", store=store))["new"] == 2
    assert json.loads(ok(*ask, "number=QX1", store=store))["new"] == 1


def test_a_filter_that_leaves_nothing_says_so(patents: Path, store: str) -> None:
    text = ok("ingest", patents, "--where", "country=CN", store=store)
    assert "no row is left by the filter country=cn; it met 'QX', 'qy', 'QZ'" in text
    assert json.loads(ok("sources", "--loaded", "--json", store=store)) == []


def test_a_filter_that_leaves_nothing_tells_what_was_asked_not_the_mapping_s_own(
    tmp_path: Path, store: str
) -> None:
    own = tmp_path / "own.yml"
    own.write_text("kind: Enterprise\nname: name\nwhere: {status: active}\n", encoding="utf-8")
    path = tmp_path / "firms.csv"
    path.write_text("name,status,place\nNorth Brine,active,QX\nSouth Brine,closed,QY\n",
                    encoding="utf-8")
    ask = ("ingest", path, "--mapping", own, "--where")
    text = ok(*ask, "place=QZ", store=store)
    assert "firms.csv: no row is left by the filter place=qz; it met 'QX'" in text
    assert "0 units; 0 facts\n" in ok(*ask, "place=QZ", "--dry-run", store=store)
    assert "status" not in text
    text = ok(*ask, "status=closed", store=store)
    assert "rows: 2 read, 2 left out by the filter" in text
    assert "no row is left by the filter status=closed; it met 'active'" in text
    path.write_text("name,status,place\nSouth Brine,closed,QY\n", encoding="utf-8")
    text = ok(*ask, "place=QY", store=store)
    assert "no row is left by the mapping's own filter status=active; it met 'closed'" in text


@pytest.mark.parametrize(
    ("options", "words", "code"),
    [
        (["--where", "country"], "write COLUMN=VALUE", 2),
        (["--where", "=CN"], "write COLUMN=VALUE", 2),
        (["--where", "contry=CN"], "did you mean 'country'?", 3),
        (["--where", "country=CN", "--complete"], "is not the whole source", 2),
    ],
)
def test_filters_that_cannot_be(
    patents: Path, store: str, options: list[str], words: str, code: int
) -> None:
    result = run("ingest", patents, *options, store=store)
    assert result.exit_code == code
    assert words in result.output


def test_documents_have_no_columns(patents: Path, store: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The Institute of Salt solved a problem in 2020.")
    result = run("ingest", tmp_path, "--where", "country=QX", store=store)
    assert result.exit_code == 3
    assert "a.txt: a document has no columns to filter by" in result.output
    assert "1 new" in result.output


def test_a_filtered_edition_leaves_the_others_alone(patents: Path, store: str) -> None:
    ok("ingest", patents, store=store)
    report = json.loads(ok("ingest", patents, "--where", "country=QX", "--json", store=store))
    assert (report["new"], report["changed"], report["unchanged"], report["removed"]) == (
        0, 0, 1, 0)


# --- dry run ---


def test_a_dry_run_shows_rows_as_they_are_mapped(patents: Path, store: str) -> None:
    text = ok("ingest", patents, "--dry-run", "--rows", "1", store=store)
    assert "patents: the first rows as they would be loaded" in text
    line = next(line for line in text.splitlines() if line.startswith("2\t"))
    assert line.split("\t")[:3] == ["2", "Patent", "Brine pump"]
    assert "codes: H01M 10/05" in line
    assert "Enterprise Lake Works Ltd [APPLIED_FOR → Brine pump]" in line
    assert "Institute Harbour University [APPLIED_FOR → Brine pump]" in line
    assert "Wool bath" not in text


def test_a_dry_run_tells_the_direction_of_links_and_the_file_of_notes(
    tmp_path: Path, store: str
) -> None:
    own = tmp_path / "own.yml"
    own.write_text(
        "kind: Enterprise\nname: name\nthings:\n"
        "  group: {column: group, kind: Enterprise, edges: {kind: PART_OF, from: record}}\n"
        "  plant: {column: plant, kind: Enterprise, edges: {kind: PART_OF, to: record}}\n"
        "  head: {column: head, kind: Person, edges: {kind: WORKS_FOR, to: owner}}\n"
        "  owner: {column: owner, kind: {words: {Enterprise: [ltd]}, default: Person}}\n",
        encoding="utf-8")
    for name in ("one", "two"):
        (tmp_path / f"{name}.csv").write_text(
            "name,group,plant,head,owner\nMid Brine,Salt Group,Pan 3,A. Reed,B. Sedge\n",
            encoding="utf-8")
    text = ok("ingest", tmp_path / "one.csv", tmp_path / "two.csv", "--mapping", own, "--dry-run",
              store=store)
    assert "Enterprise Salt Group [PART_OF ← Mid Brine]" in text
    assert "Enterprise Pan 3 [PART_OF → Mid Brine]" in text
    assert "2 sources, 2 units; " in text
    for name in ("one", "two"):
        assert (f"{name}.csv: WORKS_FOR does not go from Person to Person; left out "
                "(1 times)") in text


def test_a_dry_run_for_machines(patents: Path, store: str) -> None:
    report = json.loads(ok("ingest", patents, "--dry-run", "--json", store=store))
    first = report["first"][0]
    assert (first["row"], first["kind"], first["name"]) == (2, "Patent", "Brine pump")
    assert {"fact": "codes", "value": "H01M 10/05", "unit": "", "bound": "", "period": "",
            "column": "ipc"} in first["facts"]
    lake = next(thing for thing in first["things"] if thing["name"] == "Lake Works Ltd")
    assert [(link["link"], link["share"]) for link in lake["links"]] == [("APPLIED_FOR", 0.5)]
    assert "first" not in json.loads(ok("ingest", patents, "--json", store=store))


def test_a_dry_run_names_every_problem(tmp_path: Path, store: str) -> None:
    path = tmp_path / "needs.csv"
    rows = "".join(f"N{n},Need {n},Works,dear,someday\n" for n in range(40))
    path.write_text(f"need_no,title,enterprise,budget,deadline\n{rows}", encoding="utf-8")
    text = ok("ingest", path, "--dry-run", store=store)
    for row in range(2, 42):
        assert f"needs.csv, row {row}, column 'budget': 'dear' is not a sum" in text
    assert text.count("column 'deadline': 'someday' is not a date") == 40
    assert ok("ingest", path, store=store).count("'dear'") == 20


# --- map ---

UNKNOWN = (
    "Dossier,Member name,Joined on,Ready?\n"
    "D-1,Harbour Salt Ltd,13/02/2019,yes\n"
    "D-2,Lakeside Institute of Brine,25/12/2018,no\n"
)


def test_a_draft_is_written_and_loads(tmp_path: Path, store: str) -> None:
    path, out = tmp_path / "members.csv", tmp_path / "members.yml"
    path.write_text(UNKNOWN, encoding="utf-8")
    assert "other.csv" not in ok("map", path)
    ok("map", path, "--out", out)
    assert out.read_text(encoding="utf-8") == ok("map", path)
    report = json.loads(ok("ingest", path, "--mapping", out, "--json", store=store))
    assert (report["new"], report["rejections"]) == (2, 0)


def test_a_draft_overwrites_nothing(tmp_path: Path) -> None:
    path, out = tmp_path / "members.csv", tmp_path / "members.yml"
    path.write_text(UNKNOWN, encoding="utf-8")
    out.write_text("mine", encoding="utf-8")
    result = run("map", path, "--out", out)
    assert result.exit_code == 2
    assert "is there already" in result.output
    assert out.read_text(encoding="utf-8") == "mine"


def test_a_file_of_which_no_draft_can_be_made(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"%PDF-1.7")
    result = run("map", path)
    assert result.exit_code == 3
    assert "looks like a PDF document" in result.output
