"""Documents that cannot be read: a clear line for each, soon, and the rest of the batch goes on."""

from __future__ import annotations

import io
import json
import os
import re
import time
import zipfile
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from typer.testing import CliRunner

import qilian
from api.cli import app
from graph.errors import SourceUnusable
from ingest.reading import read_document
from ingest.report import Report
from ingest.run import extract_facts
from ingest.sources.text import LONGEST_SENTENCE, LONGEST_WORD, MOST_SPACES, text_document
from tests.ingest.sources.files import lines, pdf, word

GOOD = "The Lintao Science and Technology Bureau set up 12 parks in 2019."
CHINESE = "临洮县科技局支持水泵制造企业与科研院所合作开发新技术"
GERMAN = ("Die Stadt hat im Jahr 2019 zwölf neue Parks für Pumpen eröffnet, und die Betriebe sind "
          "mit dem Ergebnis zufrieden, wie es in dem Bericht heißt.")
PARAGRAPH = "<p>The bureau set up an incubator with 37 enterprises in 2019, and it grew.</p>"


def zipped(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def word_without_body() -> bytes:
    """A Word file whose document is there and empty."""
    file = io.BytesIO()
    with (zipfile.ZipFile(io.BytesIO(word(GOOD))) as whole,
          zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive):
        for part in whole.namelist():
            content = whole.read(part)
            if part == "word/document.xml":
                content = re.sub(rb"<w:body>.*</w:body>", b"", content, flags=re.DOTALL)
            archive.writestr(part, content)
    return file.getvalue()


def locked(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + stream.encode("utf-16-le")


def page(words: str) -> str:
    return f"<html><body>{words}</body></html>"


BAD: list[tuple[str, bytes, str]] = [
    ("empty.txt", b"", "the file is empty"),
    ("empty.pdf", b"", "the file is empty"),
    ("nul.txt", GOOD.encode() * 200 + b"\0", "binary data"),
    ("wide.txt", GOOD.encode("utf-16-le"), "UTF-16 without its mark"),
    ("pdf.txt", pdf(lines([GOOD])), "this is a PDF document, not text"),
    ("page.txt", page(PARAGRAPH).encode(), "this is a web page"),
    ("text.pdf", GOOD.encode(), "is named .pdf but is plain text"),
    ("word.pdf", word(GOOD), "is named .pdf but is a Word document"),
    ("text.docx", GOOD.encode(), "is named .docx but is plain text"),
    ("pdf.docx", pdf(lines([GOOD])), "is named .docx but is a PDF"),
    ("zip.docx", zipped(x=b"y"), "is named .docx but is a ZIP archive"),
    ("table.docx", zipped(xl__workbook=b"y"), "is named .docx but is an Excel workbook"),
    ("part.docx", zipped(word__document=b"<a"), "damaged or of another kind"),
    ("cut.docx", word(GOOD)[:9000], "damaged or cut short"),
    ("old.docx", locked("WordDocument"), "a Word file of the old format; save it as .docx"),
    ("old.doc", locked("WordDocument"), "an old or a locked Office file"),
    ("locked.docx", locked("EncryptedPackage"), "protected by a password"),
    ("cut.pdf", pdf(lines([GOOD]))[:300], "damaged or cut short"),
    ("locked.pdf", pdf(lines([GOOD]), encrypt=StandardEncryption("u", ownerPassword="o")),
     "protected by a password"),
    ("scan.pdf", pdf(lambda canvas: canvas.rect(9, 9, 99, 99)), "1 page without text"),
    ("pages.pdf", pdf(*[lines(["x"])] * 501), "501 pages; at most 500"),
    ("body.docx", word_without_body(), "damaged or of another kind (it has no body)"),
    ("bomb.docx", zipped(**{"word__document.xml": b" " * 60_000_000}), "unpacks to 60 MB"),
    ("mixed.txt", CHINESE.encode() + b"\n" + CHINESE.encode("gbk"), "line 2 does not fit UTF-8"),
    ("twice.txt", GERMAN.encode().decode("cp1252").encode(), "read in a wrong encoding"),
    ("gbk.txt", CHINESE.encode().decode("gbk", "ignore").encode(), "read in a wrong encoding"),
    ("latin.txt", CHINESE.encode("gbk").decode("latin1").encode(), "read in a wrong encoding"),
    ("lost.txt", ("\ufffd" * 9 + GOOD).encode(), "9 characters are lost"),
    ("wider.txt", GOOD.encode("utf-32"), "this is UTF-32; save it as UTF-8"),
    ("blank.txt", "\u200b\u3000\ufeff\n".encode(), "the file holds no text"),
    ("cut.txt", CHINESE.encode()[:-1], "line 1 does not fit UTF-8 as the rest does"),
    ("signs.txt", b"1, " * 90_000, "words, numbers and signs; at most 120,000"),
    ("long.txt", b"lithium brine " * 75_000, "1,050,000 characters of text"),
    ("large.txt", GOOD.encode() * 70_000, "MB is more than a document may have"),
    ("german.txt", GERMAN.encode(), "German; Qilian reads English and Chinese; nothing was read"),
    ("german.docx", word(GERMAN), "German; Qilian reads"),
    ("frames.html", b"<html><frameset><frame src=a></frameset></html>", "no article"),
    ("index.html", page("<ul>" + "".join(f"<li><a href=/{n}>Headline {n} about pumps</a></li>"
                                         for n in range(30)) + "</ul>").encode(), "only links"),
    ("deep.html", page("<div>" * 50_000 + PARAGRAPH).encode(), "no article"),
]


@pytest.mark.parametrize(("name", "content", "said"), BAD, ids=[name for name, _, _ in BAD])
def test_a_clear_line_names_the_file(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(SourceUnusable) as caught:
        read_document(path)
    assert said in str(caught.value)
    assert str(caught.value).startswith(name)


@pytest.mark.parametrize("junk", [
    "<" * 100_000, "<!-- " * 100_000, "<script>" * 50_000, '<a "' * 100_000, "<b>" * 20_000,
    "<table><tr><td>" * 100, '<div class="card">' * 100,
], ids=lambda junk: junk[:8])
def test_hostile_markup_takes_no_long_time(tmp_path: Path, junk: str) -> None:
    path = tmp_path / "a.html"
    path.write_text(page(PARAGRAPH * 5 + junk))
    begun = time.perf_counter()
    assert "37 enterprises" in read_document(path).clean
    assert time.perf_counter() - begun < 10


@pytest.mark.parametrize("text", ["A" * 100_000, "Lintao " + " " * 100_000 + "x", "a.b-" * 25_000],
                         ids=["letters", "spaces", "dots"])
def test_a_text_that_never_ends_a_sentence_is_cut(text: str) -> None:
    begun = time.perf_counter()
    document = text_document("a.txt", text)
    assert time.perf_counter() - begun < 10
    longest = max(map(len, document.clean.split("\n")))
    assert longest <= LONGEST_SENTENCE
    wrong = [at for at, char in enumerate(document.clean) if not char.isspace()
             and text[slice(*document.span(at, at + 1))] != char]
    assert not wrong


def test_a_sentence_of_ordinary_length_is_not_cut() -> None:
    text = " ".join([GOOD] * 100)
    assert text_document("a.txt", text).clean == text + "\n"


def test_the_batch_goes_on(tmp_path: Path) -> None:
    for name, content, _ in BAD:
        (tmp_path / name).write_bytes(content)
    (tmp_path / "~$open.docx").write_bytes(b"owner")
    (tmp_path / "good.pdf").write_bytes(pdf(lines(["Nothing on this page."]), lines([GOOD])))
    (tmp_path / "good.docx").write_bytes(word("A headline of no importance", GOOD))
    report = Report()
    facts = {document.name for document, _ in extract_facts([tmp_path], report)}
    assert facts == {"good.pdf", "good.docx"}
    assert len(report.failed) == len(BAD) - 1  # the old .doc is no document in a folder
    out = tmp_path / "facts.jsonl"
    found = CliRunner().invoke(app, ["extract", str(tmp_path), "--out", str(out)])
    assert found.exit_code == SourceUnusable.exit_code
    assert '"place": "page 2"' in out.read_text()
    assert '"place": "paragraph 2"' in out.read_text()
    store = f"sqlite:///{tmp_path}/s.db"
    found = CliRunner().invoke(app, ["--store", store, "ingest", str(tmp_path)])
    assert found.exit_code == SourceUnusable.exit_code
    with qilian.open(store) as kg:
        places = {fact.place for key in ("documents/good.pdf", "documents/good.docx")
                  for fact in kg.document_facts(key)}
    assert places >= {"documents/good.pdf, page 2", "documents/good.docx, paragraph 2"}


def test_a_word_that_never_ends_is_cut_and_chinese_is_not() -> None:
    brackets = text_document("a.txt", "In Lintao " + "(" * 3_000 + " is a park.").clean
    assert max(map(len, brackets.split())) <= LONGEST_WORD
    chinese = CHINESE * 60
    assert text_document("a.txt", chinese).clean == chinese + "\n"


def test_of_many_spaces_some_are_kept() -> None:
    text = "Lintao" + " " * 3_000 + "park"
    document = text_document("a.txt", text)
    assert document.clean == "Lintao" + " " * MOST_SPACES + "park\n"
    at = document.clean.index("park")
    assert text[slice(*document.span(at, at + 4))] == "park"


def test_what_is_no_ordinary_file_is_told_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "gone.txt").symlink_to("nowhere.txt")
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "folder.txt" / "good.txt").write_text(GOOD)
    (tmp_path / "folder.txt" / "empty.txt").write_text("")
    (tmp_path / "round").symlink_to(tmp_path)
    kg = qilian.open(f"sqlite:///{tmp_path}/s.db")
    with kg:
        report = kg.ingest(tmp_path)
        assert list(kg.store.unit_keys()) == ["documents/folder.txt/good.txt"]
    said = "\n".join(reason for _, reason in report.failed)
    assert len(report.failed) == 5
    for words in ("pipe.txt: is no ordinary file but a pipe", "pipe.csv: is no ordinary file",
                  "gone.txt: cannot be read (No such file", "loop.txt: cannot be read (Too many",
                  "folder.txt/empty.txt: the file is empty"):
        assert words in said
    found = CliRunner().invoke(app, ["extract", str(tmp_path / "pipe.txt"), "--out", "-"])
    assert found.exit_code == SourceUnusable.exit_code
    assert "no ordinary file" in found.output


def test_odd_names_stop_nothing_and_steer_no_terminal(tmp_path: Path) -> None:
    for name in (b"a\xff\xfe.txt", b"b\x1b[31m\n.txt", b"c'\"&<b>%s{x}.txt"):
        Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), name))).write_text(GOOD)
    Path(tmp_path, "d\x1b[31m.txt").write_text("")
    out = tmp_path / "facts.jsonl"
    found = CliRunner().invoke(app, ["extract", str(tmp_path), "--out", str(out)])
    assert found.exit_code == SourceUnusable.exit_code
    assert "not read: d?[31m.txt: the file is empty" in found.output
    assert "\x1b" not in found.output
    names = {json.loads(line)["document"] for line in out.read_text().splitlines()}
    assert names == {"a??.txt", "b?[31m .txt", "c'\"&<b>%s{x}.txt"}
    long = CliRunner().invoke(app, ["extract", "x" * 300 + ".txt", "--out", str(out)])
    assert long.exit_code == SourceUnusable.exit_code
    assert "File name too long" in long.output
