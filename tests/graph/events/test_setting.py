"""Settings of events: what a file may say, and what is said of one that says it wrong."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import InvalidRequest, QilianError, SourceUnusable
from graph.events.model import Interpreters, Rules
from graph.events.setting import read_setting, setting_of

SAMPLE = Path(__file__).parents[3] / "ingest" / "sample" / "event.toml"
ONE = {"start": "2026-09-10 09:00", "slots": 4}


def starts(setting: Any) -> list[str]:
    return [f"{slot.start:%d %H:%M}/{slot.session}" for slot in setting.hall.slots]


def test_the_samples_setting_says_all_that_can_be_said() -> None:
    setting = read_setting(SAMPLE)
    assert starts(setting) == ["10 09:00/0", "10 10:00/0", "10 11:15/0", "10 12:15/0",
                               "10 14:00/1", "10 15:00/1", "10 16:00/1", "10 17:00/1"]
    assert (setting.name, setting.title) == ("salt-lake-day", setting.hall.name)
    assert (setting.visibility, setting.personal_until) == ("internal", "2026-12-31")
    assert setting.rules == Rules(
        frozenset({("enterprise", "institute"), ("enterprise", "enterprise")}), 4,
        {"institute": 5}, 3, 1, (Interpreters(("zh", "en"), 1, frozenset({4, 5, 6, 7})),))


def test_an_event_of_one_session_and_what_is_usual() -> None:
    setting = setting_of({**ONE, "zone": None})
    assert starts(setting) == ["10 09:00/0", "10 09:25/0", "10 09:50/0", "10 10:15/0"]
    assert setting.rules == Rules()
    assert setting.hall.tables == 4
    assert setting_of({"start": "2026-09-10 09:00", "end": "10:10"}) == setting_of(
        {"start": "2026-09-10 09:00", "slots": 3})


@pytest.mark.parametrize("minutes", [15, 20, 30])
def test_days_sessions_and_breaks(minutes: int) -> None:
    setting = setting_of({"minutes": minutes, "pause": 0, "session": [
        {"start": "2026-09-10 09:00", "end": "11:00", "breaks": ["9:50-10:10"]},
        {"start": "2026-09-11 09:00", "slots": 2, "breaks": ["09:10-10:00"]}]})
    first = [slot for slot in setting.hall.slots if slot.session == 0]
    assert len(first) == 50 // minutes * 2
    assert all(f"{s.end:%H:%M}" <= "09:50" or f"{s.start:%H:%M}" >= "10:10" for s in first)
    assert starts(setting)[-2:] == ["11 10:00/1", f"11 10:{minutes}/1"]


def test_toml_has_times_of_its_own() -> None:
    data = tomllib.loads("start = 2026-10-25 01:30:00\nend = 04:30:00\nminutes = 60\npause = 0\n"
                         'zone = "Europe/Berlin"\npersonal_until = 2026-12-31\n')
    setting = setting_of(data)
    assert starts(setting) == ["25 01:30/0", "25 02:30/0", "25 02:30/0", "25 03:30/0"]
    assert setting.personal_until == "2026-12-31"


@pytest.mark.parametrize(("more", "words"), [
    ({"minuets": 20}, r"event: no key is called 'minuets'; write minutes"),
    ({"tables": 0}, r"event, tables: 0 will not do; write a whole number from 1 to 5000"),
    ({"tables": "4"}, "event, tables: '4' will not do"), ({"cap": True}, "cap: True will not do"),
    ({"start": "soon"}, "'soon' is no start; write 2025-05-20 09:00"),
    ({"start": None}, r'event, start: nothing will not do; write start = "2026-09-10 09:00"'),
    ({"zone": "Atlantis"}, "'Atlantis' is no time zone"), ({"end": "10:00"}, "give either slots"),
    ({"slots": None}, "give either slots"), ({"floor": 5}, "floor: 5 .* from 0 to 4"),
    ({"slots": None, "end": "08:00"}, "end: 08:00 is not within a day after 2026-09-10 09:00"),
    ({"slots": None, "end": "09:10"}, "has no time for a meeting of 20 minutes"),
    ({"breaks": ["noon"]}, r'write breaks = \["10:30-10:50"\]'),
    ({"breaks": ["10:00-09:30"]}, "breaks: .*10:00-09:30"), ({"again": 1}, "again = true"),
    ({"visibility": "secret"}, "'secret' will not do; write \"public\" or \"internal\""),
    ({"personal_until": "soon"}, 'personal_until = "2026-12-31"'),
    ({"personal_until": "2026-09-09"}, "is before the event ends; write a day from 2026-09-10"),
    ({"caps": 5}, r"caps: 5 will not do; write \[caps\]"), ({"title": 5}, "title: 5 will not do"),
    ({"caps": {"Buyer": -1}}, "event, caps, Buyer: -1 will not do"),
    ({"may_meet": [{"between": ["Buyer"]}]}, "event, may_meet 1, between: .'Buyer'. will not do"),
    ({"may_meet": [{"among": ["A", "B"]}]}, "may_meet 1, between: nothing will not do"),
    ({"interpreter": [{"languages": ["zh", "Elvish"]}]}, "interpreter 1, languages: 'Elvish'"),
    ({"interpreter": [{"languages": ["zh", "Chinese"]}]}, "two languages"),
    ({"interpreter": [{"languages": ["zh", "en"], "slots": [9]}]}, "interpreter 1, slots: '9' is"),
    ({"interpreter": [{"languages": ["zh", "en"], "sessions": [2]}]}, "they are 1 to 1"),
    ({"interpreter": [{"languages": ["zh", "en"], "count": 2}]}, "no key is called 'count'"),
    ({"session": [{"start": "2026-09-10 09:00", "slots": 2}]}, "stands beside"),
    ({"start": None, "slots": None, "session": [
        {"start": "2026-09-10 09:00", "slots": 2}, {"start": "2026-09-10 09:15", "slots": 2}]},
     "begins before the one before it ends"),
    ({"start": None, "slots": None, "session": [
        {"start": "2026-09-10 09:00", "slots": 2, "table": 2}]}, "event, session 1: no key is"),
])
def test_what_is_wrong_is_said_with_its_place(more: dict[str, object], words: str) -> None:
    with pytest.raises(InvalidRequest, match=words):
        setting_of({**ONE, **more})


def test_files_that_are_none(tmp_path: Path) -> None:
    path = tmp_path / "event.toml"
    with pytest.raises(SourceUnusable, match="cannot be opened"):
        read_setting(path)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(SourceUnusable, match=r"event\.toml: is no TOML"):
        read_setting(path)
    path.write_text("start = 5\nslots = 2\n")
    with pytest.raises(InvalidRequest, match=r"^event\.toml, start: 5"):
        read_setting(path)


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-5, 10**6), st.text(max_size=8), st.floats(),
              st.sampled_from(["2026-09-10 09:00", "9999-12-31 23:50", "12:00", "9:00-9:10"])),
    lambda inner: st.one_of(st.lists(inner, max_size=3),
                            st.dictionaries(st.sampled_from(
                                ["start", "slots", "end", "breaks", "between", "languages"]),
                                inner, max_size=4)), max_leaves=8)
KEYS = st.sampled_from(["start", "slots", "end", "session", "breaks", "minutes", "pause", "tables",
                        "zone", "caps", "may_meet", "interpreter", "floor", "personal_until"])


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(KEYS, VALUES), st.booleans())
def test_anything_is_a_setting_or_a_clear_error(data: dict[str, object], sound: bool) -> None:
    try:
        setting = setting_of({**ONE, **data} if sound else data)
    except QilianError:
        return
    slots = setting.hall.slots
    assert all(a.end <= b.start for a, b in zip(slots, slots[1:], strict=False))
