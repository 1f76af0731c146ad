"""What decides against two names, and what keeps them from being the same without a person.

A conflict of places, core names, roles or numbers makes two names different whatever else agrees.
Each function gives its reason in words, or nothing; its docstring is its explanation to users.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from graph.identity.aligned import Aligned, all_related, weigh
from graph.identity.forms import forms_differ
from graph.identity.meanings import bodies, syllables

DISTINCTIVE = 0.8
"""Sum of rarities from which a core tells a body apart in any place."""
_SHORT = 2
"""So many characters have many others of their sound."""
_NATIONWIDE = 0.6
"""The same where neither name says a place: such a name is meant for a whole country."""


def regions_conflict(pair: Aligned) -> str:
    """Bodies of two places are two bodies, even under one name."""
    if pair.regions == "conflict":
        return "the names say different places"
    return "the records lie in different places" if pair.seats == "conflict" else ""


def core_conflict(pair: Aligned) -> str:
    """Each name has a distinctive word that the other lacks."""
    if pair.core.conflict and not transcribed(pair):
        return f"different core names: {' '.join(pair.core.first)} and {' '.join(pair.core.second)}"
    return ""


def role_conflict(pair: Aligned) -> str:
    """A company and its group, branch or subsidiary, a university and its affiliated hospital."""
    one, two = set(pair.first.roles), set(pair.second.roles)
    return f"only one is {', '.join(sorted(one ^ two))}" if one != two else ""


def number_conflict(pair: Aligned) -> str:
    """The first and the second hospital of a city are two, and so is one without a number."""
    if pair.first.numbers == pair.second.numbers:
        return ""
    return (f"numbers differ: {' '.join(pair.first.numbers) or 'none'} and "
            f"{' '.join(pair.second.numbers) or 'none'}")


def parent_conflict(pair: Aligned) -> str:
    """Parts of two larger bodies, or a part and its whole."""
    if pair.parents == "different":
        return "parts of different bodies"
    if pair.parents == "missing":
        part = pair.first if pair.first.parent else pair.second
        if not pair.heads.both and (pair.heads.more or pair.fields.more or part.roles):
            return "a part and its whole"
    return ""


def wording_conflict(pair: Aligned) -> str:
    """One word more makes another university, hospital or department; so does another line of
    work or another kind of body."""
    related = all_related(pair.heads, what="heads") and pair.regions != "wider"
    if pair.heads.conflict and not related:
        return f"different kinds of body: {', '.join(pair.heads.more)}"
    exact = not bodies("exact").isdisjoint(pair.heads.both) and not transcribed(pair)
    more = pair.core.more + pair.fields.more + (pair.heads.more if exact else ())
    if exact and (more or pair.regions == "more"):
        return f"one of them is another body of its kind: {', '.join(more) or 'a place more'}"
    if pair.fields.conflict and not all_related(pair.fields, what="fields"):
        return f"different lines of work: {', '.join(pair.fields.more)}"
    return ""


CONFLICTS: tuple[Callable[[Aligned], str], ...] = (
    regions_conflict, number_conflict, role_conflict, core_conflict, parent_conflict,
    wording_conflict,
)  # fmt: skip


def near_words(pair: Aligned) -> str:
    """Words that are translated alike need not be one: 通信 and 电信, 理工 and "technology"."""
    return f"only translated alike: {', '.join(pair.near)}" if pair.near else ""


def word_more(pair: Aligned) -> str:
    """One of the names has a word that the other lacks."""
    more = pair.core.more + pair.fields.more + pair.heads.more
    return f"a word more or less: {', '.join(more)}" if more else ""


def generic(pair: Aligned) -> str:
    """A name that many places have is no one's while the place is not known on both sides; a
    word that few bodies bear does without, but a hospital or school of it may have sisters."""
    weight = weigh(pair.core.both)
    if pair.regions == "equal" or pair.seats == "confirmed":
        return ""
    if pair.parents == "same" and (pair.fields.both or pair.core.both or pair.first.roles):
        return ""
    if pair.regions == "none":
        enough = 1.0 if pair.heads.both else _NATIONWIDE
        if pair.seats == "equal" or weight >= enough:
            return ""
    elif pair.regions == "missing" and weight >= DISTINCTIVE and not pair.heads.both:
        return ""
    return "a general name, and the place is not known on both sides"


def place_more(pair: Aligned) -> str:
    """A name with a place more may be another body's, a daughter or a sister, unless the other is
    known to lie there."""
    if pair.regions in ("wider", "more") and (pair.heads.both or pair.seats != "confirmed"):
        return "one name says a narrower place"
    if pair.regions == "missing" and pair.heads.both and pair.core.both:
        return "only one name says a place"
    if pair.regions == "missing" and pair.seats != "confirmed":
        return "only one name says a place"
    return ""


def turned(pair: Aligned) -> str:
    """"University of Washington" and "Washington University" are two: in English a university
    before the word that names it and one behind it need not be one."""
    one, two = pair.first, pair.second
    if one.script != "latin" or two.script != "latin" or "university" not in pair.heads.both:
        return ""
    if pair.fields.both or len(pair.heads.both) > 1 or not one.order or not two.order:
        return ""
    ends = {name.order[0] == "university" for name in (one, two)}
    return "the word university stands before and behind the name" if len(ends) == 2 else ""


def legal_form(pair: Aligned) -> str:
    """A limited company and a company limited by shares are two, or one that changed; so are an
    institute and a company of its name."""
    if forms_differ(pair.first, pair.second):
        return "another legal form"
    one = bool(pair.first.form) != bool(pair.second.form)
    beside = any(not bodies("beside").isdisjoint(head.split("|")) for head in pair.heads.both)
    return "only one is a company" if one and beside else ""


def sound(pair: Aligned) -> str:
    """One letter of pinyin may be another character, hence another name; and a core of one or two
    characters has many of its sound, so that a place must agree."""
    if pair.sounds:
        return f"pinyin that differs: {pair.slip}"
    short = pair.read and len(pair.core.both) == 1 and sum(map(len, pair.read)) <= _SHORT
    if short and not placed(pair) and pair.parents != "same":
        return f"other characters sound like {' '.join(pair.read)}"
    one = pair.slip.partition("/")[0]
    if one and len(one) < 8 and len(pair.core.both) < 2:
        return f"a short word that differs: {pair.slip}"
    return ""


def letters(pair: Aligned) -> str:
    """First letters stand for several bodies: MIT is an institute in Massachusetts and one in
    Manipal."""
    if pair.acronym:
        return f"{pair.acronym} may stand for several names"
    alone = pair.parents == "acronym" and not placed(pair)
    return "a larger body by its acronym alone" if alone else ""


def larger_body(pair: Aligned) -> str:
    """A part whose larger body only one name says, and whose own name is general."""
    if pair.parents != "missing":
        return ""
    telling = pair.regions == "equal" and (pair.fields.both or pair.core.both)
    if telling or weigh(pair.core.both) >= DISTINCTIVE:
        return ""
    return "only one says whose part it is"


DOUBTS: tuple[Callable[[Aligned], str], ...] = (
    letters, near_words, word_more, generic, place_more, larger_body, turned, legal_form, sound,
)  # fmt: skip


def placed(pair: Aligned) -> bool:
    """Whether a place of both agrees."""
    return pair.regions == "equal" or pair.seats in ("equal", "confirmed")


def transcribed(pair: Aligned) -> bool:
    """Whether all but the cores agrees of a Chinese and a Latin name, and the Latin core is no
    pinyin: it may be what the Chinese one renders (西门子, "Siemens"), so nobody can tell."""
    if pair.first.script == pair.second.script or not pair.core.conflict or not placed(pair):
        return False
    name, latin = ((pair.second, pair.core.second) if pair.first.script == "han"
                   else (pair.first, pair.core.first))
    written = re.findall(r"[^\W\d_]+", name.text.casefold())
    if all(syllables(next((w for w in written if w.startswith(word)), word)) for word in latin):
        return False
    if pair.fields.more or not pair.heads.equal:
        return False
    return bool(pair.first.form) == bool(pair.second.form)


def renamed(pair: Aligned) -> bool:
    """Whether two Chinese names say but another kind of body that the one may have become: a
    college (学院) and a university of one name."""
    if not pair.first.script == pair.second.script == "han" or not pair.heads.conflict:
        return False
    rest = pair.core.more + pair.fields.more
    told = pair.core.both or pair.fields.both or pair.regions == "equal"
    placed_alike = pair.regions in ("equal", "none")
    taught = {word for head in pair.heads.more for word in head.split("|")}
    return bool(told and placed_alike and not rest and "university" in taught
                and all_related(pair.heads, what="heads"))
