"""Component ``qilian_zh_relations``: relations in Chinese, by trigger words.

Rules are data (``zh/relations.json``). What differs is where a subject stands: Chinese leaves it
out when the sentence before names it, and puts what is no subject behind 在, 依托, 对 or 根据.
"""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from ingest.nlp.draft import Draft, Found, draft_of
from ingest.nlp.triggers import Rule, Triggers, rule_of
from ingest.nlp.zh.clauses import add_clauses, drop_echoes
from ingest.nlp.zh.forms import RECORDS
from ingest.nlp.zh.references import add_references
from ingest.nlp.zh.rows import ACTORS, BODIES, first_row, governed, joined, rowed, standing
from ingest.nlp.zh.structure import add_structure
from ingest.nlp.zh.words import zh_data

_NOT_BY = ("TARGETS", "OPERATES_IN", "IMPLEMENTS", "DEVELOPS", "MEMBER_OF", "HAS_PROBLEM")
"""What a clause behind Y 由 X 建设 says is said of Y, not of X."""


_OF_SUBJECT = (
    "RUNS", "COLLABORATES_WITH", "DEVELOPS", "OPERATES_IN", "LICENSES", "HAS_PROBLEM",
)  # fmt: skip
"""What a later clause says of the subject that opens the sentence, not of an object before it."""


def _subjects_last(draft: Draft, groups: list[list[Found]], at: int) -> list[list[Found]]:
    """The groups with those last that are in the trigger's clause or open a clause."""

    def open_(group: list[Found]) -> bool:
        here = not re.search(r"[,;:]", draft.text[group[-1].end : at])
        return here or draft.text[: group[0].start][-1:] in (
            "",
            ",",
            "。",
            ";",
            "\n",
            " ",
            ":",
            '"',
        )

    return sorted(groups, key=lambda g: open_(g))


def _by(draft: Draft, body: Found, found: list[Found]) -> bool:
    """Whether 由 makes a body the agent of a passive that something else is the subject of."""
    subject = any(
        f.end < body.start and f.type in ("Platform", "Programme", "Institute") for f in found
    )
    return subject and draft.text[body.start - 1] == "由"


@Language.factory("qilian_zh_relations")
def make_relations(nlp: Language, name: str) -> ChineseRelations:
    """The factory that spaCy calls."""
    return ChineseRelations()


class ChineseRelations(Triggers):
    """Applies the Chinese trigger rules, then what follows from structure."""

    def __init__(self) -> None:
        raw = zh_data("relations")
        self.rules = [rule_of(rule) for rule in raw["rules"]]
        self.negative = re.compile(raw["negative"])

    def __call__(self, doc: Doc) -> Doc:
        """Reads the document into its draft; the document itself is given on."""
        draft = draft_of(doc)
        add_references(draft)
        free = standing(draft)
        topic: list[Found] = []
        line = -1
        firms = draft.within(*draft.sentences[0], "Enterprise") if draft.sentences else []
        main = firms if len({f.key for f in firms}) == 1 else []
        for turn, (start, end) in enumerate(draft.sentences):
            if draft.is_tabular(start, end) or (turn == 0 and draft.source.title):
                continue
            here = draft.text.rfind("\n", 0, start)
            topic, line = (topic if here == line else main[:1]), here
            found = [f for f in free if start <= f.start and f.end <= end]
            for rule in self.rules:
                for trigger in rule.trigger.finditer(draft.text, start, end):
                    self.apply(draft, rule, trigger, (start, end), found, topic)
            add_clauses(draft, found, (start, end), topic, self.negative)
            subjects = [f for f in found if f.type in ACTORS and not governed(draft, f, post=True)]
            topic = subjects or topic
        drop_echoes(draft)
        add_structure(draft, doc.user_data.get(RECORDS, []))
        return doc

    def ends(
        self, draft: Draft, rule: Rule, trigger: re.Match[str], found: list[Found]
    ) -> tuple[list[Found], list[Found]]:
        """The group of actors nearest before a trigger, and the things named behind it."""
        a, b = trigger.span()
        if any(f.start < b and a < f.end and not f.reference for f in found):
            return [], []
        right = [f for f in found if f.type in rule.right and b <= f.start]
        right = [f for f in right if f.start < b + rule.window or rowed(draft, right, f)]
        if not right or re.search(r"[,;。]", draft.text[b : right[0].start]):
            return [], []
        behind = re.split(r"[。;]", draft.text[right[0].end : right[0].end + 40])[0]
        if rule.followed and not rule.followed.search(behind):
            return [], []
        right = first_row(draft, right, rule.every)
        if rule.nearest:
            right = right[:1]
        moved = [f for f in found if f.type in rule.left and f.end <= a and a - f.end < 12]
        if (
            rule.type == "MEMBER_OF"
            and moved
            and re.search(r"[将把]$", draft.text[: moved[-1].start][-1:])
        ):
            return moved[-1:], right
        return self._left(draft, rule, a, found), right

    def _left(self, draft: Draft, rule: Rule, at: int, found: list[Found]) -> list[Found]:
        problem = rule.left == ("Problem",)
        kinds = rule.left if problem or rule.reverse else tuple({*ACTORS, *rule.left})
        ahead = [f for f in found if f.type in kinds and f.end <= at and at - f.end < 90]
        groups: list[list[Found]] = []
        for body in sorted(ahead, key=lambda f: (f.end, -f.start)):
            if groups and joined(draft, groups[-1][-1], body):
                groups[-1].append(body)
            else:
                groups.append([body])
        if rule.type in _OF_SUBJECT and not rule.reverse:
            groups = _subjects_last(draft, groups, at)
        for group in reversed(groups):
            if not rule.reverse and governed(draft, group[0]):
                continue
            if rule.type in _NOT_BY and _by(draft, group[0], found):
                continue
            fit = [f for f in group if f.type in rule.left]
            if fit and rule.type == "LICENSES":
                return fit[:1]
            if fit:
                return fit if rule.group or problem else fit[-1:]
            if not rule.reverse and group[-1].type in BODIES and rule.type != "ISSUED":
                return []
        return []

    def from_topic(
        self, draft: Draft, rule: Rule, before: tuple[int, int], found: list[Found],
        topic: list[Found],
    ) -> list[Found]:  # fmt: skip
        """The subject of the sentence before, where this one names none; else the home."""
        bodies = [f for f in found if f.type in BODIES and f.end <= before[1]]
        office = [f for f in bodies if governed(draft, f) and not governed(draft, f, post=True)]
        if office and rule.type in ("DEVELOPS", "OPERATES_IN") and office[-1].type in rule.left:
            return office[-1:]
        if any(governed(draft, f) and before[1] - f.end <= 6 for f in bodies):
            return []
        named = [f for f in bodies if not governed(draft, f)]
        if named and any(f.type in rule.left for f in named):
            return []
        fit = [f for f in topic if f.type in rule.left]
        if fit and not named:
            first = [fit[0]]
            for later in fit[1:]:
                if not rule.group or not joined(draft, first[-1], later):
                    break
                first.append(later)
            return first
        region = "Region" in rule.left and draft.seat is not None and not named
        return (
            [draft.seat]
            if region and draft.seat and rule.type in ("RUNS", "ISSUED", "IMPLEMENTS")
            else []
        )
