"""Slots found in Chinese and English text (D4)."""

from __future__ import annotations

from datetime import date

import pytest

from simulator.drill.understanding.duration import Duration
from simulator.drill.understanding.moment import Moment
from simulator.drill.understanding.number import read_number
from simulator.drill.understanding.slot import Slot, find_slots

HOUR, DAY = 3600, 86_400


def found(text: str, lang: str) -> list[tuple[str, object]]:
    """Kind and value of every slot."""
    return [(slot.kind, slot.value) for slot in find_slots(text, lang)]


@pytest.mark.parametrize(
    ("lang", "text", "fen"),
    [
        ("zh", "退您35元", 3500),
        ("zh", "¥35.50", 3550),
        ("zh", "￥1,299", 129_900),
        ("zh", "35块5", 3550),
        ("zh", "三十五块", 3500),
        ("zh", "三十五块五", 3550),
        ("zh", "35元5角", 3550),
        ("zh", "5毛钱", 50),
        ("zh", "1.2万", 1_200_000),
        ("zh", "1万2元", 1_200_000),
        ("zh", "两百三十元", 23_000),
        ("zh", "两百三元", 23_000),
        ("zh", "３５元", 3500),
        ("zh", "RMB 35", 3500),
        ("en", "35 yuan", 3500),
        ("en", "RMB 35", 3500),
        ("en", "CNY35.50", 3550),
        ("en", "$1,299.00", 129_900),
        ("en", "thirty-five yuan", 3500),
        ("en", "two hundred and fifty kuai", 25_000),
        ("en", "1.2k yuan", 120_000),
    ],
)
def test_amounts_are_read_in_fen(lang: str, text: str, fen: int) -> None:
    """Every way to write an amount gives its fen."""
    assert found(text, lang) == [("amount", fen)]


@pytest.mark.parametrize(
    ("lang", "text", "value"),
    [
        ("zh", "24小时内", Duration(0, DAY, "hours", "within")),
        ("zh", "1-3个工作日", Duration(DAY, 3 * DAY, "working_days", "exact")),
        ("zh", "1～3天", Duration(DAY, 3 * DAY, "days", "exact")),
        ("zh", "三天", Duration(3 * DAY, 3 * DAY, "days", "exact")),
        ("zh", "两三天", Duration(2 * DAY, 3 * DAY, "days", "exact")),
        ("zh", "两个工作日左右", Duration(2 * DAY, 2 * DAY, "working_days", "about")),
        ("zh", "半小时", Duration(1800, 1800, "hours", "exact")),
        ("zh", "一个半小时", Duration(5400, 5400, "hours", "exact")),
        ("zh", "1小时30分钟", Duration(5400, 5400, "hours", "exact")),
        ("zh", "48h", Duration(2 * DAY, 2 * DAY, "hours", "exact")),
        ("zh", "不超过3天", Duration(0, 3 * DAY, "days", "within")),
        ("zh", "至少3天", Duration(3 * DAY, 3 * DAY, "days", "least")),
        ("zh", "几天", Duration(2 * DAY, 9 * DAY, "days", "vague")),
        ("zh", "一周内", Duration(0, 7 * DAY, "days", "within")),
        ("zh", "7日无理由", Duration(7 * DAY, 7 * DAY, "days", "exact")),
        ("en", "within 2 hours", Duration(0, 2 * HOUR, "hours", "within")),
        ("en", "3–5 business days", Duration(3 * DAY, 5 * DAY, "working_days", "exact")),
        ("en", "a couple of days", Duration(2 * DAY, 2 * DAY, "days", "exact")),
        ("en", "a day or two", Duration(DAY, 2 * DAY, "days", "exact")),
        ("en", "an hour and a half", Duration(5400, 5400, "hours", "exact")),
        ("en", "30 days max", Duration(0, 30 * DAY, "days", "within")),
        ("en", "2 weeks ago", Duration(14 * DAY, 14 * DAY, "days", "ago")),
        ("en", "a few days", Duration(2 * DAY, 9 * DAY, "days", "vague")),
        ("en", "seven-day", Duration(7 * DAY, 7 * DAY, "days", "exact")),
    ],
)
def test_durations_are_read_with_their_bounds(lang: str, text: str, value: Duration) -> None:
    """Every way to write a length of time gives its range, unit and bound."""
    assert ("duration", value) in found(text, lang)


