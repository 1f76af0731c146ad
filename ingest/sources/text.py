"""Reads plain text into a `SourceDocument`: clean text to read, with a map back to the file.

Take this for ``.txt`` files and for text that is already in memory; `ingest.sources.html` gives the
same for web pages. Page furniture (reply forms, copyright, licence numbers, share links) is left
out of the clean text by the line rules of ``ingest/nlp/data/furniture.json`` and counted.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import SourceUnusable
from ingest.sources import dates, furniture
from ingest.sources.decoding import decoded
from ingest.sources.language import language_of
from ingest.sources.opening import looks_like, refuse_special

MOST_BYTES = 4_000_000
"""A larger file is no document: it is refused rather than read for minutes."""
MOST_CHARACTERS = 300_000
"""Of one document's text: a book, read in about half a minute and half a gigabyte."""
MOST_WORDS = 120_000
"""Words, numbers and signs of one document, which take the time and memory; a book of
`MOST_CHARACTERS` has some 55,000."""
LONGEST_SENTENCE = 4_000
"""Characters; real sentences are shorter."""
MOST_SPACES = 200
"""One after the other that are kept: columns of a table stand nearer."""
LONGEST_WORD = 400
"""Characters without a space, Chinese ones aside; real addresses of pages are shorter."""

_QUOTES = str.maketrans({
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "，": ",", "；": ";",
    "：": ":", "（": "(", "）": ")", "％": "%", "！": "!", "？": "?", "\u00a0": " ", "\u3000": " ",
    "\u202f": " ", "\t": " ", "\ufeff": " ", "\u200b": " ",
})  # fmt: skip
_COUNTED = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_|\n")
_LONG_WORD = re.compile(rf"[^\s\u3400-\u9fff]{{{LONGEST_WORD}}}")
_END = re.compile(r"[.!?;](?=\s)|[\u3002\uff01\uff1f\uff1b]")
_GLUED = re.compile(r'(?<=[a-z%)\d"])[.!?](?=["]?[A-Z][a-z])|(?<=[a-z]),(?=[A-Z][a-z]+ )')


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """One file, decoded, with its clean text and the way back from it.

    ``text`` is the file as decoded without newline translation; ``clean[i]`` comes from
    ``text[starts[i]:ends[i]]``. ``furniture`` counts the lines left out, by rule.
    """

    name: str
    text: str
    clean: str
    starts: array[int]
    ends: array[int]
    title: str
    published: str | None
    language: str
    furniture: Mapping[str, int] = field(default_factory=dict)
    content: bytes = b""
    markup: Callable[[str], str] | None = None
    """Takes the markup out of a slice of ``text``; None for plain text."""
    media: str = "text/plain"
    """What ``content`` is; for a PDF and a Word file ``text`` is what was taken out of it."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in ``text`` of a non-empty span of the clean text."""
        if not 0 <= start < end <= len(self.clean):
            raise ValueError(f"no such span: {start}-{end}")
        return self.starts[start], self.ends[end - 1]

    def quote(self, start: int, end: int) -> str:
        """The words of ``text[start:end]``: markup dropped, white space made single."""
        words = self.text[start:end]
        return " ".join((self.markup(words) if self.markup else words).split())


Piece = tuple[str, int, int]
"""A character of the source as it is to be read, with its place in the file."""


def read_text(path: Path) -> SourceDocument:
    """Reads a text file; `SourceUnusable` when it is empty, too large or not text."""
    return text_document(path.name, read_bytes(path))


def text_document(name: str, content: bytes | str) -> SourceDocument:
    """A document from bytes (`ingest.sources.decoding`) or from decoded text."""
    raw = content.encode() if isinstance(content, str) else content
    text = content if isinstance(content, str) else decoded(name, content)
    if not any(char.isprintable() and not char.isspace() for char in text):
        raise SourceUnusable(f"{name}: the file holds no text")
    if looks_like(raw[:8192]) == "html":
        raise SourceUnusable(f"{name}: this is a web page (HTML), not plain text; name it .html")
    refuse_long(name, len(text))
    pieces = [(char, at, at + 1) for at, char in enumerate(text)]
    return assemble(name, text, pieces, content=raw)


def refuse_long(name: str, characters: int) -> None:
    """`SourceUnusable` for a text of more than `MOST_CHARACTERS`, before time is spent on it."""
    if characters > MOST_CHARACTERS:
        raise SourceUnusable(f"{name}: {characters:,} characters of text; at most "
                             f"{MOST_CHARACTERS:,} in one document: split it")


def _refuse_many(name: str, words: int) -> None:
    if words > MOST_WORDS:
        raise SourceUnusable(f"{name}: {words:,} words, numbers and signs; at most "
                             f"{MOST_WORDS:,} in one document: split it")


def read_bytes(path: Path, *, most: int = MOST_BYTES) -> bytes:
    """The bytes of a file; `SourceUnusable` when it is missing, empty, too large or no file."""
    try:
        refuse_special(path)
        size = path.stat().st_size
        if size > most:
            raise SourceUnusable(
                f"{path.name}: {size / 1e6:.0f} MB is more than a document may have "
                f"({most / 1e6:.0f} MB); split it"
            )
        content = path.read_bytes()
    except OSError as err:
        raise SourceUnusable(f"{path.name}: cannot be read ({err.strerror or err})") from err
    if not content.strip():
        raise SourceUnusable(f"{path.name}: the file is empty")
    return content


