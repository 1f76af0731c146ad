"""The notebooks run from top to bottom on the sample and say what they promise."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[2] / "notebooks"
SECONDS = 120
# Run in the notebook's own kernel after its last cell, so that its variables can be looked at.
ASK = {
    "01_problems_to_solvers": """
        {"failed": report.failed, "rejections": report.rejections,
         "problems": {p.title: [c.name for c in p.solvers] for p in problems},
         "support": [p.support for p in problems],
         "parts": [[c.score, sum(p.value for p in c.parts)] for p in problems for c in p.solvers],
         "works": [[w.date, w.quote, w.place] for w in first.works], "first": first.name,
         "now": [c.name for c in now], "then": [c.name for c in then],
         "then_dates": [w.date for c in then for w in c.works],
         "why": str(why), "rank": why.rank, "foreign": foreign.convincing}""",
    "02_collaboration_network": """
        {"nodes": len(network), "edges": network.number_of_edges(),
         "documents": [len(d["documents"]) for *_, d in network.edges(data=True)],
         "fractional": all(fractional[a][b]["weight"] <= d["weight"]
                           for a, b, d in network.edges(data=True)),
         "brokers": [b.name for b in brokers], "degrees": [b.degree for b in brokers],
         "communities": [sorted(label_of[n] for n in group) for group in large],
         "covered": sum(map(len, communities)), "tied": len(tied),
         "places": [round(float(x), 3) for node in sorted(where) for x in where[node]],
         "pairs": len(pairs), "grown": [g.number_of_edges() for g in grown],
         "exported": written.name}""",
}
EXTRA = {"02_collaboration_network": "label_of = dict(network.nodes(data='label'))"}


def committed(name: str) -> nbformat.NotebookNode:
    return nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)


def run(name: str, folder: Path) -> tuple[nbformat.NotebookNode, dict[str, Any]]:
    """The executed notebook and what its variables hold in the end."""
    notebook = committed(name)
    out = folder / f"{name}.json"
    answer = f"import json\n{EXTRA.get(name, '')}\n" \
             f"open({str(out)!r}, 'w', encoding='utf-8').write(json.dumps({ASK[name].strip()}))"
    notebook.cells.append(nbformat.v4.new_code_cell(answer))
    NotebookClient(notebook, timeout=SECONDS, resources={"metadata": {"path": str(FOLDER)}}
                   ).execute()
    return notebook, json.loads(out.read_text(encoding="utf-8"))


@pytest.fixture(scope="module", autouse=True)
def _own_caches(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Kernels leave nothing in the user's folders and find the packages of this project."""
    folder = tmp_path_factory.mktemp("kernel")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPYTHONDIR", str(folder / "ipython"))
        patch.setenv("JUPYTER_RUNTIME_DIR", str(folder / "runtime"))
        patch.setenv("MPLCONFIGDIR", str(folder / "matplotlib"))
        patch.setenv("QILIAN_CACHE", str(folder / "cache"))
        path = os.pathsep.join(filter(None, [str(FOLDER.parent), os.environ.get("PYTHONPATH")]))
        patch.setenv("PYTHONPATH", path)
        yield


def pictures(notebook: nbformat.NotebookNode) -> list[str]:
    return [output.data["image/png"] for cell in notebook.cells if cell.cell_type == "code"
            for output in cell.outputs if "image/png" in output.get("data", {})]


def complaints(notebook: nbformat.NotebookNode) -> list[str]:
    return [output.text for cell in notebook.cells if cell.cell_type == "code"
            for output in cell.outputs if output.get("name") == "stderr"]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return run("01_problems_to_solvers", tmp_path_factory.mktemp("first"))


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return run("02_collaboration_network", tmp_path_factory.mktemp("second"))


def test_problems_lead_to_their_solvers(first: Any) -> None:
    notebook, said = first
    assert (said["failed"], said["rejections"]) == ([], 0)
    leaders = {title.casefold(): names[0] for title, names in said["problems"].items()}
    assert len(leaders) == 3
    for word, leader in (
        ("magnesium", "Chakmar Institute of Brine Separation Chemistry"),
        ("boron", "Tsoring Institute of Ion-Exchange Materials"),
        ("winter", "Lengshan Institute of Cold-Region Process Equipment"),
    ):
        [found] = [name for title, name in leaders.items() if word in title]
        assert found == leader
    assert min(said["support"]) >= 2
    assert all(score == pytest.approx(total, abs=1e-6) for score, total in said["parts"])
    assert said["first"] == "Tsoring Institute of Ion-Exchange Materials"
    assert all(date and quote and place for date, quote, place in said["works"])
    assert len(pictures(notebook)) == 2
    assert complaints(notebook) == []


def test_what_came_later_is_not_known_then(first: Any) -> None:
    _, said = first
    late = "Chakmar Advanced Lithium Research Institute"
    assert late in said["now"]
    assert late not in said["then"]
    assert said["then"][0] == "Chakmar Institute of Brine Separation Chemistry"
    assert max(said["then_dates"]) < "2024"


def test_a_wrong_answer_is_explained_and_a_foreign_need_has_none(first: Any) -> None:
    _, said = first
    assert said["rank"] is None or said["rank"] > 2
    assert "Nyenlung Institute of Psychopharmacology" in said["why"]
    assert said["why"].count("\n") >= 1
    assert said["foreign"] is False


def test_the_network_shows_ties_brokers_and_communities(second: Any) -> None:
    notebook, said = second
    assert said["edges"] >= 50
    assert min(said["documents"]) >= 1
    assert said["fractional"] is True
    assert said["brokers"][0] == "Kunyan University of Technology"
    assert min(said["degrees"]) >= 2
    assert said["covered"] == said["tied"] < said["nodes"]
    [brine] = [group for group in said["communities"]
               if "Chakmar Institute of Brine Separation Chemistry" in group]
    assert "Yanlan Membrane Technology Co., Ltd." in brine
    assert "Nyenlung Institute of Psychopharmacology" not in brine
    assert said["grown"] == sorted(said["grown"])
    assert said["grown"][-1] <= said["edges"]
    assert said["exported"] == "graph.gexf"
    assert len(pictures(notebook)) == 4
    assert complaints(notebook) == []


def test_the_picture_is_the_same_each_time(second: Any, tmp_path: Path) -> None:
    _, again = run("02_collaboration_network", tmp_path)
    assert again["places"] == second[1]["places"]


@pytest.mark.parametrize("name", sorted(ASK))
def test_committed_notebooks_have_no_outputs(name: str) -> None:
    notebook = committed(name)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert code
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)
    assert notebook.cells[0].cell_type == "markdown"
    assert "fictional" in notebook.cells[0].source
    assert notebook.metadata.kernelspec.name == "python3"


def test_every_notebook_is_tested() -> None:
    assert {path.stem for path in FOLDER.glob("*.ipynb")} == set(ASK)
