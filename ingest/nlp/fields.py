"""Component ``qilian_fields``: industries, technologies and problems in running text.

Industries by head word ("… industry", "… manufacturing") and by the sector list in contexts that
say so; technologies by head word and as objects of developing and mastering; problems by the cues
of ``problems.json`` ("lack of …", "low … rate of …", "plagued by …").
"""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from ingest.nlp.draft import Draft, draft_of, folded
from ingest.nlp.items import field_type
from ingest.nlp.lexicon import data, industries, words
from ingest.nlp.lists import split_items
from ingest.nlp.names import left_edge

_INDUSTRY = re.compile(
    r"\b(?:industry|industries|sector|trade|manufacturing|husbandry)\b(?! (?:chain|"
    r"association|park|alliance|"
    r"chains|technology transfer|and|development|base|standard|bureau|department|"
    r"commission|university|fund|show|fair))",
    re.IGNORECASE,
)
_TECHNOLOGY = re.compile(
    r"\b(?:technology|technologies|technique|techniques)\b(?! (?:transfer(?! to )|contract|"
    r"contracts|market|deal|deals|park|"
    r"industrial|department|bureau|achievement|achievements|department|innovation|"
    r"trading|service|project|needs?|demands?|"
    r"development zone|business|enterprises?|state|co\b|center|centre|"
    r"university|institute|support|investment|alliance|plan|"
    r"science|incubat\w*|exchange|research|r&d))",
    re.IGNORECASE,
)
_ENGAGED = re.compile(
    r"\b(?:engaged in|works? in|working in|active in|specialis\w+ in|specializ\w+ "
    r"in|(?:maker|manufacturer|producer|supplier|"
    r"developer)s? of|in the field of|belongs? to|serves?|(?:firm|company) of)\b "
    r"(?:the |a |an )?(?P<np>[a-z][^.;:,()|\n]{2,70})"
)
_COMPANY = re.compile(
    r"\b(?:an?|the) (?P<np>(?:[a-z][\w-]+ ){1,3})(?:company|firm|maker|manufacturer|"
    r"producer|startup|start-up)\b"
)
_DEVELOPED = re.compile(
    r"\b(?:developed|developing|develops?|mastered|master|masters|invented|scale up|"
    r"scaling up|tested|will test|testing|"
    r"research on|researched?|researching|attack|tackle|tackling|work(?:s|ing)? "
    r"(?:with [^.;,]{3,60}? )?on|trial(?:led|ling)?|"
    r"establish(?:ed)?|introduced?|transferred|holds?|build(?:ing)? a pilot line "
    r"for|pilot line for|signed \d+ agreements, are)\b "
    r"(?:on )?(?:the |its |a |an |new )?(?P<np>[^.;:,()|\n]{4,90})"
)
_FOCUS = re.compile(
    r"\b(?:concentrat\w+|focus\w*|specialis\w+|specializ\w+) on (?:supporting |the "
    r"development of )?(?P<np>[^.;:|\n]{3,700})",
    re.IGNORECASE,
)
_STOP = words("function", "verbs") - {"of", "and", "for", "first", "new", "develop"}
_GENERIC = words("generic")
_NOT = re.compile(
    r"^(?:series|key link|needs|major needs|aspects|construction|agreement|"
    r"agreements|experience|plan|plans|list|opinion|opinions|project|projects|system|"
    r"platform|base|first|"
    r"experts?|delegation|cooperation|talents?|reputation|market|network|problem|"
    r"problems|meeting|event|business|relationship)\b",
    re.I,
)


@Language.factory("qilian_fields")
def make_fields(nlp: Language, name: str) -> Fields:
    """The factory that spaCy calls."""
    return Fields()