def assemble(
    name: str,
    text: str,
    pieces: Iterable[Piece],
    *,
    content: bytes = b"",
    title: str = "",
    published: str | None = None,
    markup: Callable[[str], str] | None = None,
    media: str = "text/plain",
    left_out: Mapping[str, int] | None = None,
) -> SourceDocument:
    """Clean text from pieces: furniture out, quotes and spaces made plain, glued sentences parted.

    ``title`` and ``published`` are what the container already says (an HTML page's head); else the
    first line that can be a headline and the first labelled date. ``left_out`` counts furniture
    that is no part of the pieces.
    """
    lines = _lines(pieces)
    counts: Counter[str] = Counter(left_out or {})
    kept: list[list[Piece]] = []
    for turn, line in enumerate(lines):
        words = "".join(char for char, _, _ in line).translate(_QUOTES)
        rule = furniture.rule_of(words.strip())
        if rule == "date line" and _is_value(lines, turn, words.strip()):
            rule = ""
        if rule:
            counts[rule] += 1
            stated = furniture.stated_date(words.strip()) if rule == "date line" else None
            published = published or stated
        else:
            kept.append(_without_inline(line, words, counts))
    plain_lines = ["".join(char for char, _, _ in line).translate(_QUOTES) for line in kept]
    published = published or dates.first_dateline(plain_lines)
    clean, starts, ends = _joined(kept)
    _refuse_many(name, sum(1 for _ in _COUNTED.finditer(clean)))
    return SourceDocument(
        name=name,
        text=text,
        clean=clean,
        starts=starts,
        ends=ends,
        title=title or headline(plain_lines),
        published=published,
        language=language_of(clean),
        furniture=dict(counts),
        content=content,
        markup=markup,
        media=media,
    )


_HEAD = 6
"""Lines of a text that may hold a byline."""


def _is_value(lines: list[list[Piece]], turn: int, words: str) -> bool:
    """Whether a date alone is a value of a form: below its head, right between two other lines."""
    near = [lines[at] for at in (turn - 1, turn + 1) if at < len(lines)]
    filled = all(any(not char.isspace() for char, _, _ in line) for line in near)
    return turn > _HEAD and len(near) == 2 and filled and not furniture.labelled_date(words)


def headline(lines: Iterable[str]) -> str:
    """The first line that can be a headline: four words or six Chinese characters, else any."""
    first = ""
    for line in lines:
        words = line.split()
        if not words:
            continue
        first = first or " ".join(words)
        if len(words) >= 4 or len(re.findall(r"[\u3400-\u9fff]", line)) >= 6:
            return " ".join(words)
    return first


def _lines(pieces: Iterable[Piece]) -> list[list[Piece]]:
    lines: list[list[Piece]] = [[]]
    before = ""
    for piece in pieces:
        if piece[0] in "\n\r\u2028\u2029\x0b\x0c\x85":
            if (before, piece[0]) != ("\r", "\n"):
                lines.append([])
        else:
            lines[-1].append(piece)
        before = piece[0]
    return lines


def _without_inline(line: list[Piece], words: str, counts: Counter[str]) -> list[Piece]:
    for start, end in reversed(furniture.inline_spans(words)):
        counts["inline credit"] += 1
        line = line[:start] + line[end:]
    return line


def _joined(lines: list[list[Piece]]) -> tuple[str, array[int], array[int]]:
    """Lines as one text; white space that is put in points at the character before it."""
    chars: list[str] = []
    starts: array[int] = array("L")
    ends: array[int] = array("L")

    def put(char: str, start: int, end: int) -> None:
        chars.append(char)
        starts.append(start)
        ends.append(end)

    for line in lines:
        words = "".join(char for char, _, _ in line).translate(_QUOTES)
        if not words.strip():
            if chars and chars[-2:] != ["\n", "\n"]:
                put("\n", starts[-1], ends[-1])
            continue
        glued = {found.start() for found in _GLUED.finditer(words)}
        cuts = set(_cuts(words))
        spaces = 0
        for at, (char, (_, start, end)) in enumerate(zip(words, line, strict=True)):
            spaces = spaces + 1 if char == " " else 0
            if spaces <= MOST_SPACES:
                put(char, start, end)
            if at in glued:
                put(" ", start, end)
            if at in cuts:
                put("\n", start, end)
        put("\n", line[-1][1], line[-1][2])
    return "".join(chars), starts, ends


def _cuts(words: str) -> Iterator[int]:
    """After which characters a line is cut: where no sentence has ended for `LONGEST_SENTENCE`,
    at a space if there is one, and where no word has for `LONGEST_WORD`. Rules that look at a whole
    sentence take the square of its length, and so does the tokenizer for a word.
    """
    yield from (found.end() - 1 for found in _LONG_WORD.finditer(words))
    last = 0
    for end in (*(found.end() for found in _END.finditer(words)), len(words)):
        while end - last > LONGEST_SENTENCE:
            space = words.rfind(" ", last, last + LONGEST_SENTENCE)
            last = space + 1 if space >= 0 else last + LONGEST_SENTENCE
            yield last - 1
        last = end
