"""Which language a text is in: by its scripts first, then by the small words of a language.

Qilian reads English and Chinese. What is recognised as something else must not be read by their
rules; what is too short to tell is taken for one of them.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml

READ = ("en", "zh")
_SAMPLE = 60_000
_FEWEST_LETTERS = 8
_FEWEST_WORDS = 12
"""Of a language's own, before a text of one of several languages of its script is placed."""
_CHINESE = 0.2
"""Share of Chinese characters among the letters from which on a text of both is more Chinese than
English: a word is about two of the one and six of the other."""


@dataclass(frozen=True, slots=True)
class _Rules:
    names: dict[str, str]
    scripts: dict[str, re.Pattern[str]]
    languages: dict[str, list[str]]
    words: dict[str, frozenset[str]]


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    raw = (files("ingest.sources") / "rules" / "languages.yml").read_text(encoding="utf-8")
    data = yaml.safe_load(raw)
    return _Rules(
        data["names"],
        {script: re.compile(f"[{ranges}]") for script, ranges in data["scripts"].items()},
        data["languages"],
        {language: frozenset(words.split()) for language, words in data["words"].items()},
    )


def language_name(code: str) -> str:
    """The English name of a language: ``de`` is German."""
    return _rules().names.get(code, code)


def language_of(text: str) -> str:
    """The language's code: ``zh``, ``en``, or another that most of the text is in.

    A text of English and Chinese is what most of its words are. Too little text is ``zh`` if it is
    mostly Chinese, else ``en``.
    """
    rules = _rules()
    sample = text if len(text) <= _SAMPLE else _spread(text)
    counts = {script: len(found.findall(sample)) for script, found in rules.scripts.items()}
    letters = sum(counts.values())
    if letters == 0:
        return "en"
    han, kana = counts.pop("Han"), counts["Kana"]
    if han + kana >= _CHINESE * letters and kana >= 0.25 * (han + kana) and kana >= 4:
        return "ja"
    if han >= _CHINESE * letters:
        # Korean and others may use some Chinese characters among many more letters of their own.
        most = max(counts, key=lambda script: counts[script])
        if most == "Latin" or counts[most] < han:
            return "zh"
    script = max(counts, key=lambda script: counts[script])
    if script != "Latin" and (counts[script] < _FEWEST_LETTERS or counts[script] < 0.3 * letters):
        script = "Latin"
    languages = rules.languages[script]
    return languages[0] if len(languages) == 1 else _by_words(sample, languages, rules)


def _spread(text: str) -> str:
    """Parts from the beginning, the middle and the end."""
    part = _SAMPLE // 3
    middle = len(text) // 2
    return "\n".join((text[:part], text[middle : middle + part], text[-part:]))


def _by_words(text: str, languages: list[str], rules: _Rules) -> str:
    """The language that most of the text's small words belong to, by a clear lead over the first.

    The first is the one that is taken when in doubt.
    """
    words = Counter(re.findall(r"[^\W\d_]+", text.casefold()))
    scores = {
        language: sum(words[word] for word in rules.words[language]) for language in languages
    }
    best = max(languages, key=lambda language: scores[language])
    total = sum(words.values())
    different = sum(word in words for word in rules.words[best])
    if total < _FEWEST_WORDS or different < 4 or scores[best] < 0.08 * total:
        return languages[0]
    return best if scores[best] >= 1.5 * scores[languages[0]] else languages[0]
