"""Institutes: bodies that do research, by their heads ("University", "key laboratory").

The body that a name hangs on ("… Institute of Norland University") is an institute of its own.
"""

from __future__ import annotations

import re

from ingest.nlp.draft import Draft, folded
from ingest.nlp.edges import HEAD, left_edge, right_edge, with_short
from ingest.nlp.lexicon import phrases, words

_ACADEMY = re.compile(
    r",? (?:of )?(?:the )?(?P<name>(?:Chinese|China) Academy of (?:[A-Z]\w+ )?Sciences"
    r"(?: and (?:Technology|Engineering|Humanities))?)"
)
_OF_HOUSE = re.compile(
    r" (?:of|at) (?:the )?(?P<name>(?:[A-Z][\w&'-]* (?:and )?){1,5}University"
    r"(?: of (?:[A-Z][\w&'-]*(?: and | of | )?)+(?<! ))?)"
)
_SHARED = re.compile(
    r"\b(?:open|set up|establish\w*|build|built|create[ds]?|found(?:ed)?|launch\w*|run|host) "
    r"(?:an?|the|its|their) "
    r"(?P<name>(?:shared|joint|common|national|provincial) (?:[a-z][\w-]+ ){1,5}"
    r"(?:laboratory|lab|institute|research (?:centre|center)))\b"
)
_COMPOUND = re.compile(r"\b(?:" + "|".join(phrases("institute_compound")) + r")\b", re.IGNORECASE)
_CENTRE = re.compile(
    r"\b(?:Centre|Center|Institute|Laboratory|School|College|Institution|Academy) (?:for|on) "
    r"(?=[A-Z])(?![A-Z]{1,3}[$£€])"
)
_PURPOSE = re.compile(
    r"\b(?:promotion|productivity|entrepreneurship|pioneering|demonstration|extension|licensing|"
    r"commercialisation|commercialization|transfer|service|services|trading|exchange|incubation|sharing|exhibition|convention|"
    r"conference|news|media|trade|business|financial|shopping|logistics|data|testing|training|"
    r"property protection|operations?|certification|calibration|prototyping|verification|"
    r"support|advice|visitors?) $",
    re.IGNORECASE,
)
_PARENT = re.compile(
    r",? (?:of|at) (?:the )?(?P<name>(?:[A-Z][\w&'-]*,? (?:of |and |the )*)*(?:University|Academy|"
    r"Institute|College)(?: of (?:[A-Z][\w&'-]*(?: and | of | )?)+)?)$"
)
_NOUN = re.compile(r"[ -](?:[a-z]+ )?(?:platform|park|base|alliance)")
_GENERIC = words("generic", "demonyms")
_BARE = words("generic", "institute_heads") | {"of", "the"}


def institutes(draft: Draft, start: int, end: int) -> None:
    """The institutes of one sentence."""
    for compound in _COMPOUND.finditer(draft.text, start, end):
        _compound(draft, start, end, compound)
    for head in HEAD.finditer(draft.text, start, end):
        _headed(draft, start, end, head)
    for found in _SHARED.finditer(draft.text, start, end):
        if not draft.covered(*found.span("name")):
            draft.add("Institute", *found.span("name"), confidence=0.6)
    for found in _CENTRE.finditer(draft.text, start, end):
        if not draft.covered(*found.span()):
            begin = left_edge(draft, start, found.start())
            stop = right_edge(draft, found.end() - len(found.group().split()[-1]) - 2, end)
            with_short(draft, "Institute", begin, stop, 0.8)
    for found in re.finditer(r"\b(?:Centre|Center|Station)\b", draft.text[start:end]):
        at = start + found.start()
        begin = left_edge(draft, start, at)
        if begin >= at or _PURPOSE.search(draft.text[begin:at]) or len(draft.tokens(begin, at)) < 2:
            continue
        if not draft.covered(begin, start + found.end()):
            with_short(draft, "Institute", begin, start + found.end(), 0.6)


def _headed(draft: Draft, start: int, end: int, head: re.Match[str]) -> None:
    if draft.covered(*head.span()):
        return
    if re.match(r" (?:of |for )", draft.text[head.end() :]) is None and _NOUN.match(
        draft.text[head.end() :]
    ):
        return
    begin = left_edge(draft, start, head.start())
    if not head.group()[0].isupper() and not _placed(draft, begin, head.start()):
        return
    stop = right_edge(draft, head.end(), end)
    place = next((f for f in draft.found if f.type == "Region" and f.start == head.end() + 1), None)
    if place and stop == head.end() and draft.text[head.end()] == " " and place.end <= end:
        more = HEAD.match(draft.text, place.end + 1)
        stop = more.end() if more and draft.text[place.end] == " " else place.end
    proper = begin < head.start() or stop > head.end()
    lead = [t.lower for t in draft.tokens(begin, head.start())]
    if not proper or (stop == head.end() and all(w in _GENERIC for w in lead)):
        return
    _add(draft, begin, stop, 0.85)


def _placed(draft: Draft, begin: int, head: int) -> bool:
    """Whether a lower-case head has a proper place before it ("Guiyang chemical institute")."""
    return begin < head and any(
        f.type == "Region" and f.start == begin and f.end < head for f in draft.found
    ) and draft.text[begin:head].count(" ") <= 5  # fmt: skip


def _compound(draft: Draft, start: int, end: int, found: re.Match[str]) -> None:
    """Research centres and key laboratories with a field or a host, in either case of letters."""
    if draft.covered(*found.span()) or draft.text[found.end() : found.end() + 1] == "s":
        return
    begin = left_edge(draft, start, found.start(), lower=not found.group()[0].isupper())
    lead = draft.tokens(begin, found.start())
    stop = right_edge(draft, found.end(), end)
    if all(t.lower in _GENERIC or t.text.isdigit() for t in lead) and stop == found.end():
        return
    if lead and lead[0].text.isdigit():
        return
    while lead and lead[0].lower in ("provincial", "national", "state", "new") and len(lead) > 1:
        lead = lead[1:]
        begin = lead[0].start
    _add(draft, begin, stop, 0.75)


def _add(draft: Draft, begin: int, stop: int, confidence: float) -> None:
    """Adds an institute, with the academy that follows its name, and the body it belongs to."""
    own = draft.text[begin:stop]
    academy = _ACADEMY.match(draft.text, stop) or (
        _OF_HOUSE.match(draft.text, stop) if "University" not in own and "\n" not in own else None
    )
    at = bool(academy) and draft.text.startswith(" at ", stop)  # the house is a body of its own
    whole = academy.end() if academy and not at else stop
    with_short(draft, "Institute", begin, whole, confidence)
    parent = academy or _PARENT.search(draft.text[begin:stop])
    if parent is None:
        return
    offset = 0 if academy else begin
    first, last = parent.start("name") + offset, parent.end("name") + offset
    words_ = parent["name"].casefold().split()
    field = academy is None and words_[0] in words("institute_fields")
    if first > begin and not field and not all(w in _BARE for w in words_):
        name = " ".join(draft.text[first:last].split())
        draft.add("Institute", first, last, name=name, key=folded(name), confidence=0.7)