class Fields:
    """Finds industries, technologies and problems."""

    def __init__(self) -> None:
        rules = data("problems.json")
        self.problems = [re.compile(rule, re.IGNORECASE) for rule in rules["patterns"]]
        self.burdens = [re.compile(rule, re.IGNORECASE) for rule in rules["burdens"]]

    def __call__(self, doc: Doc) -> Doc:
        """Reads the document into its draft; the document itself is given on."""
        draft = draft_of(doc)
        for turn, (start, end) in enumerate(draft.sentences):
            if draft.is_tabular(start, end) or (turn == 0 and draft.source.title):
                continue
            self._problems(draft, start, end)
            _focus(draft, start, end)
            _heads(draft, start, end)
            _contexts(draft, start, end)
            _terms(draft, start, end)
        return doc

    def _problems(self, draft: Draft, start: int, end: int) -> None:
        for rule in (*self.burdens, *self.problems):
            for found in rule.finditer(draft.text[start:end]):
                a, b = found.start("problem") + start, found.end("problem") + start
                b = _problem_edge(draft, a, b)
                clash = draft.covered(
                    a,
                    b,
                    "Policy",
                    "Programme",
                    "Problem",
                    "Patent",
                    "Enterprise",
                    "Institute",
                    "Agency",
                ) or re.match(r"(?:by|this|that|it|to|these|which|but)\b", draft.text[a:b], re.I)
                if b - a < 6 or clash:
                    continue
                draft.add("Problem", a, b, confidence=0.6)


def _problem_edge(draft: Draft, start: int, end: int) -> int:
    """A problem's words end before the verb or mark that goes on with the sentence."""
    cut = re.compile(
        r"[.;:,()|\"\n]|\b(?:has|have|had|will|would|which|that|who|where|this|"
        r"these|said|says|and then|so that|to this end|"
        r"as well as|with the|per cent|is a|are a|by the)\b"
    ).search(draft.text, start + 4, end)
    stop = cut.start() if cut else end
    return start + len(draft.text[start:stop].rstrip())


def noun_phrase(draft: Draft, start: int, end: int) -> int:
    """Where a noun phrase that begins at ``start`` ends: at a mark, a verb or a function word."""
    edge = start
    tokens = draft.tokens(start, end)
    for turn, token in enumerate(tokens):
        following = tokens[turn + 1] if turn + 1 < len(tokens) else None
        if token.text in ("-", "&", "/") or token.text == '"':
            continue
        if not token.is_word or turn > 11:
            break
        if token.lower in ("of", "and", "for", "from"):
            if not turn or not following or not following.is_word or following.lower in _STOP:
                break
            if token.lower == "and" and draft.covered(following.start, following.end):
                break
            continue
        if token.lower in _STOP and not (turn == 0 and token.lower in ("new",)):
            break
        edge = token.end
    return edge


def _heads(draft: Draft, start: int, end: int) -> None:
    for pattern, type_ in ((_INDUSTRY, "Industry"), (_TECHNOLOGY, "Technology")):
        for head in pattern.finditer(draft.text, start, end):
            if draft.covered(*head.span()):
                continue
            begin = left_edge(draft, start, head.start(), lower=True, most=7)
            begin = _after_regions(draft, begin, head.start())
            lead = draft.tokens(begin, head.start())
            own = [t for t in lead if t.lower not in _GENERIC and t.is_word]
            if not own or draft.covered(begin, head.start()):
                continue
            stop = head.end()
            if type_ == "Technology" and draft.text[stop : stop + 4] == " of ":
                edge = noun_phrase(draft, stop + 4, end)
                stop = edge if edge > stop + 4 and not draft.covered(stop + 4, edge) else stop
            plural = head.group().casefold() in ("industries", "technologies")
            if plural and len(own) < 2:
                continue
            if head.group().casefold() == "trade" and len(lead) < 2:
                continue
            draft.add(type_, begin, stop, confidence=0.6)


def _after_regions(draft: Draft, begin: int, end: int) -> int:
    """A place in front of a field's name is not part of it."""
    for region in draft.found:
        if region.type == "Region" and region.start == begin and region.end < end:
            return region.end + 1
    return begin


