"""Relations by trigger words, by structure, by forms and tables; and what must give none."""

from __future__ import annotations

from tests.ingest.nlp.reading import read, relations


def test_joint_work_pairs_every_body() -> None:
    found = relations(
        read("Marsh Pump Ltd, Delta Glass Oy and Norland University jointly developed it.")
    )
    assert {pair[0] for pair in found} >= {"COLLABORATES_WITH"}
    assert len([r for r in found if r[0] == "COLLABORATES_WITH"]) == 3


def test_what_is_denied_gives_nothing() -> None:
    found = relations(
        read(
            'Marsh Pump Ltd joined the "Blue River alliance". Norland University did not join '
            'the "Blue River alliance".'
        )
    )
    assert ("MEMBER_OF", "Marsh Pump Ltd", "Blue River alliance") in found
    assert not any(r[0] == "MEMBER_OF" and "University" in r[1] for r in found)


def test_issued_implemented_and_run() -> None:
    found = relations(
        read(
            "The Lanzhou Municipal People's Government issued the \"Lanzhou pump industry action "
            'plan". The project "Clear Pipe campaign" was organized by the Lanzhou Municipal '
            "Science and Technology Bureau."
        )
    )
    assert (
        "ISSUED", "Lanzhou Municipal People's Government", "Lanzhou pump industry action plan"
    ) in found  # fmt: skip
    assert any(r[0] == "RUNS" and r[1].startswith("Lanzhou Municipal Science") for r in found)


def test_capability_and_need() -> None:
    found = relations(
        read(
            "Marsh Pump Ltd has mastered vortex pump technology and holds patent GB2571111. "
            "Delta Glass Oy suffers from corrosion of furnace doors."
        )
    )
    assert ("DEVELOPS", "Marsh Pump Ltd", "vortex pump technology") in found
    assert ("DEVELOPS", "Marsh Pump Ltd", "GB2571111") in found
    assert ("HAS_PROBLEM", "Delta Glass Oy", "corrosion of furnace doors") in found


def test_a_transfer_has_an_owner_and_a_taker() -> None:
    found = relations(
        read("Norland University transferred sand filtering technology to Delta Glass Oy.")
    )
    assert ("DEVELOPS", "Norland University", "sand filtering technology") in found
    assert ("LICENSES", "Delta Glass Oy", "sand filtering technology") in found


def test_a_demand_form() -> None:
    facts = read(
        "1. Enterprise: Lanzhou Weihe Pump Co., Ltd.\n"
        "   Industry: general equipment\n"
        "   Demand: cavitation of impellers at low pressure\n"
        "   Budget: 3.2 million yuan   Deadline: 2030-06-30\n"
        "   Former cooperation: Norland University\n"
    )
    assert {
        ("OPERATES_IN", "Lanzhou Weihe Pump Co., Ltd.", "general equipment"),
        ("HAS_PROBLEM", "Lanzhou Weihe Pump Co., Ltd.", "cavitation of impellers at low pressure"),
        ("COLLABORATES_WITH", "Lanzhou Weihe Pump Co., Ltd.", "Norland University"),
    } <= relations(facts)
    (budget,) = facts.indicators
    assert (budget.value, budget.status, budget.period) == (3.2e6, "target", "2030")
    assert budget.of == "Lanzhou Weihe Pump Co., Ltd."


def test_a_table_with_a_header() -> None:
    facts = read(
        "No. | Centre | Host institution | Partner company | Technology\n"
        "1 | Centre for Clean Glass (CCG) | Norland University | Delta Glass Oy | sol-gel coating\n"
    )
    assert {
        ("RUNS", "Norland University", "Centre for Clean Glass (CCG)"),
        ("COLLABORATES_WITH", "Centre for Clean Glass (CCG)", "Delta Glass Oy"),
        ("OPERATES_IN", "Centre for Clean Glass (CCG)", "sol-gel coating"),
    } <= relations(facts)


def test_a_register_without_a_header() -> None:
    facts = read(
        "(1) ZL201810000001.0 | Method for casting pump wheels | IPC B22D 1/00 | L | Lanzhou "
        "Weihe Pump Co., Ltd. | 90 thousand yuan"
    )
    assert ("LICENSES", "Lanzhou Weihe Pump Co., Ltd.", "ZL201810000001.0") in relations(facts)
