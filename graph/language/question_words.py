"""The word lists and patterns by which a sentence is read, one data file a language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_EMPTY = ("who", "which", "can", "thing", "find")
_REST = r"""(?=\s*(?:[,;，；:：（(–—].*)?[\s.?!。？！…)）"”]*$)"""
"""What may follow a question in its sentence: further clauses."""
_LETTER = {"en": r"\w", "zh": r"[^\W\u3400-\u9fff]"}


@dataclass(frozen=True, slots=True)
class Frame:
    """A way to ask: what it wants, and its pattern with the groups that fill a question.

    One that is not ``clear`` is read only in a sentence that stands alone.
    """

    want: str
    pattern: re.Pattern[str]
    clear: bool
    only: re.Pattern[str] | None
    """What must stand somewhere in its words."""


@dataclass(frozen=True, slots=True)
class Dates:
    """Patterns of dates: each with what it says ("since", "as_of", …); then "last five years"."""

    forms: tuple[tuple[str, re.Pattern[str]], ...]
    last: re.Pattern[str]
    evidence: re.Pattern[str]
    own: re.Pattern[str] | None
    """Words before a date that is part of the need."""
    then: re.Pattern[str] | None
    """What stands behind a date of the evidence."""
    numbers: Mapping[str, int]
    spans: Mapping[str, int]
    """Spans of time in months."""
    months: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Wording:
    """How one language asks."""

    language: str
    frames: tuple[Frame, ...]
    dates: Dates
    kinds: tuple[tuple[str, re.Pattern[str]], ...]
    lead: re.Pattern[str]
    tail: re.Pattern[str]
    core: re.Pattern[str]
    end: re.Pattern[str] | None
    offer: re.Pattern[str]
    offer_end: re.Pattern[str]
    anaphor: re.Pattern[str]
    empty: re.Pattern[str]
    """Words that may stand around a candidate, or be a whole sentence, and say nothing."""
    regions: Mapping[str, re.Pattern[str]]
    names: re.Pattern[str]
    """An organisation's full name, by the words that names end or begin with."""
    out: re.Pattern[str]
    """Before an organisation to leave out."""
    industry: re.Pattern[str]
    codes: re.Pattern[str]
    vocabulary: frozenset[str]
    """Words of questions that a slip of the pen may have spoiled."""


@cache
def wording(language: str) -> Wording:
    """The words of ``en`` or ``zh``."""
    text = (files("graph.language") / "data" / f"question_{language}.yml").read_text("utf-8")
    raw: dict[str, Any] = yaml.safe_load(text)
    words: dict[str, str] = raw["words"]
    filler: dict[str, str] = raw["filler"]
    kinds = {
        kind: _compiled(_bounded(listed, language)) for kind, listed in raw["kinds"].items()}
    end = filler.get("end")
    out = raw["out_organisations"]
    return Wording(
        language,
        tuple(_frames(raw["frames"], words, language)),
        _dates(raw["dates"], language),
        tuple(kinds.items()),
        _compiled(rf"(?:{_spaced(filler['lead'])})(?!{_LETTER[language]})"),
        _compiled(rf"(?<!{_LETTER[language]})(?:{_spaced(filler['tail'])})$"),
        _compiled(rf"(?:{_spaced(filler['core'])})(?!{_LETTER[language]})"),
        _compiled(rf"(?:{end})$") if end else None,
        _compiled(_spaced(_filled(raw["offers"]["lead"], words))),
        _compiled(rf"(?:{_spaced(_filled(raw['offers']['end'], words))})$"),
        _compiled(_spaced(filler["anaphor"])),
        _compiled(_bounded("|".join((
            *(words[name] for name in _EMPTY if name in words),
            *(filler[name] for name in ("lead", "anaphor", "subject")),
        )), language)),
        {name: _compiled(_spaced(rule)) for name, rule in raw["regions"].items()},
        _names(raw["names"], language),
        _compiled(rf"\b(?:{_spaced(out)})\s+(?:the )?" if language == "en" else f"(?:{out})"),
        _compiled(_spaced(raw["industry"])),
        _compiled(_spaced(raw["codes"])),
        _vocabulary(words, raw) if language == "en" else frozenset(),
    )


def _compiled(rule: str) -> re.Pattern[str]:
    return re.compile(rule, re.IGNORECASE)


def _spaced(rule: str) -> str:
    """A space stands for any white space, one followed by "?" for none as well."""
    return rule.replace(" ?", r"\s*").replace(" ", r"\s+")


def _bounded(rule: str, language: str) -> str:
    letter = _LETTER[language]
    return rf"(?<!{letter})(?:{_spaced(rule)})(?!{letter})"


def _filled(rule: str, words: Mapping[str, str]) -> str:
    for _ in range(2):  # lists name each other
        for name, listed in words.items():
            rule = rule.replace("{" + name + "}", f"(?:{listed})")
    return rule


def _frames(
    rows: Iterable[Mapping[str, Any]], words: Mapping[str, str], language: str
) -> Iterable[Frame]:
    letter = _LETTER[language]
    for row in rows:
        rule = _spaced(_filled(row["pattern"], words))
        pattern = _compiled(rf"{rule}(?!{letter}){_REST}")
        only = _compiled(row["need"]) if "need" in row else None
        yield Frame(row["want"], pattern, row.get("clear", True), only)


def _dates(raw: Mapping[str, Any], language: str) -> Dates:
    months = {
        name: place + 1
        for listed in (raw.get("months", ""), raw.get("short_months", ""))
        for place, name in enumerate(listed.split("|")) if name
    }
    month = "|".join(sorted(months, key=len, reverse=True))
    parts = {
        "evidence": raw["evidence"], "verbs": raw.get("verbs", ""),
        "number": "|".join(sorted(raw["numbers"], key=len, reverse=True)),
        "span": "|".join(sorted(raw["spans"], key=len, reverse=True)),
        "D": _date("", month, language), "D2": _date("2", month, language),
    }
    front = f"(?P<front>{_filled(raw['front'], parts)})"
    back = _filled(raw.get("back", ""), parts)
    letter = _LETTER[language]

    def compiled(rule: str) -> re.Pattern[str]:
        edge = rf"(?<!{letter})" if language == "en" else ""
        return _compiled(f"{edge}{_spaced(front)}{_spaced(_filled(rule, parts))}{_spaced(back)}")

    forms = []
    for form in raw["forms"]:
        to = form["to"] + ("!" if form.get("evidence") else "")
        forms.append((to, compiled(f"(?P<words>{form['pattern']})")))
    own, then = raw.get("own"), raw.get("then")
    return Dates(
        tuple(forms), compiled(f"(?P<words>{raw['last']})"),
        _compiled(_bounded(f"{raw['evidence']}|{raw.get('verbs', '')}".rstrip("|"), language)),
        _compiled(rf"\b(?:{_spaced(own)})\s*$") if own else None,
        _compiled(_filled(then.replace("|{region}", ""), parts)) if then else None,
        raw["numbers"], raw["spans"], months,
    )


def _date(which: str, month: str, language: str) -> str:
    year = rf"(?P<y{which}>(?:19|20)\d\d)"
    if language == "zh":
        parts = rf"(?:[-/.年](?P<m{which}>\d\d?)(?:[-/.月](?P<d{which}>\d\d?)日?|月)?|年)?"
        return rf"(?<!\d){year}{parts}(?!\d)"
    named = rf"(?:(?P<d{which}n>\d\d?) )?(?P<m{which}n>{month})\.?,? (?P<y{which}n>(?:19|20)\d\d)"
    digits = rf"(?:[-/](?P<m{which}>\d\d?)(?:[-/](?P<d{which}>\d\d?))?)?"
    return rf"(?:{named}|(?<![\d.]){year}{digits}(?![\d\w]))"


def _names(raw: Mapping[str, str], language: str) -> re.Pattern[str]:
    if language == "zh":
        return re.compile(rf"[\u3400-\u9fffA-Za-z（）()]{{2,24}}?(?:{raw['words']})+")
    word, joined = r"[A-Z][\w&'’-]*", rf"(?:(?:{raw['joined']})\s+)*"
    return re.compile(
        rf"(?:{word}\s+{joined})*\b(?:{raw['words']})\b\.?"
        rf"(?:,\s+(?:Ltd|Inc)\b\.?|\s+{joined}{word})*")


def _vocabulary(words: Mapping[str, str], raw: Mapping[str, Any]) -> frozenset[str]:
    """The plain words of the lists, four letters or more."""
    listed = [words[name] for name in ("which", "can", "thing", "find", "solve", "problems")]
    listed += [*raw["kinds"].values(), raw["dates"]["evidence"], raw["filler"]["lead"],
               "since|before|between|industry|industries|similar|licensees|please"]
    expanded = [word for rule in listed for word in re.split(r"[|\s]+", _endings(rule))]
    return frozenset(w for w in expanded if len(w) >= 4 and w.isalpha() and w.islower())


def _endings(rule: str) -> str:
    """``stem(?:y|ies)`` written out; what is more involved stays and is left out later."""
    return re.sub(
        r"([a-z]+)\(\?:([a-z|]+)\)(\??)",
        lambda m: "|".join([*(m[1] + e for e in m[2].split("|")), *([m[1]] if m[3] else [])]),
        re.sub(r"([a-z]+)s\?", r"\1|\1s", rule))