def _contexts(draft: Draft, start: int, end: int) -> None:
    for pattern in (_ENGAGED, _COMPANY):
        for found in pattern.finditer(draft.text, start, end):
            a = found.start("np")
            b = noun_phrase(draft, a, found.end("np"))
            text = draft.text[a:b]
            if b <= a or draft.covered(a, b) or _plain(text):
                continue
            if pattern is _COMPANY and b < found.end("np") - 1:
                continue
            draft.add(field_type(text), a, b, confidence=0.6)
    for found in _DEVELOPED.finditer(draft.text, start, end):
        a = found.start("np")
        b = noun_phrase(draft, a, found.end("np"))
        text = draft.text[a:b]
        if b <= a or draft.covered(a, b) or _plain(text) or re.search(r"\d", text):
            continue
        if len(text.split()) < 2 or _NOT.match(text.split()[-1]):
            continue
        draft.add("Technology", a, b, confidence=0.5)


def _plain(text: str) -> bool:
    """Whether a phrase says nothing specific."""
    parts = [w for w in folded(text).split() if w not in _GENERIC and w not in words("function")]
    return not parts or bool(_NOT.match(text))


def _focus(draft: Draft, start: int, end: int) -> None:
    """ "concentrates on A, B and C": fields, unless an item is a body or a problem."""
    for found in _FOCUS.finditer(draft.text, start, end):
        stop = min(found.end("np"), _problem_edge_soft(draft, found.start("np"), found.end("np")))
        items = split_items(draft.text, found.start("np"), stop, 0)
        for a, b in items:
            a += len(re.match(r"(?:on |the |both )*", draft.text[a:b]).group())  # type: ignore[union-attr]
            edge = noun_phrase(draft, a, b)
            text = draft.text[a:edge]
            if (
                edge <= a
                or edge < b - 25
                or draft.covered(a, edge)
                or _plain(text)
                or len(text.split()) > 8
            ):
                continue
            both = re.fullmatch(r"(.+) and (.+)", text)
            if both and all(part.casefold() in industries() for part in both.groups()):
                draft.add("Industry", a, a + len(both[1]), confidence=0.6)
                draft.add("Industry", edge - len(both[2]), edge, confidence=0.6)
                continue
            draft.add(_field_or_industry(text), a, edge, confidence=0.55)


def _problem_edge_soft(draft: Draft, start: int, end: int) -> int:
    cut = re.compile(
        r"\b(?:which|that|and then|in order|so as|as well as)\b|, (?=the|it|and the|we)"
    ).search(draft.text, start, end)
    return cut.start() if cut else end


def _field_or_industry(text: str) -> str:
    low = " ".join(text.casefold().split())
    if low in industries() or low.split()[-1] in (
        "industry",
        "industries",
        "manufacturing",
        "sector",
    ):
        return "Industry"
    return "Technology"


def _terms(draft: Draft, start: int, end: int) -> None:
    """Sector names of two and more words, wherever they stand alone."""
    tokens = draft.tokens(start, end)
    at = 0
    while at < len(tokens):
        length = _longest(draft, tokens, at)
        if length:
            draft.add("Industry", tokens[at].start, tokens[at + length - 1].end, confidence=0.5)
        at += length or 1


def _longest(draft: Draft, tokens: list, at: int) -> int:  # type: ignore[type-arg]
    for length in range(min(7, len(tokens) - at), 1, -1):
        a, b = tokens[at].start, tokens[at + length - 1].end
        if " ".join(draft.text[a:b].casefold().split()) not in industries():
            continue
        before = tokens[at - 1] if at else None
        after = tokens[at + length] if at + length < len(tokens) else None
        alone = before is None or not before.is_word or before.lower in words("function", "verbs")
        ends = after is None or not after.is_word or after.lower in words("function", "verbs")
        if alone and ends and not draft.covered(a, b):
            return length
    return 0
