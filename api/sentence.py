"""A question's sentence on the page: which of its words gave which field."""

from __future__ import annotations

from dataclasses import dataclass

from graph.language.question import Question


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a sentence with the fields that they gave, none for words without one."""

    text: str
    fields: tuple[str, ...]


def words_of(question: Question) -> list[Words]:
    """The sentence in pieces, each with the fields that it gave."""
    cuts = {0, len(question.text)}
    for span in question.spans:
        cuts |= {span.start, span.end}
    marks = sorted(cuts)
    found = []
    for start, end in zip(marks, marks[1:], strict=False):
        fields = (s.field for s in question.spans if s.start <= start and end <= s.end)
        found.append(Words(question.text[start:end], tuple(dict.fromkeys(fields))))
    return found
