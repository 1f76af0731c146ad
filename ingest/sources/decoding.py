"""Bytes of a document as text, offsets intact; what is no text, or spoilt, is refused in words."""

from __future__ import annotations

import codecs
import io
import re
from pathlib import Path

from graph.errors import SourceUnusable
from ingest.sources.opening import LOOKS, encoding_of, is_chinese, looks_like

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Begins Office files of the old format, and new ones that are locked by a password."""
_TEXTS = ("text", "html", "xml", "json")
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "iso8859-1": "cp1252", "ascii": "cp1252"}
"""What browsers read for what a page declares."""
_CHARACTER_SET = re.compile(r"ascii|gb|hz|big5|euc|shift|iso|cp\d|koi8|mac|tis|johab")
"""Of Python's codecs, those that are encodings of documents."""
_HIGH = "".join(bytes([byte]).decode("cp1252", "ignore") for byte in range(0x80, 0xC0))
_TWICE = re.compile(f"[\u00c2-\u00f4][\u0080-\u009f{re.escape(_HIGH)}]{{1,3}}")
_LOST = "\ufffd"
_LOST_TWICE = "锟斤拷"
"""What the sign for a lost character becomes when UTF-8 is read as GBK."""
_SAMPLE = 20_000


def what_it_is(content: bytes) -> str:
    """What the first bytes say a file is, in words ("a PDF document")."""
    if content.startswith(OLE):
        return "an old or a locked Office file"
    found = looks_like(content[:8192], io.BytesIO(content))
    return LOOKS.get(found, f"a {found} file")


def decoded(name: str, content: bytes, *, declared: str = "") -> str:
    """Bytes as text: UTF-16 by its mark, UTF-8, the declared encoding, GB18030, else cp1252.

    Raises `SourceUnusable` for what is no text, mixes encodings, or was spoilt by a wrong one.
    """
    found = looks_like(content[:8192])
    if found not in _TEXTS and found != "binary":
        raise SourceUnusable(
            f"{name}: this is {what_it_is(content)}, not text; name it as what it is"
        )
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise SourceUnusable(f"{name}: this is UTF-32; save it as UTF-8")
    marked = content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    if not marked and b"\0" in content:
        evens, odds = content[:4096:2].count(0), content[1:4096:2].count(0)
        wide = max(evens, odds) > 0.3 * min(len(content), 4096) / 2
        what = "UTF-16 without its mark; save it as UTF-8" if wide else "binary data, not text"
        raise SourceUnusable(f"{name}: this is {what}")
    text = _decoded(name, content, declared)
    if "\0" in text:
        raise SourceUnusable(f"{name}: this is binary data, not text")
    if spoilt := _spoilt(text):
        raise SourceUnusable(f"{name}: {spoilt}; take the original and save it as UTF-8")
    return text


def _decoded(name: str, content: bytes, declared: str) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if declared:
        try:
            encoding = codecs.lookup(declared).name
            if _CHARACTER_SET.match(encoding):
                return content.decode(_WIDER.get(encoding, encoding))
        except (LookupError, ValueError):
            pass
    return content.decode(encoding_of(Path(name), io.BytesIO(content)))


def _spoilt(text: str) -> str:
    """How a text was decoded wrongly before it was saved, or nothing."""
    lost = text.count(_LOST)
    if lost > max(3, 0.002 * len(text)):
        return f"{lost:,} characters are lost ({_LOST})"
    if text.count(_LOST_TWICE) > 1:
        return f"characters are lost ({_LOST_TWICE})"
    sample = text[:_SAMPLE]
    beyond = sum(char > "\x7f" for char in sample)
    twice = [found for found in _TWICE.findall(sample) if _is_utf8(_single_bytes(found))]
    chinese = re.findall(r"[\u3400-\u9fff]+", sample)
    if len(twice) >= 3 and sum(map(len, twice)) >= 0.5 * beyond:
        seen = twice[0]
    elif sum(map(len, chinese)) >= 10 and (
        sample.encode("gb18030", "ignore").decode("utf-8", "replace").count(_LOST) < 0.4 * beyond
    ):
        seen = chinese[0][:6]
    elif beyond >= 8 and beyond > 0.4 * len("".join(sample.split())) and (
        len(raw := _single_bytes(sample)) > 0.9 * len(sample) and is_chinese(raw)
    ):
        seen = "".join(sample.split())[:6]
    else:
        return ""
    return f"the text was read in a wrong encoding before ({seen})"


def _single_bytes(words: str) -> bytes:
    """The bytes that a text was when it was read as cp1252 or Latin-1; beyond these, nothing."""
    raw = bytearray()
    for char in words:
        coded = char.encode("cp1252", "ignore")
        raw += coded or (bytes([ord(char)]) if ord(char) <= 0xFF else b"")
    return bytes(raw)


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
