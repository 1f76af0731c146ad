"""References to things named before: 该校, 公司, 双方, 《方案》."""

from __future__ import annotations

import re

from ingest.nlp.draft import Draft, Found
from ingest.nlp.zh.bounds import alternation
from ingest.nlp.zh.rows import governed
from ingest.nlp.zh.words import zh_data

_WORDS: dict[str, tuple[list[str], str]] = {
    word: (types, ends) for word, (types, ends) in zh_data("references")["words"].items()
}
_REFERENCE = re.compile(
    rf"(?P<word>{alternation(list(_WORDS))})(?!法|股份|有限|主任|大学|名称|单位|协会|\(|》|化|"
    rf"性|期|型|级|区|组|上)"
)
_OBJECT = re.compile(r"[与同和于给由]$")
"""Before a firm that is not the one spoken of: 与 X 合作, 隶属于 X."""
_FREE = re.compile(
    r"(?:^|[,。;:!?、\"\n  》]|由|与|和|在|向|对|,|而|但|目前|按照|根据|同时|年|月|日|今年|"
    r"依托|针对|将|把|被|给|使|让|帮助)$"
)


def add_references(draft: Draft) -> None:
    """Adds an occurrence for each reference whose meaning the text before it gives."""
    named = sorted(
        (f for f in draft.found if not f.embedded and not f.reference and f.type != "Region"),
        key=lambda f: f.start,
    )
    added: list[Found] = []
    for found in _REFERENCE.finditer(draft.text):
        word, at = found["word"], found.start()
        if any(f.start < found.end() and at < f.end for f in named if f.type != "Problem"):
            continue
        if word[0] not in "该《双三两前后" and not _FREE.search(draft.text[max(0, at - 2) : at]):
            continue
        for meant in _meant(draft, named, word, at, draft.sentence_at(at)[0]):
            added.append(
                Found(meant.type, at, found.end(), meant.name, meant.key, 0.5, reference=True)
            )
    draft.found += [*added, *_by_last_words(draft, named)]


def _by_last_words(draft: Draft, named: list[Found]) -> list[Found]:
    """该加速器: the last thing whose name ends with the words behind 该."""
    added = []
    for found in re.finditer(r"[该本](?P<word>[\u3400-\u9fff]{2,6})", draft.text):
        if found.group()[:3] in _WORDS or found.group()[:4] in _WORDS:
            continue
        for size in range(len(found["word"]), 1, -1):
            word = found["word"][:size]
            earlier = [f for f in named if f.end <= found.start() and f.name.endswith(word)]
            if earlier:
                meant = max(earlier, key=lambda f: f.end)
                span = found.start(), found.start() + 1 + size
                added.append(Found(meant.type, *span, meant.name, meant.key, 0.5, reference=True))
                break
    return added


def _meant(draft: Draft, named: list[Found], word: str, at: int, start: int) -> list[Found]:
    """The things that a reference means."""
    types, ends = _WORDS[word]
    earlier = [f for f in named if f.end <= at and f.type in types]
    if ends in ("2", "3", "first", "last"):
        distinct: list[Found] = []
        here = [f for f in earlier if f.start >= start] or earlier
        pool = here if len({f.key for f in here}) >= 2 else earlier
        for found in reversed(pool):
            if found.key not in {f.key for f in distinct}:
                distinct.insert(0, found)
        wanted = 3 if ends == "3" else 2
        if len(distinct) < wanted:
            return []
        chosen = distinct[-wanted:]
        return chosen[:1] if ends == "first" else chosen[1:] if ends == "last" else chosen
    if ends != "*":
        pattern = re.compile(rf"(?:{ends})(?:[((].*)?$")
        earlier = [f for f in earlier if pattern.search(f.name)]
    acting = [f for f in earlier if ends != "*" or not governed(draft, f, post=True)]
    acting = [f for f in acting if ends != "*" or not _OBJECT.search(draft.text[: f.start][-2:])]
    return [max(acting or earlier, key=lambda f: f.end)] if earlier else []
