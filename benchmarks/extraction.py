"""Reading documents: words per second, memory and quality, beside the bare spaCy model.

    python -m benchmarks.extraction [--words 60000] [--documents DIR] [--gold DIR]

Each line is a process of its own that reads the same documents, repeated to ``--words``: the plain
``nlp.pipe`` of the small English model (all its components, batches of 16 paragraphs), our reading
behind that model, and our reading on the blank pipeline, each also on two processes. Words are
those between white space; words per CPU second count the CPU of all processes together; peak
memory is that of the largest process. Quality is F1 (micro) against the annotated documents of
``tests/quality`` and, with ``--gold``, of another folder pair. Documents default to the English
ones of ``tests/quality``.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent.parent
QUALITY = HERE / "tests" / "quality"
ENGLISH = [QUALITY / name / "documents" for name in ("blind", "open", "practice")]
CASES = (("plain", 1), ("model", 1), ("model", 2), ("blank", 1), ("blank", 2))
KINDS = ("entity", "relation", "indicator", "flag")


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--words", type=int, default=60_000)
    parser.add_argument("--documents", type=Path, action="append")
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.child:
        print(json.dumps(measured(options.child[0], int(options.child[1]), options.documents)))
        return 0
    if not model_name():
        print("no small English model is installed: pip install 'qilian[nlp]'")
    folders = options.documents or ENGLISH
    with tempfile.TemporaryDirectory() as scratch:
        words = copies(folders, Path(scratch), options.words)
        print(f"{words:,} words, {len(list(Path(scratch).iterdir())):,} documents")
        speeds(Path(scratch))
    quality(folders, options.gold)
    return 0


def model_name() -> str:
    from ingest.nlp.pipeline import MODELS

    return next((name for name in MODELS if find_spec(name)), "")


def copies(folders: Sequence[Path], scratch: Path, words: int) -> int:
    """The documents, again and again under new names, until there are so many words."""
    originals = sorted(p for folder in folders for p in folder.iterdir() if p.suffix == ".txt")
    count = turn = 0
    while count < words:
        for path in originals:
            text = path.read_text(encoding="utf-8")
            (scratch / f"{turn:04}-{path.name}").write_text(text, encoding="utf-8")
            count += len(text.split())
        turn += 1
    return count


def speeds(folder: Path) -> None:
    print(f"{'':28}{'words/s':>9}{'words/CPU s':>13}{'seconds':>9}{'of plain':>10}{'peak MB':>9}")
    plain = None
    for case, processes in CASES:
        if case != "blank" and not model_name():
            continue
        command = [sys.executable, "-m", "benchmarks.extraction", "--child", case, str(processes)]
        out = subprocess.run([*command, "--documents", str(folder)], cwd=HERE, check=True,
                             capture_output=True, text=True).stdout
        row: dict[str, Any] = json.loads(out)
        plain = plain or row["seconds"]
        name = {"plain": "nlp.pipe, nothing else", "model": "reading, model",
                "blank": "reading, blank"}[case]
        print(f"{name + f', {processes} process' + 'es' * (processes > 1):28}"
              f"{row['words'] / row['seconds']:>9,.0f}{row['words'] / row['cpu']:>13,.0f}"
              f"{row['seconds']:>9.1f}{row['seconds'] / plain:>10.2f}{row['peak']:>9.0f}",
              flush=True)


def measured(case: str, processes: int, folders: Sequence[Path]) -> dict[str, float]:
    """One case in this process; models are loaded and used once before the clock starts."""
    paths = sorted(p for folder in folders for p in folder.iterdir())
    texts = [p.read_text(encoding="utf-8") for p in paths]
    started, cpu = time.perf_counter(), _cpu()
    if case == "plain":
        import spacy

        nlp = spacy.load(model_name())
        list(nlp.pipe(texts[:1]))
        started, cpu = time.perf_counter(), _cpu()
        paragraphs = (line for text in texts for line in text.splitlines() if line.strip())
        for _ in nlp.pipe(paragraphs, batch_size=16):
            pass
    else:
        from ingest.report import Report
        from ingest.run import extract_facts

        model = model_name() if case == "model" else "blank"
        if processes == 1:
            list(extract_facts(paths[:1], Report(), model=model))
            started, cpu = time.perf_counter(), _cpu()
        for _ in extract_facts(paths, Report(), model=model, processes=processes):
            pass
    seconds = time.perf_counter() - started
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {"words": sum(len(text.split()) for text in texts), "seconds": seconds,
            "cpu": _cpu() - cpu, "peak": max(u.ru_maxrss for u in usage) / 1024}


def _cpu() -> float:
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in usage)


def quality(folders: Sequence[Path], gold: Path | None) -> None:
    from tests.quality.measure import SETS, figures, scored

    print(f"\n{'F1':28}" + "".join(f"{kind:>11}" for kind in KINDS))
    for model in [m for m in (model_name(), "blank") if m]:
        label = "blank" if model == "blank" else "model"
        rows = {name: figures(name, model=model)["micro"] for name in SETS}
        if gold:
            rows[gold.parent.name] = scored(folders[0], gold, model=model)["micro"]
        for name, row in rows.items():
            print(f"{name + ', ' + label:28}" + "".join(f"{row[k]['f1']:>11.2f}" for k in KINDS))


if __name__ == "__main__":
    raise SystemExit(main())
