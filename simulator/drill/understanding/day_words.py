"""Words that name days and parts of days."""

from __future__ import annotations

from simulator.drill.understanding.moment import Moment


def _relative(offset: int, part: str | None = None) -> Moment:
    return Moment(day_offset=offset, part=part)


ZH_OFFSETS = {
    "今天": _relative(0),
    "今日": _relative(0),
    "今儿": _relative(0),
    "今儿个": _relative(0),
    "当晚": _relative(0, "evening"),
    "当天": _relative(0),
    "当日": _relative(0),
    "今晚": _relative(0, "evening"),
    "今早": _relative(0, "morning"),
    "明天": _relative(1),
    "明日": _relative(1),
    "明儿": _relative(1),
    "明儿个": _relative(1),
    "次日": _relative(1),
    "隔天": _relative(1),
    "第二天": _relative(1),
    "明晚": _relative(1, "evening"),
    "明早": _relative(1, "morning"),
    "后天": _relative(2),
    "后日": _relative(2),
    "后儿": _relative(2),
    "大后天": _relative(3),
    "昨天": _relative(-1),
    "昨日": _relative(-1),
    "昨晚": _relative(-1, "evening"),
    "昨儿": _relative(-1),
    "昨夜": _relative(-1, "evening"),
    "前天": _relative(-2),
    "前日": _relative(-2),
    "大前天": _relative(-3),
}
ZH_PARTS = {
    "早上": Moment(part="morning"),
    "上午": Moment(part="morning"),
    "早晨": Moment(part="morning"),
    "中午": Moment(part="noon"),
    "下午": Moment(part="afternoon"),
    "傍晚": Moment(part="evening"),
    "晚上": Moment(part="evening"),
    "晚间": Moment(part="evening"),
    "凌晨": Moment(part="night"),
    "夜里": Moment(part="night"),
    "半夜": Moment(part="night"),
    "下班前": Moment(part="evening", by=True),
    "下班之前": Moment(part="evening", by=True),
}
ZH_FEASTS = {
    "元旦": Moment(month=1, day=1),
    "五一": Moment(month=5, day=1),
    "国庆": Moment(month=10, day=1),
    "双十一": Moment(month=11, day=11),
    "双11": Moment(month=11, day=11),
    "双十二": Moment(month=12, day=12),
    "双12": Moment(month=12, day=12),
    "圣诞": Moment(month=12, day=25),
}
"""Days that have a name; only those that are the same day every year."""
ZH_WEEKDAYS = dict(zip("一二三四五六日天末", (0, 1, 2, 3, 4, 5, 6, 6, 6), strict=True))
EN_OFFSETS = {
    "today": _relative(0),
    "same day": _relative(0),
    "tonight": _relative(0, "evening"),
    "tomorrow": _relative(1),
    "next day": _relative(1),
    "day after tomorrow": _relative(2),
    "yesterday": _relative(-1),
    "day before yesterday": _relative(-2),
    "last night": _relative(-1, "evening"),
}
EN_FEASTS = {
    "christmas eve": Moment(month=12, day=24),
    "christmas": Moment(month=12, day=25),
    "new year's eve": Moment(month=12, day=31),
    "new year's day": Moment(month=1, day=1),
    "new year": Moment(month=1, day=1),
}
EN_PARTS = {
    "morning": Moment(part="morning"),
    "noon": Moment(hour=12, minute=0),
    "midday": Moment(hour=12, minute=0),
    "afternoon": Moment(part="afternoon"),
    "evening": Moment(part="evening"),
    "midnight": Moment(hour=24, minute=0),
    "end of day": Moment(part="evening"),
    "end of the day": Moment(part="evening"),
    "end of play": Moment(part="evening"),
    "close of play": Moment(part="evening"),
    "cob": Moment(part="evening"),
    "lunchtime": Moment(part="noon"),
    "close of business": Moment(part="evening"),
    "eod": Moment(part="evening"),
}
EN_HOURS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
}
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
EN_MONTHS = {
    **{name: number for number, name in enumerate(_MONTHS, start=1)},
    **{name[:3]: number for number, name in enumerate(_MONTHS, start=1)},
    "sept": 9,
}
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
EN_WEEKDAYS = {
    **{name: number for number, name in enumerate(_WEEKDAYS)},
    "thurs": 3,
    "tues": 1,
    "thur": 3,
    "mon": 0,
    "tue": 1,
    "wed": 2,
    "thu": 3,
    "fri": 4,
}
