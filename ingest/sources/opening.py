"""What a file really is, and its text: signatures, compression, character encoding.

A file that is not what its name says is refused here, before anything of it is read: the message
names the file, what it looks like and what would be right.
"""

from __future__ import annotations

import codecs
import gzip
import io
import shutil
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, BinaryIO, cast

from graph.errors import SourceUnusable

FORMATS = {
    ".csv": "text", ".tsv": "text", ".tab": "text", ".txt": "text",
    ".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xls",
    ".json": "json", ".jsonl": "json", ".ndjson": "json",
    ".xml": "xml", ".ris": "tagged", ".ciw": "tagged",
}
"""File name endings of tables (each also with ``.gz``) and how they are read."""

_SIGNATURES = (
    (b"\x1f\x8b", "gz"), (b"%PDF", "pdf"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
    (b"\x09\x00\x04\x00", "xls"), (b"\x09\x02\x06\x00", "xls"), (b"\x09\x04\x06\x00", "xls"),
    (b"PK\x03\x04", "zip"), (b"\x89PNG", "image"), (b"\xff\xd8\xff", "image"),
    (b"SQLite format 3", "sqlite"), (b"PAR1", "parquet"), (b"BZh", "bzip2"),
    (b"{\\rtf", "rtf"),
    (b"\xfd7zXZ", "xz"), (b"\x28\xb5\x2f\xfd", "zstd"), (b"Rar!", "rar"), (b"7z\xbc\xaf", "7z"),
)
LOOKS = {
    "gz": "a gzip file", "pdf": "a PDF document", "xls": "an old Excel workbook (.xls)",
    "xlsx": "an Excel workbook (.xlsx)", "docx": "a Word document", "zip": "a ZIP archive",
    "image": "a picture", "sqlite": "an SQLite database", "parquet": "a Parquet file",
    "html": "a web page (HTML)", "json": "JSON", "xml": "XML", "binary": "binary data",
    "text": "plain text", "ods": "an OpenDocument file", "rtf": "an RTF file",
}
"""What `looks_like` says, in words."""
_RIGHT = {
    "xlsx": "rename it to {stem}.xlsx", "xls": "rename it to {stem}.xls",
    "json": "rename it to {stem}.json (or .jsonl)", "gz": "rename it to {name}.gz",
    "html": "open it in a spreadsheet and save it as .xlsx or .csv",
    "text": "rename it to {stem}.csv", "xml": "rename it to {stem}.xml",
    "pdf": "load it as a document, or save the table in it as .xlsx or .csv",
    "docx": "load it as a document, or save the table in it as .xlsx or .csv",
}
DAMAGED = (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile)
"""What reading a damaged or cut gzip file or archive raises."""
_SAMPLE = 2**20
_SAID = {"utf-8": "UTF-8", "utf-16": "UTF-16", "gb18030": "GB18030", "cp1252": "Windows-1252"}
_BEFORE_XML = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
_STRANGE = bytes(code for code in range(1, 32) if chr(code) not in "\t\n\v\f\r\x1a\x1b")


def stem_and_suffix(path: Path) -> tuple[str, str]:
    """A table's name without its ending, and the ending, without ``.gz`` and in lower case."""
    name = path.name[:-3] if path.suffix.lower() == ".gz" else path.name
    return Path(name).stem, Path(name).suffix.lower()


def refuse_special(path: Path) -> None:
    """`SourceUnusable` for a pipe, a device or a socket, whose reading may never end."""
    mode = path.stat().st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise SourceUnusable(f"{path.name}: is no ordinary file but a pipe or a device; save what "
                             "it gives as a file")


def looks_like(head: bytes, file: BinaryIO | None = None) -> str:
    """What the first bytes say a file is: ``xlsx``, ``xls``, ``json``, ``html``, ``text``…"""
    for signature, what in _SIGNATURES:
        if head.startswith(signature):
            return _inside_zip(file) if what == "zip" and file else what
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "text"
    if _is_binary(head[:8192]):
        return "binary"
    text = head.removeprefix(codecs.BOM_UTF8).lstrip()
    low = text[:200].lower()
    if low.startswith((b"<!doctype html", b"<html", b"<table")):
        return "html"
    if low.startswith(b"<?xml"):
        return "html" if b"<html" in head.lower() else "xml"
    return "json" if text.startswith((b"{", b"[")) else "text"


def _is_binary(head: bytes) -> bool:
    """NULs beyond a few of a damaged text, or one beside other signs that no text holds."""
    strange = len(head) - len(head.translate(None, _STRANGE))
    return b"\0" in head and (20 * head.count(b"\0") > len(head) or 200 * strange > len(head))


def _inside_zip(file: BinaryIO) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError):
        return "zip"
    for start, what in (("xl/", "xlsx"), ("word/", "docx"), ("content.xml", "ods")):
        if any(name.startswith(start) for name in names):
            return what
    return "zip"