@pytest.mark.parametrize(
    ("lang", "text", "value"),
    [
        ("zh", "11月13日", Moment(month=11, day=13)),
        ("zh", "十一月十三号", Moment(month=11, day=13)),
        ("zh", "2026-11-13", Moment(year=2026, month=11, day=13)),
        ("zh", "13号", Moment(day=13)),
        ("zh", "下个月5号", Moment(day=5, month_offset=1)),
        ("zh", "明天下午6点前", Moment(day_offset=1, hour=18, minute=0, part="afternoon", by=True)),
        ("zh", "后天", Moment(day_offset=2)),
        ("zh", "周五", Moment(weekday=4)),
        ("zh", "下周一", Moment(weekday=0, week_offset=1)),
        ("zh", "今晚8点", Moment(day_offset=0, hour=20, minute=0, part="evening")),
        ("zh", "晚上12点", Moment(hour=24, minute=0, part="evening")),
        ("zh", "六点半", Moment(hour=6, minute=30)),
        ("en", "Nov 13", Moment(month=11, day=13)),
        ("en", "the 13th of November", Moment(month=11, day=13)),
        ("en", "13th", Moment(day=13)),
        ("en", "tomorrow by 6 pm", Moment(day_offset=1, hour=18, minute=0, by=True)),
        ("en", "by Friday", Moment(weekday=4, by=True)),
        ("en", "next Monday", Moment(weekday=0, week_offset=1)),
        ("en", "6:30 p.m. today", Moment(day_offset=0, hour=18, minute=30)),
        ("en", "by noon", Moment(hour=12, minute=0, by=True)),
    ],
)
def test_dates_are_read_as_they_were_said(lang: str, text: str, value: Moment) -> None:
    """Every way to name a day or a time gives what it says, and no more."""
    assert ("date", value) in found(text, lang)


@pytest.mark.parametrize(
    "text",
    [
        "快一点",
        "有一点慢",
        "一直",
        "万一",
        "统一处理",
        "一下",
        "十分抱歉",
        "千万不要",
        "百分百",
        "3号仓",
        "第二个工作日",
    ],
)
def test_words_with_numerals_are_no_dates_and_no_lengths(text: str) -> None:
    """Numerals inside ordinary words name no value."""
    assert not [
        kind for kind, _value in found(text, "zh") if kind in ("date", "duration", "amount")
    ]


@pytest.mark.parametrize(
    "text", ["I may ask", "we march on", "one of them", "first of all", "just a second", "24/7"]
)
def test_english_words_that_look_like_dates_are_none(text: str) -> None:
    """May, march, first and second are words before they are dates."""
    assert not [kind for kind, _v in found(text, "en") if kind in ("date", "duration", "amount")]


def test_orders_phones_and_placeholders_are_told_apart() -> None:
    """An order's number, a phone number and a placeholder are three things."""
    text = "订单123456789012345678，手机13812345678，运单SF1234567890123，[订单号]"
    assert found(text, "zh") == [
        ("order", "123456789012345678"),
        ("phone", "13812345678"),
        ("order", "SF1234567890123"),
        ("order", ""),
    ]


def test_percentages_and_items_are_found() -> None:
    """Shares in three ways, and goods by the names that the case gives them."""
    assert found("30%、百分之三十、三成", "zh") == [("percent", 30.0)] * 3
    slots = find_slots("您买的 保温杯 和保温杯Pro", "zh", items=("保温杯", "保温杯Pro"))
    assert [slot.value for slot in slots] == ["保温杯", "保温杯Pro"]


def test_slots_keep_their_place_in_the_text_as_typed() -> None:
    """The words of a slot are the text between its places, full width and capitals kept."""
    text = "好的，退您３５元，ORDER 1234567890"
    assert [text[slot.start : slot.end] for slot in find_slots(text, "zh")] == [
        "３５元",
        "1234567890",
    ]


def test_slots_survive_being_stored() -> None:
    """A slot read back from plain data equals the one that was stored."""
    slots = find_slots("明天下午6点前退35元，1-3个工作日到账，3件", "zh")
    assert {slot.kind for slot in slots} == {"date", "amount", "duration", "number"}
    assert tuple(Slot.from_json(slot.as_json()) for slot in slots) == slots


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十五", 15), ("一百零五", 105), ("一百二", 120), ("三万五", 35_000), ("两千三百", 2300),
        ("二零二六", 2026), ("1万2", 12_000), ("1.2万", 12_000), ("三点五", 3.5), ("两三", None),
        ("twenty-five", 25), ("a hundred and five", 105), ("two thousand", 2000), ("", None),
    ],
)  # fmt: skip
def test_numerals_are_read(text: str, value: float | None) -> None:
    """Numbers in digits, Chinese numerals and English words; a range is none."""
    assert read_number(text) == value


def test_days_are_worked_out_from_the_day_of_the_talk() -> None:
    """A said day means real days as seen from the day on which it was said."""
    today = date(2026, 11, 11)  # a Wednesday
    assert Moment(day_offset=1).days(today) == {date(2026, 11, 12)}
    assert Moment(month=1, day=2).days(today) >= {date(2027, 1, 2)}
    assert Moment(day=13).days(today) >= {date(2026, 11, 13)}
    assert Moment(day=-1, month_offset=0).days(today) == {date(2026, 11, 30)}
    assert date(2026, 11, 13) in Moment(weekday=4).days(today)
    assert Moment(weekday=0, week_offset=1).days(today) == {date(2026, 11, 16)}
    assert Moment(month=2, day=30).days(today) == frozenset()
