"""Whether a figure is a target: by plan, due year, modal or offer, rather than by tense."""

from __future__ import annotations

import re

from ingest.facts import is_money
from ingest.nlp.measures.line import BOUND, RULES, Line, Series
from ingest.nlp.measures.times import Clock, Time

TARGET = re.compile(rf"\b(?:{RULES['target']})\b", re.IGNORECASE)
_CUE = re.compile(
    rf"\b(?:(?P<target>{RULES['target']})|(?P<bare>{RULES['purpose']})|"
    rf"(?P<seen>(?<!that )is|(?:{RULES['observed']})))\b",
    re.IGNORECASE,
)
_DEED = re.compile(rf"\b(?:{RULES['deeds']})\b", re.IGNORECASE)
_BREAK = re.compile(
    r";|\b(?:which|who|where)\b|, (?:against|compared|up|down|from)\b", re.IGNORECASE
)
_PLANNED = re.compile(rf"\b(?:{RULES['planned']})", re.IGNORECASE)
_PAST = re.compile(r"\b(?:was|were|had|spent)\b")
_NOUNS = re.compile(
    rf"\b(?:the|their|its|of|a|an|in|on|for|at|these|low|high) (?:{RULES['seen_nouns']})$",
    re.IGNORECASE,
)
_OFFER = re.compile(rf"\b(?:{RULES['offers']})", re.IGNORECASE)
_FROM = re.compile(rf"\bfrom (?:{BOUND} |(?:the |a )?current |the |today's )?$", re.IGNORECASE)
_CHANGED = re.compile(r"\b(?:up|down|rose|fell|grew|increase\w*|decrease\w*)\b[^,;]{0,12}from ")
_TO = re.compile(
    rf"(?:[^;.,]|(?<=\d)[.,](?=\d)){{1,70}}?\bto (?:{BOUND} |R|US)?[\d$£€¥]", re.IGNORECASE
)
_AGAINST = re.compile(
    rf"\b(?:compared (?:with|to)|against|versus) (?:{BOUND} |the )?$", re.IGNORECASE
)
_FIGURE_OF = re.compile(
    r"\b(?:19|20)\d\d (?:figure|level|total|value|number|result)s? of (?:about )?$", re.IGNORECASE
)
_TODAY = re.compile(rf"[^,;.)]{{0,14}}\b(?:{RULES['present']})\b", re.IGNORECASE)
_NOW = re.compile(rf"\b(?:{RULES['present']})\b:? ?$", re.IGNORECASE)
_AHEAD = re.compile(rf"\b(?:{RULES['ahead']})\b", re.IGNORECASE)
_DONE = re.compile(rf"\b(?:{RULES['done']}|\w{{3,}}(?<!xce)(?<!pee)ed)\b")
_ORDER = re.compile(
    rf"\W*(?:\(?\w{{1,6}}[,.)]\s+)?(?:{'|'.join(RULES['imperatives'].split())})\b"
    r"(?! (?:of|for|in|at|to|from|by|on|is|was|are|will|came)\b)",
    re.IGNORECASE,
)
_EACH = re.compile(rf"\b(?:{RULES['each_gets']})\b", re.IGNORECASE)
_PLANNED_SUM = re.compile(
    rf"\b(?:against|compared with|versus) (?:a |an |the )?(?:\w+ )?(?:{RULES['planned']})\w* of "
    rf"(?:{BOUND} )?$",
    re.IGNORECASE,
)
_GOAL_IS = re.compile(
    r"\b(?:target|goal|objective)s?\b[\w\s'’-]{0,40} (?:is|are|remains?)\b[^,;]*$", re.IGNORECASE
)
_YEARLY = re.compile(
    r"[\w€£$¥.,]+(?: \w+){0,3} (?:a|per|each|every) (?:year|month|day)\b|[^.;]{0,40}annually"
)
_PROVISION = re.compile(
    rf"\W*(?:for|to) (?:[\w-]+ ){{0,6}}(?:{RULES['provision_for']})\b", re.IGNORECASE
)
"""How a rule begins that says what some are given: "For new laboratories, a grant of"."""
_GIVEN_LIST = re.compile(
    r"\b(?:(?:the|these|those) (?:following|above|said)|(?:each|any|all) of (?:the|its|our)) $",
    re.IGNORECASE,
)
"""What a number follows that counts what there is."""
_CONTRACT = re.compile(r"(?:contract|transaction|deal) (?:amount|value|sum|price)", re.IGNORECASE)
_OFFERED = re.compile(
    r"\b(?:offer(?:s|ed|ing)?|(?:is|are) (?:prepared|ready|willing) to (?:pay|spend)|price ceiling|"
    rf"ceiling(?: of)?)\W{{0,2}}(?: ?{BOUND}| a total of| a| an)* ?$",
    re.IGNORECASE,
)
"""What a sum follows that is offered: "the firm offers up to"."""
_ON_OFFER = re.compile(
    r"[^;.]{2,40}?\b(?:is|are) (?:offered|available|on offer|on the table)\b", re.IGNORECASE
)
_COVERS = re.compile(
    rf"\b(?:{RULES['grants']})\b(?: (?:rate|amount|share|of [\w -]{{3,40}}))?"
    rf" (?:can )?(?:covers?|pays?|meets?|funds?|reimburses?|amounts? to|is|are) (?:{BOUND} )?$",
    re.IGNORECASE,
)
"""The rule of a grant: "grants cover up to"."""
_WORTH = re.compile(
    rf"\b(?:(?:is|are) worth|has a budget of|carries|(?:has|have) a (?:total )?value of)"
    rf" (?:{BOUND} )?$",
    re.IGNORECASE,
)
_WORK = re.compile(rf"\b(?:{RULES['works']})\b", re.IGNORECASE)
_SOUGHT = re.compile(
    rf"\b(?:{RULES['sought']}) with (?:an? )?(?:total |combined |overall )*"
    rf"(?:bonus|budget|reward|prize|fund\w*|money|sum) of (?:{BOUND} )?$",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"\W*(?:[\w'’/-]+ ){{0,6}}?(?P<noun>[\w'’/-]+) to (?:{RULES['bare_verbs']})\b[\w ]*",
    re.IGNORECASE,
)
"""A headline's future: "scrap to fall below", "women to receive"."""
_STOPS = re.compile(rf"(?:{RULES['bare_stops']})", re.IGNORECASE)
_COST = re.compile(r"(?:\btotal |\bproject |^)costs?\b", re.IGNORECASE)
_OPENING = re.compile(r"\W*(?:of|from|out of|with|in)\b", re.IGNORECASE)


