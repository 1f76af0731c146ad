"""The log as it is kept."""

from __future__ import annotations

import pytest

from graph.cases.model import CaseLog, Change, reasons
from graph.model import RecordAnchor

ABOUT = RecordAnchor("register/P1", "register/P1#owners:0", "Institute", "Salt Institute")
LOG = CaseLog("c", "internal", (
    Change("1", "open", "a", "2025", given={"need": "n", "title": "t", "options": {"limit": 3}}),
    Change("2", "mark", "a", "2025", ABOUT, "declined", "price", "too dear"),
    Change("3", "edit", "b", "2025", given={"title": "u"}),
    Change("4", "undo", "b", "2025", undoes="3"),
))


def test_a_log_is_kept_and_read_back() -> None:
    assert CaseLog.of_text("c", LOG.to_text()) == LOG
    assert LOG.level == 1


def test_the_present_state_is_what_nobody_took_back() -> None:
    assert [change.id for change in LOG.in_force] == ["1", "2"]
    assert LOG.given == {"need": "n", "title": "t", "options": {"limit": 3}}
    assert [change.about for change in LOG.marks] == [ABOUT]


@pytest.mark.parametrize(("code", "fits"), [("wrong-field", False), ("price", True),
                                            ("other", None)])
def test_reasons_say_whether_it_fitted(code: str, fits: bool | None) -> None:
    assert reasons()[code].fits is fits
    assert reasons()[code].caption
