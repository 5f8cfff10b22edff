"""Whether a value heard is the true one (D7)."""

from __future__ import annotations

from datetime import datetime

import pytest

from simulator.drill.understanding.fact import FactCue, FactHeard, agrees, bind_facts, same_value
from simulator.drill.understanding.slot import find_slots, value_as_json

NOW = datetime(2026, 11, 11, 10, 0)  # a Wednesday
DAY = 86_400


def value(text: str, lang: str = "zh") -> object:
    """The value of the one slot of a text, as a log keeps it."""
    (slot,) = find_slots(text, lang)
    return value_as_json(slot.value)


@pytest.mark.parametrize(
    ("said", "truth", "same"),
    [
        ("24小时内", DAY, True),
        ("1天", DAY, True),
        ("48小时", "2天", True),
        ("24小时内", 2 * DAY, False),
        ("72小时内", 2 * DAY, False),
        ("1-3个工作日", "1-3个工作日", True),
        ("3个工作日内", "1-3个工作日", True),
        ("3天内", "1-3个工作日", False),
        ("3个工作日", 3 * DAY, True),
        ("5个工作日", "1-3个工作日", False),
        ("至少3天", 3 * DAY, False),
        ("几天", 3 * DAY, False),
        ("within 3 business days", [DAY, 3 * DAY], True),
    ],
)
def test_lengths_of_time(said: str, truth: object, same: bool) -> None:
    """The most that is said has to be the true most, in the same kind of days."""
    lang = "en" if said.startswith("within") else "zh"
    assert same_value("duration", value(said, lang), truth) is same


def test_lengths_of_time_may_also_lie_within_or_overlap() -> None:
    """`within` takes any promise inside the truth, `overlaps` any that shares something."""
    assert same_value("duration", value("24小时内"), 2 * DAY, how="within")
    assert not same_value("duration", value("72小时内"), 2 * DAY, how="within")
    assert same_value("duration", value("2-5天"), (DAY, 3 * DAY), how="overlaps")
    assert same_value("duration", value("25小时"), DAY, tolerance=3600)


@pytest.mark.parametrize(
    ("said", "truth", "same"),
    [
        ("明天", "2026-11-12", True),
        ("后天", "2026-11-12", False),
        ("11月13日", "2026-11-13", True),
        ("13号", "2026-11-13", True),
        ("周五", "2026-11-13", True),
        ("下周五", "2026-11-20", True),
        ("明天下午6点前", "2026-11-12T18:00", True),
        ("明天6点", "2026-11-12T18:00", True),
        ("明天下午5点", "2026-11-12T18:00", False),
        ("明天", "2026-11-12T18:00", True),
        ("明天晚上12点", "2026-11-13T00:00", True),
        ("月底", "2026-11-30", True),
        ("2天后", "2026-11-13", True),
        ("18点", "2026-11-11T18:00", True),
    ],
)
def test_days_and_times(said: str, truth: str, same: bool) -> None:
    """A day counts as seen from now; a time of day where both sides have one."""
    assert same_value("date", value(said), truth, now=NOW) is same


def test_days_that_depend_on_today_need_today() -> None:
    """Without the day of the talk, 明天 is no date, and 11月13日 is one."""
    assert not same_value("date", value("明天"), "2026-11-12")
    assert same_value("date", value("11月13日"), "2026-11-13")


def test_amounts_numbers_choices_and_truths() -> None:
    """Amounts are equal to the fen or within the tolerance; a truth is no number."""
    assert same_value("amount", 3500, 3500)
    assert not same_value("amount", 3501, 3500)
    assert same_value("amount", 3501, 3500, tolerance=1)
    assert not same_value("amount", True, 1)
    assert same_value("choice", "coupon", "coupon")
    assert not same_value("bool", False, True)
    assert not same_value("bool", 1, True)
    assert same_value("text", "已到杭州", "杭州")


def test_a_denied_value_agrees_with_every_other_truth() -> None:
    """不是3天 is true where it takes five days, and untrue where it takes three."""
    fact = FactCue.make("t", "duration", {"zh": {"say": ["退款"]}})
    (heard,) = bind_facts("退款不是3天", None, (fact,), "zh")
    assert heard.negated
    assert agrees("duration", heard, 5 * DAY)
    assert not agrees("duration", heard, 3 * DAY)


def test_facts_heard_survive_being_stored() -> None:
    """A fact read back from the log equals the one that was heard."""
    facts = (
        FactCue.make("when", "duration", {"zh": {"say": ["到账"]}}),
        FactCue.make("day", "date", {"zh": {"say": ["送达"]}}),
        FactCue.make("ok", "bool", {"zh": {"yes": ["可以退"]}}),
    )
    heard = bind_facts("可以退，3天内到账，明天送达", None, facts, "zh")
    assert [each.fact for each in heard] == ["ok", "when", "day"]
    assert tuple(FactHeard.from_json(each.as_json()) for each in heard) == heard
