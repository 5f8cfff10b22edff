"""Lengths of time as people type them: 24小时内, 1-3个工作日, within 2 hours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from simulator.drill.understanding.found import Found
from simulator.drill.understanding.number import (
    ARABIC,
    EN_WORDS,
    ZH_DIGITS,
    ZH_NUMERALS,
    read_number,
)

DAY_SECONDS = 86_400
_SECONDS = {
    "秒": 1,
    "分": 60,
    "时": 3600,
    "天": DAY_SECONDS,
    "周": 7 * DAY_SECONDS,
    "月": 30 * DAY_SECONDS,
    "年": 365 * DAY_SECONDS,
}


class Duration(NamedTuple):
    """A length of time, or a range of them.

    `unit` is `hours` (also minutes and seconds), `days` (also weeks, months of 30 days, years)
    or `working_days` (counted as 86,400 s each, but never the same as days).
    `bound`: `exact` (also ranges), `within` (at most; low is 0), `about`, `least` (at least; high
    is what was said), `ago` (that long before now), `vague` (几天, a few days).
    """

    low_seconds: int
    high_seconds: int
    unit: str = "hours"
    bound: str = "exact"


_ZH_NUM = (
    rf"(?:{ARABIC}|(?<![{ZH_NUMERALS}第])(?:[{ZH_NUMERALS}]{{1,6}}|十?几|俩)|个把"
    r"|半|数|好几|(?<![0-9.第])几)"
)
_ZH_UNIT = (
    r"(?:个?(?:半)?(?:小时|钟头|工作日|自然日)|个钟|(?:个半?|半)月|个?(?:工作天|星期|礼拜|季度)|分钟|min(?:s|ute|utes)?(?![a-z])|"
    r"h(?:r|rs|our|ours)?(?![a-z])|天|日(?![0-9期本常用])|周(?![一二三四五六日末年边到])|秒钟?|年|刻钟|days?\b)"
)
_ZH = re.compile(
    r"(?P<before>最多|最晚|最迟|最长|最慢|慢的话|不超过|不超|不会超过|至多|顶多|最快|最少|最早|至少|起码|超过|大概|大约|"
    r"差不多|预计|约|近)?(?:是|需要?|要|在|得|等)?\s?"
    rf"(?<!第)(?P<low>{_ZH_NUM})(?:(?P<lowunit>个?(?:小时|工作日|天|日|周|分钟|h))?\s?(?:-|~|到|至|或者?)\s?"
    rf"(?P<high>{_ZH_NUM}))?(?P<more>多|来)?\s?(?P<unit>{_ZH_UNIT})(?P<half>半)?"
    r"(?:零?(?P<minutes>[0-9]{1,2}|[一二三四五六七八九十]{1,3})分钟?)?\s?"
    r"(?P<after>之内|以内|内|左右|上下|之前(?=的)|前(?=的|下单|买|拍|签收|申请|退)|以前)?"
)
_EN_NUM = (
    rf"(?:{ARABIC}|{EN_WORDS}|half an?|an?(?: couple(?: of)?| few)?|(?:couple(?: of)?|few|several))"
)
_EN_UNIT = (
    r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|h|(?:(?:working|business|calendar)[\s-])?days?"
    r"|weeks?"
    r"|months?|years?|fortnight)"
)
_EN = re.compile(
    r"(?:\b(?P<before>within|inside(?: of)?|up to|at most|no more than|no longer than"
    r"|not more than|under"
    r"|less than|"
    r"in under|(?:in|over|within) the (?:next|first)|at least|over|more than"
    r"|minimum(?: of)?|about|around|roughly|approximately"
    r"|maximum(?: of)?)"
    r"\s(?:the\s(?:next\s)?|another\s)?)?(?:\bnext\s)?"
    rf"(?<![a-z0-9.])(?P<low>{_EN_NUM}|(?<=within )the(?=\s(?:hour|day|week"
    rf"|month)\b))(?:\s?(?P<lowunit>{_EN_UNIT})?\s?(?:-|~|\bto\b|\bor\b)\s?"
    rf"(?P<high>{_EN_NUM}))?[\s-]?(?:more\s)?(?P<unit>{_EN_UNIT})\b(?P<half>\sand a half)?"
    r"(?:\s(?:and\s)?(?P<minutes>[0-9]{1,2})\s?min(?:ute)?s?\b)?"
    r"(?P<after>\s(?:or so|or less|at most|max(?:imum)?|tops|ago|at the latest|at least|or more))?"
)
_EN_LATE_TWO = re.compile(r"(?:\bwithin )?\b(?:an? )?(?P<unit>day|week|hour|month) or two\b")
# 48 hours after inspection at most.
_EN_AT_MOST = re.compile(
    r"[^,.;!?0-9]{0,32}\b(?:at (?:the )?(?:very )?most|max|tops|at the latest|at the outside)\b"
)
_WITHIN = frozenset(
    [
        "最多",
        "最晚",
        "最迟",
        "最长",
        "最慢",
        "慢的话",
        "不超过",
        "不超",
        "不会超过",
        "至多",
        "顶多",
        "之内",
        "以内",
        "内",
    ]
) | frozenset(
    [
        "within",
        "inside",
        "inside of",
        "up to",
        "at most",
        "no more than",
        "no longer than",
        "not more than",
        "under",
        "less than",
        "in under",
        "in the next",
        "over the next",
        "within the next",
        "in the first",
        "within the first",
        "over the first",
        "maximum",
        "maximum of",
        "or less",
        "max",
        "tops",
        "at the latest",
    ]
)
_LEAST = frozenset(["最快", "最少", "最早", "至少", "起码", "超过"]) | frozenset(
    ["at least", "over", "more than", "minimum", "minimum of", "or more"]
)
_AGO = frozenset(("之前", "前", "以前", "ago"))
_ABOUT = frozenset(
    [
        "大概",
        "大约",
        "差不多",
        "预计",
        "约",
        "近",
        "左右",
        "上下",
        "about",
        "around",
        "roughly",
        "approximately",
    ]
) | {"or so"}


def find_durations(text: str, lang: str) -> Iterator[Found]:
    """Lengths of time in folded text, with the words that bound them (within, 左右)."""
    if lang == "en":
        for match in _EN_LATE_TWO.finditer(text):
            unit, seconds = _unit(match["unit"])
            yield _found(match, Duration(seconds, 2 * seconds, unit))
    for match in (_EN if lang == "en" else _ZH).finditer(text):
        duration = _read(match)
        if duration is not None:
            if lang == "en" and duration.bound == "exact" and _EN_AT_MOST.match(text, match.end()):
                low = duration.low_seconds
                low = low if low < duration.high_seconds else 0
                duration = duration._replace(low_seconds=low, bound="within")
            yield _found(match, duration)


def _found(match: re.Match[str], duration: Duration) -> Found:
    """The place of the duration itself, without a verb or blank at its ends."""
    start = match.start()
    if match.re is _ZH and not match["before"]:
        start = match.start("low")
    return Found(duration, start, match.start() + len(match[0].rstrip()))


def _read(match: re.Match[str]) -> Duration | None:
    if match["low"] == "a" and match["unit"] in ("second", "sec", "minute", "min"):
        # "Just a second" is a manner of speaking.
        return None
    unit, seconds = _unit(match["unit"])
    low, high = _limits(match)
    if low is None or high is None:
        return None
    if match["lowunit"] and match["high"]:
        low = low * _unit(match["lowunit"])[1] / seconds
    extra = seconds * 0.5 if match["half"] or "半" in match["unit"] else 0.0
    extra += (read_number(match["minutes"]) or 0) * 60 if match["minutes"] else 0
    low_seconds, high_seconds = round(low * seconds + extra), round(high * seconds + extra)
    if not 0 < high_seconds <= 100 * 365 * DAY_SECONDS or low_seconds > high_seconds:
        return None
    return _bounded(match, Duration(low_seconds, high_seconds, unit))


def _bounded(match: re.Match[str], plain: Duration) -> Duration:
    said = {(match["before"] or "").strip(), (match["after"] or "").strip()} - {""}
    if said & _AGO:
        return plain._replace(bound="ago")
    if _vague(match):
        return plain._replace(bound="vague")
    if said & _LEAST:
        return plain._replace(bound="least")
    if said & _WITHIN:
        low = plain.low_seconds if plain.low_seconds < plain.high_seconds else 0
        return plain._replace(low_seconds=low, bound="within")
    return plain._replace(bound="about") if said & _ABOUT else plain


def _vague(match: re.Match[str]) -> bool:
    words = match["low"]
    return (
        "几" in words
        or "数" in words
        or "few" in words
        or words == "several"
        or (match.re is _ZH and bool(match["more"]))
    )


def _limits(match: re.Match[str]) -> tuple[float | None, float | None]:
    low, high = match["low"], match["high"]
    if high is not None:
        return _count(low)[0], _count(high)[1]
    return _count(low)


def _count(words: str) -> tuple[float | None, float | None]:
    """The least and the most that a count says: 两三 → 2, 3; 半 → ½; a few → 2 to 9."""
    if words in ("半", "half a", "half an"):
        return 0.5, 0.5
    if "couple" in words or words == "俩":
        return 2, 2
    if "几" in words or "数" in words or "few" in words or words == "several":
        return (11, 19) if words.startswith("十") else (2, 9)
    if words in ("a", "an", "the", "个把"):
        return 1, 1
    if len(words) == 2 and all(c in ZH_DIGITS for c in words):
        first, second = read_number(words[0]), read_number(words[1])
        return (first, second) if (first or 0) < (second or 0) else (None, None)
    value = read_number(words)
    return value, value


def _unit(words: str) -> tuple[str, int]:
    """The unit that Duration names, and how many seconds one of what was said has."""
    words = words.removeprefix("个").replace("半", "")
    if words.startswith(("工作", "working", "business")):
        return "working_days", DAY_SECONDS
    if words.startswith(("小时", "钟", "h")):
        return "hours", 3600
    if words.startswith(("分", "min")):
        return "hours", 60
    if words.startswith("刻"):
        return "hours", 900
    if words.startswith(("秒", "sec")):
        return "hours", 1
    if words.startswith(("周", "星期", "礼拜", "week")):
        return "days", _SECONDS["周"]
    if words.startswith("fortnight"):
        return "days", 2 * _SECONDS["周"]
    if words.startswith(("月", "month")):
        return "days", _SECONDS["月"]
    if words.startswith("季"):
        return "days", 3 * _SECONDS["月"]
    if words.startswith(("年", "year")):
        return "days", _SECONDS["年"]
    return "days", DAY_SECONDS