def is_target(
    line: Line, start: int, end: int, *, series: Series, time: Time | None, clock: Clock
) -> bool:
    """Whether the figure at start-end is planned rather than seen."""
    planned = _PLANNED_SUM.search(line.lead(start, 60))
    if not planned and (compares(line, start) or is_now(line, start, end)):
        return False
    if _GIVEN_LIST.search(line.lead(start, 24)) or _signed(line, start, series):
        return False
    period, issued = time.period if time else "", clock.issued
    now = not period or bool(issued and period[-4:] >= issued)
    if planned or (now and _intended(line, start, series)):
        return True
    if time and "/" in period and issued and period[-4:] > issued and now:
        beside = time.end <= start and ";" not in line.text(time.end, start)
        if beside and _governing(line, start, end, time.end) not in ("seen", "had"):
            return True
    if time and _bracketed(line, time, start):
        return bool(issued and period > issued)
    if period and issued:
        if period[:4] > issued or (time and time.due and period[-4:] > issued):
            return True
        if period[-4:] < issued:
            return bool(
                time and time.end <= start and _governing(line, start, end, time.end) == "target"
            )
    due = next((t for t in clock.times if t.due and not t.aside), None)
    if period and not issued and due and period[-4:] < due.period[-4:]:
        return False
    since = time.end if time and time.due and time.end <= start else line.start
    cue = _governing(line, start, end, max(since, line.start))
    closed = not issued and time and "end of" in line.text(time.start - 12, time.end)
    if period and due and time and time.due and cue != "had" and (not closed or cue == "target"):
        return True
    if cue == "target" or (clock.governed and cue != "had"):
        return True
    told = period or clock.present or _DONE.search(line.text(line.start, start))
    if clock.scheme and not cue and not told:
        return True
    scoped = clock.plan_due and not clock.present and period in ("", clock.plan_due)
    if scoped and not _DEED.search(line.text(line.start, start)):
        return True
    if due and due.start < start and due.period[-4:] > issued and not period and cue != "seen":
        return True
    if series.target or (is_money(series.unit) and _PLANNED.search(series.name)):
        return cue != "seen" or not _PAST.search(_clause(line, start, end))
    offer = re.search(r"\bup to $", line.lead(start, 8)) and _OFFER.search(line.lead(start, 40))
    return bool(offer and not cue and is_money(series.unit))


