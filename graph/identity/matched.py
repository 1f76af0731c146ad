"""Which words of two names count as one: spellings, translations, slips of the pen.

What `graph.identity.aligned` lays side by side; words of one class are compared with each other.
"""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz.distance import OSA

from graph.identity.meanings import bodies, pinyin, rarity, syllables, table, usual
from graph.identity.parsed import ParsedName

Words = tuple[str, ...]

_LEAST_SLIP = 5
_RARE = 0.6


@dataclass(frozen=True, slots=True)
class Shared:
    """Words of one class: those of both names, and those that only the first or second has."""

    both: Words
    first: Words
    second: Words
    loose: Words = ()
    """Words that are taken for one because each may also mean something else: 理工 and
    "technology"."""

    @property
    def conflict(self) -> bool:
        """Each name has a word that the other lacks."""
        return bool(self.first and self.second)

    @property
    def equal(self) -> bool:
        """Neither has a word more."""
        return not self.first and not self.second

    @property
    def more(self) -> Words:
        """The words that only one of them has."""
        return self.first + self.second


def shared_fields(first: ParsedName, second: ParsedName) -> Shared:
    """The lines of work of two names."""
    return _shared(first.fields, second.fields, exact=_chinese(first, second))


def shared_heads(first: ParsedName, second: ParsedName) -> Shared:
    """The kinds of body of two names."""
    return _shared(first.heads, second.heads, exact=_chinese(first, second))


def _chinese(first: ParsedName, second: ParsedName) -> bool:
    """Whether both are Chinese, so that a word that has several translations is only itself."""
    return first.script == second.script == "han"


def near_words(first: ParsedName, second: ParsedName) -> Words:
    """Words that count as one and may be two: of one script where both are only translated alike,
    and of a place of teaching any that has several translations."""
    fields, heads = shared_fields(first, second), shared_heads(first, second)
    near = [pair for pair in heads.loose if not {"university", "academy"}.isdisjoint(
        pair.split("/")) and "|school|" in pair]
    if any(not bodies("freely").isdisjoint(head.split("|")) for head in heads.both):
        near += [*fields.loose, *_second_senses(first, second, fields)]
    if first.script == second.script and first.said and second.said:
        one, two = _spoken(first), _spoken(second)
        for word in (*fields.both, *heads.both):
            if not one.get(word, {""}) & two.get(word, {""}) and word in one and word in two:
                near.append("/".join(sorted(map(min, (one[word], two[word])))))
    return tuple(near)


def _second_senses(first: ParsedName, second: ParsedName, fields: Shared) -> Words:
    """Latin words of shared fields that are not the usual translation of a Chinese one:
    "international studies" for 外国语."""
    if first.script == second.script:
        return ()
    latin = second if first.script == "han" else first
    return tuple(f"{word}/{said}" for word, said in latin.said
                 if word in fields.both and said not in usual(word))


def _spoken(name: ParsedName) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for meaning, word in name.said:
        found.setdefault(meaning, set()).add(word)
    return found


def _shared(first: Words, second: Words, *, exact: bool = False) -> Shared:
    """``exact``: no word is taken for another that it may mean."""
    if first == second:
        return Shared(first, (), ())
    both = tuple([word for word in first if word in second])
    one = [word for word in first if word not in second]
    two = [word for word in second if word not in first]
    loose = []
    if one and two and not exact:
        for word in tuple(one):
            for other in two:
                if _either(word, other):
                    one.remove(word)
                    two.remove(other)
                    both += (word,)
                    if _loosely(word, other):
                        loose.append("/".join(sorted((word, other))))
                    break
    return Shared(both, tuple(one), tuple(two), tuple(loose))


def _either(word: str, other: str) -> bool:
    """Whether two words may mean the same: "college|university" and "university"."""
    if "|" not in word and "|" not in other:
        return False
    return not set(word.split("|")).isdisjoint(other.split("|"))


def _loosely(word: str, other: str) -> bool:
    """Whether two words are one only if one of them is not meant in its first sense; an
    abbreviation has no first sense."""
    pair = {word, other}
    if not table().abbreviated.isdisjoint(pair) and any("|" not in one for one in pair):
        return False
    return word.partition("|")[0] != other.partition("|")[0]


def shared_cores(first: ParsedName, second: ParsedName) -> tuple[Shared, str, bool, Words]:
    """The cores with spellings, scripts and slips taken into account: what they share, a slip,
    whether it is one of pinyin, and the Chinese words that the other has in pinyin."""
    shared = _shared(first.core, second.core)
    if not shared.conflict:
        return shared, "", False, ()
    one, two = shared.first, shared.second
    if first.script != second.script:
        han, latin = (one, two) if first.script == "han" else (two, one)
        if _reads(han, latin):
            return Shared(shared.both + latin, (), ()), "", False, han
        return shared, "", False, ()
    if _joined(one, two):
        return Shared(shared.both + one, (), ()), "", False, ()
    beside = any(rarity(word) >= _RARE for word in shared.both)
    if len(one) == len(two) == 1 and (slip := _slip(one[0], two[0], beside=beside)):
        sounds = bool(syllables(one[0]) and syllables(two[0])) or not one[0].isascii()
        common = min(one, two, key=lambda words: (rarity(words[0]), words))
        return Shared(shared.both + common, (), ()), slip, sounds, ()
    return shared, "", False, ()


def _joined(one: Words, two: Words) -> bool:
    """The same letters, written together or apart: "Jiao Tong" and "Jiaotong"."""
    if len(one) == len(two):
        return False
    return "".join(one) == "".join(two) or "".join(one[::-1]) == "".join(two[::-1])


def _reads(han: Words, latin: Words) -> bool:
    """Whether Latin words are the pinyin of Chinese ones."""
    sound = "".join(map(pinyin, han))
    return sound == "".join(latin) or sorted(map(pinyin, han)) == sorted(latin)


def _slip(one: str, two: str, *, beside: bool) -> str:
    """The pair of words if they differ by a slip of the pen; words with a meaning never do.
    ``beside`` another word that few bear also a short one may have two letters turned about."""
    groups = table().groups
    turned = sorted(one) == sorted(two) and one[0] == two[0] and len(one) >= _LEAST_SLIP - 1
    if beside and turned and one.isascii() and OSA.distance(one, two, score_cutoff=1) == 1:
        return "" if one in groups or two in groups else f"{one}/{two}"
    if min(len(one), len(two)) < _LEAST_SLIP and one.isascii() or one in groups or two in groups:
        return ""
    if not one.isascii() and min(len(one), len(two)) < _LEAST_SLIP - 1:
        return ""
    if one[0] != two[0] or one[-1] != two[-1] or OSA.distance(one, two, score_cutoff=1) > 1:
        return ""
    if rarity(one) < 0.6 and rarity(two) < 0.6:
        return ""
    return f"{one}/{two}"