@contextmanager
def opened(path: Path) -> Iterator[tuple[BinaryIO, str]]:
    """The uncompressed file, open and seekable, and how it is read (a value of `FORMATS`).

    Raises `SourceUnusable` for a file that is missing, empty, of an unknown ending, or not what its
    ending says.
    """
    _, suffix = stem_and_suffix(path)
    if suffix == ".zip":
        with _in_archive(path) as (member, form):
            yield member, form
        return
    if suffix not in FORMATS:
        raise SourceUnusable(
            f"{path}: {suffix or 'a name without ending'} is no table; "
            f"a table is {', '.join(FORMATS)}, each also with .gz"
        )
    form = FORMATS[suffix]
    try:
        refuse_special(path)
        raw = path.open("rb")
    except OSError as err:
        raise SourceUnusable(f"{path}: cannot be opened ({err.strerror})") from err
    with raw:
        file = _unpacked(path, raw, seekable=form in ("xlsx", "xls"))
        with file:
            _check(path, file, form)
            yield file, form


@contextmanager
def _in_archive(path: Path) -> Iterator[tuple[BinaryIO, str]]:
    """The one table of a ZIP archive (of several the one in JSON, which says more than a CSV)."""
    try:
        refuse_special(path)
        archive = zipfile.ZipFile(path)
    except OSError as err:
        raise SourceUnusable(f"{path}: cannot be opened ({err.strerror})") from err
    except (zipfile.BadZipFile, NotImplementedError) as err:
        raise SourceUnusable(f"{path}: is no ZIP archive, or is cut short; copy it again") from err
    with archive:
        found = [part.filename for part in archive.infolist()
                 if FORMATS.get(Path(part.filename).suffix.lower()) in ("text", "json", "xml")
                 and not part.is_dir() and not part.filename.startswith("__MACOSX/")]
        best = [name for name in found if name.lower().endswith(".json")]
        if len(best or found) != 1:
            held = f"several ({', '.join((best or found)[:5])})" if found else "none"
            raise SourceUnusable(f"{path}: an archive is read when it holds one table; it holds "
                                 f"{held}: unpack the one to be read")
        name, = best or found
        form = FORMATS[Path(name).suffix.lower()]
        try:
            file = cast(BinaryIO, archive.open(name))
        except RuntimeError as err:
            raise SourceUnusable(f"{path}: {err}; unpack it first") from err
        except OSError as err:
            raise SourceUnusable(f"{path}: the archive is damaged ({err}); copy it again") from err
        with file:
            _check(path / name, file, form)
            yield file, form


def _unpacked(path: Path, raw: BinaryIO, *, seekable: bool) -> BinaryIO:
    head = raw.read(2)
    raw.seek(0)
    packed = head == b"\x1f\x8b"
    if path.suffix.lower() != ".gz":
        if packed:
            raise SourceUnusable(_refusal(path, "gz"))
        return raw
    if not packed:
        raise SourceUnusable(
            f"{path}: is not compressed by gzip although it ends in .gz; "
            f"rename it to {path.name[:-3]}"
        )
    file = cast(BinaryIO, gzip.GzipFile(fileobj=raw))
    if not seekable:
        return file
    whole = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    try:
        shutil.copyfileobj(file, whole)
    except DAMAGED:
        whole.close()
        raise
    whole.seek(0)
    return cast(BinaryIO, whole)


def _check(path: Path, file: BinaryIO, form: str) -> None:
    head = file.read(8192)
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        raise SourceUnusable(f"{path}: is empty; a header row and one row below it are needed")
    found = looks_like(head, file if form in ("xlsx", "xls") else None)
    if found == "zip" and form not in ("xlsx", "xls"):
        found = "xlsx" if b"xl/" in head or b"[Content_Types].xml" in head else "zip"
    file.seek(0)
    if form == "xml" and found == "text" and head.lstrip(_BEFORE_XML).startswith(b"<"):
        found = form  # without a declaration, or in UTF-16
    if found != {"tagged": "text"}.get(form, form):
        raise SourceUnusable(_refusal(path, found))


def _refusal(path: Path, found: str) -> str:
    stem, suffix = stem_and_suffix(path)
    right = _RIGHT.get(found, "save the table as .xlsx or .csv")
    looks = LOOKS.get(found, f"a {found} file")
    return (
        f"{path}: is named {suffix or 'without ending'} but looks like {looks}; "
        + right.format(stem=stem, name=path.name)
    )