def _intended(line: Line, start: int, series: Series) -> bool:
    """Whether words other than a modal make an undated figure a plan."""
    lead = line.text(line.start, start)
    if _GOAL_IS.search(lead) or (is_money(series.unit) and _EACH.search(lead)):
        return True
    money = is_money(series.unit)
    if money and (_OFFERED.search(lead) or _SOUGHT.search(lead)):
        return True
    if (money or series.unit == "%") and not series.growth and _COVERS.search(lead):
        return True
    if money and _ON_OFFER.match(line.text(start, line.end)):
        return True
    if money and _WORTH.search(lead) and _is_work(line, start):
        return True
    if _bare(lead):
        return True
    if is_money(series.unit) and _PROVISION.match(lead) and _OFFER.search(lead):
        return not re.search(r"\b(?:has|have|had|was|were)\b", lead)
    ahead = _AHEAD.search(lead)
    if ahead and not _DONE.search(lead[ahead.end() :]):
        return not re.search(r"\b(?:has|have|had)\b", lead[: ahead.start()])
    if is_money(series.unit) and _COST.search(series.name):
        yearly = _YEARLY.match(line.text(start, line.end))
        return not (yearly or _DONE.search(_clause(line, start, start)))
    ordered = _ORDER.match(lead) and not _DONE.search(lead)
    return bool(ordered) and not any(cue["seen"] for cue in _CUE.finditer(lead))


def _signed(line: Line, start: int, series: Series) -> bool:
    """Whether a sum is that of a contract, which no modal right before it plans."""
    clause = re.split(r"[,;:]", line.text(line.start, start))[-1]
    return bool(_CONTRACT.match(series.name)) and not TARGET.search(clause)


def _is_work(line: Line, start: int) -> bool:
    """Whether a paragraph is about a programme up to a place."""
    since = line.draft.text.rfind("\n", 0, start) + 1
    named = line.draft.within(line.start, start, "Programme")
    return bool(named or _WORK.search(line.text(since, start)))


def _bare(lead: str) -> bool:
    """Whether a clause without a finite verb says what is to be: "dysprosium use to fall by"."""
    clause = re.split(r"[;:]|, | – ", lead)[-1]
    found = _BARE.fullmatch(clause)
    if found is None or _STOPS.fullmatch(found["noun"]):
        return False
    words = clause[: found.end("noun")]
    return not (_DONE.search(words) or _CUE.search(words))


def _bracketed(line: Line, time: Time, start: int) -> bool:
    """Whether a time opens the bracket that a figure is in: "(2019: 560 firms)"."""
    lead = line.text(line.start, start)
    opened = lead.rfind("(")
    return opened > lead.rfind(")") and opened < time.start - line.start < start - line.start


