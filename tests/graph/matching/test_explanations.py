"""Every part of every question's score is explained."""

from __future__ import annotations

import qilian
from graph.matching.explanations import PARTS, explanation


def test_every_part_is_explained_once() -> None:
    assert len(PARTS) == len(set(PARTS))
    assert all(explanation(part).endswith(".") for part in PARTS)
    assert explanation("nothing") == ""


def test_answers_have_no_other_parts(sample: qilian.KnowledgeGraph) -> None:
    institute = "Horlung Institute of Yak Science"
    firm = "Chakmar Qingluo Lithium Co., Ltd."
    answers = (
        sample.match("boron resin", small_first=True), sample.partners(firm),
        sample.licensees("boron resin"), sample.served(institute), sample.similar(institute),
    )
    for result in answers:
        assert result.ranked
        assert {p.name for c in result.ranked for p in c.parts} <= set(PARTS)