def text_of(path: Path, file: BinaryIO, encoding: str | None) -> tuple[IO[str], str]:
    """The decoded text, line ends kept, and the encoding: the one named, else the one found."""
    if encoding is None:
        encoding = encoding_of(path, file)
    else:
        try:
            codecs.lookup(encoding)
        except LookupError as err:
            raise SourceUnusable(
                f"{path}: no encoding is called {encoding!r}; common ones are utf-8, gb18030, "
                "cp1252"
            ) from err
        checked(path, file, encoding)
    return io.TextIOWrapper(file, encoding=encoding, newline=""), encoding


def encoding_of(path: Path, file: BinaryIO) -> str:
    """UTF-8 (with or without mark), UTF-16 with mark, GB18030 (GBK and GB 2312 too) or cp1252.

    The file is read to its end before anything is taken from it, so that a file that is cut short
    or mixes encodings is refused as a whole, with the line; then it is set back to its start.
    """
    head = file.read(4)
    file.seek(0)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return checked(path, file, "utf-16")
    line, encoded = _fault(path, file, "utf-8")
    if line == 0:
        return "utf-8-sig"
    if encoded:
        raise SourceUnusable(
            f"{path}: line {line} does not fit UTF-8 as the rest does; "
            "save the whole file in one encoding"
        )
    sample = _sample_at(file, line)
    for candidate, fits in (("gb18030", is_chinese), ("cp1252", _is_western)):
        if fits(sample):
            return checked(path, file, candidate)
    raise SourceUnusable(
        f"{path}: line {line} is neither UTF-8 nor GB18030; save it as UTF-8, "
        "or name a table's encoding in its mapping"
    )


def checked(path: Path, file: BinaryIO, encoding: str) -> str:
    """The encoding, if the whole file has it.

    Raises `SourceUnusable` with the line that has not.
    """
    line, _ = _fault(path, file, encoding)
    if not line and encoding == "gb18030":
        line = _utf8_line(file)
    if line:
        raise SourceUnusable(
            f"{path}: line {line} does not fit {_SAID.get(encoding, encoding)} as the rest does; "
            "save the whole file in one encoding"
        )
    return encoding


def _fault(path: Path, file: BinaryIO, encoding: str) -> tuple[int, bool]:
    """The first line that is not in the encoding (0: none), and whether text beyond ASCII came
    before it; the file is set back to its start."""
    decoder = codecs.getincrementaldecoder(encoding)()
    lines, beyond = 1, 0
    try:
        while chunk := file.read(_SAMPLE):
            text = decoder.decode(chunk)
            beyond += not text.isascii()
            lines += text.count("\n")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as err:
        good = err.object[: err.start].decode(encoding, "replace")
        return lines + good.count("\n"), beyond > 0 or sum(c > "\x7f" for c in good) >= 2
    except DAMAGED as err:
        raise SourceUnusable(
            f"{path}: the gzip file is damaged or cut short after line {lines} ({err}); "
            "copy it again"
        ) from err
    finally:
        with suppress(*DAMAGED):
            file.seek(0)
    return 0, False


def _sample_at(file: BinaryIO, line: int) -> bytes:
    """Some of the file from its start, or from this line where the start is all ASCII."""
    sample = file.read(_SAMPLE)
    if sample.isascii():
        file.seek(0)
        for _ in range(line - 1):
            file.readline(_SAMPLE)
        sample = file.read(_SAMPLE)
    file.seek(0)
    return sample


def _utf8_line(file: BinaryIO) -> int:
    """The first line of a GB18030 file that is plainly UTF-8 (0: none). GB18030 takes nearly any
    bytes; but Chinese in it is not UTF-8 by chance."""
    found = number = 0
    while not found and (line := file.readline(_SAMPLE)):
        number += 1
        if not line.isascii():
            with suppress(UnicodeDecodeError):
                found = number * (sum(c > "\u07ff" for c in line.decode("utf-8")) >= 2)
    file.seek(0)
    return found


def is_chinese(sample: bytes) -> bool:
    """Does it decode as GB18030 into the everyday characters of GB 2312 for the most part?"""
    try:
        text = codecs.getincrementaldecoder("gb18030")().decode(sample)
    except UnicodeDecodeError:
        return False
    beyond = [char for char in text if ord(char) > 127]
    common = "".join(beyond).encode("gb2312", errors="ignore")
    return len(common) // 2 >= 0.8 * len(beyond)


def _is_western(sample: bytes) -> bool:
    """Is it ASCII but for a few accented letters, as Western European exports are?"""
    beyond = [byte for byte in sample if byte > 127]
    letters = sum(byte >= 0xC0 for byte in beyond)
    return len(beyond) <= 0.05 * len(sample) and letters >= 0.8 * len(beyond)