def compares(line: Line, start: int) -> bool:
    """Whether a figure is what another is compared with: "from 92 … to 116", "against 40"."""
    lead = line.lead(start, 30)
    if _AGAINST.search(lead) or _FIGURE_OF.search(lead):
        return True
    return bool(_FROM.search(lead)) and bool(
        _CHANGED.search(lead) or _TO.match(line.draft.text[start : line.end])
    )


def is_now(line: Line, start: int, end: int) -> bool:
    """Whether "now" or "today" stands right beside a figure."""
    return bool(_NOW.search(line.lead(start, 20)) or _TODAY.match(line.draft.text[end : line.end]))


def _clause(line: Line, start: int, end: int) -> str:
    """The words between the semicolons around a figure."""
    first = line.draft.text.rfind(";", line.start, start) + 1
    last = line.draft.text.find(";", end, line.end)
    return line.text(max(first, line.start), last if last >= 0 else line.end)


def _governing(line: Line, start: int, end: int, since: int) -> str:
    """The kind of the verb that governs a figure: "target", "seen", "had" or nothing."""
    text = line.draft.text
    clause = max(text.rfind(mark, line.start, start) + 1 for mark in ",;")
    clause = max(clause, line.start)
    after = _CUE.search(text, end, min(line.end, end + 90))
    between = text[end : after.start()] if after else ""
    begins = len(text[clause:start].split()) <= 3 and not _CUE.search(text, clause, start)
    if after and begins and not re.search(r"[,;:]|\band (?:the|its) ", between):
        return _kind(after)
    cue = _last_cue(line, since, start)
    if cue is None:
        opening = _OPENING.match(text[line.start : start])
        near = after and not re.search(r"[;:]" if opening else r"[;:,]", between)
        return _kind(after) if after and near else ""
    breaks = list(_BREAK.finditer(text, cue.end(), start))
    if not breaks:
        return _kind(cue)
    if breaks[-1].group() == ";":
        return _kind(after) if after and ";" not in between else _kind(cue)
    return ""


def _last_cue(line: Line, since: int, start: int) -> re.Match[str] | None:
    """The last verb before a figure that is none of a modal's own, a noun, or "that is,"."""
    cue, text = None, line.draft.text
    titles = line.draft.within(since, start, "Policy", "Patent")
    for found in _CUE.finditer(text, since, line.end):
        if found.end() > start:
            break
        if any(t.start <= found.start() < t.end for t in titles):
            continue
        if found["seen"] and _NOUNS.search(text[max(0, found.start() - 7) : found.end()]):
            continue
        if text[found.start() - 5 : found.end() + 1] == "that is,":
            continue
        if cue is not None and found["seen"] and not cue["seen"] and _governed(text, cue, found):
            continue
        if cue is not None and cue["seen"] and found["bare"]:
            continue
        if cue is not None and not cue["seen"] and _joins(text, cue, found):
            continue
        cue = found
    return cue


def _governed(text: str, cue: re.Match[str], verb: re.Match[str]) -> bool:
    """Whether a verb belongs to the modal before it: "will also cost", "plans to have"."""
    between = text[cue.end() : verb.start()]
    finite = verb["seen"].casefold() in ("was", "were", "had", "did", "is", "are")
    return not finite and len(between.split()) <= 2 and not re.search(r"[,;:.]", between)


def _joins(text: str, cue: re.Match[str], verb: re.Match[str]) -> bool:
    """Whether "and the use of coal decreased by" goes on a sentence with "will" and a due year."""
    joined = re.search(r"\d\D{0,40}, and (?:the )?[\w '-]{3,60}$", text[cue.end() : verb.start()])
    return bool(joined) and bool(re.match(r"\w+ed by\b", text[verb.start() : verb.end() + 3]))


def _kind(cue: re.Match[str]) -> str:
    if not cue["seen"]:
        return "target"
    return "had" if cue["seen"].casefold() == "had" else "seen"
