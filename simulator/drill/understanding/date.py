"""Days and times of day as people type them: 11月13日, 明天下午6点前, by Friday 6 pm."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from simulator.drill.understanding.day_words import (
    EN_FEASTS,
    EN_HOURS,
    EN_MONTHS,
    EN_OFFSETS,
    EN_PARTS,
    EN_WEEKDAYS,
    ZH_FEASTS,
    ZH_OFFSETS,
    ZH_PARTS,
    ZH_WEEKDAYS,
)
from simulator.drill.understanding.found import Found
from simulator.drill.understanding.moment import LAST_DAY, Moment, same_day
from simulator.drill.understanding.number import read_number

_N2 = r"(?<![0-9.])[0-9]{1,2}"
_ZH_N2 = rf"(?:{_N2}|(?<![一二三四五六七八九十百])[一二三四五六七八九十]{{1,3}})"
_ZH_HOUR = r"[一二两三四五六七八九十]{1,3}"
_ZH_WEEK = r"(?:(?P<week>下下个?|下个?|这个?|本|上个?)?(?:周|星期|礼拜))"
_ISO = r"(?<![0-9])(?P<year>20[0-9]{2})[-/.](?P<month>[01]?[0-9])[-/.](?P<day>[0-3]?[0-9])(?![0-9])"
_SLASH = r"(?<![0-9/.])(?P<smonth>[0-3]?[0-9])/(?P<sday>[0-3]?[0-9])(?![0-9/%]|\.[0-9])"
_ZH_DAY = re.compile(
    rf"{_ISO}|{_SLASH}"
    rf"|(?:(?P<zyear>20[0-9]{{2}})年)?(?P<zmonth>{_ZH_N2})月\s?(?P<zday>{_ZH_N2})(?:日|号)?"
    r"|(?<![0-9.])(?P<pmonth>1?[0-9])\.(?P<pday>[0-3]?[0-9])(?=\s?(?:之?前|以前|号|日|当天|到货|到账|截止|左右))"
    r"|(?P<monthword>下个?月|这个?月|本月|当月)?(?:(?P<endofmonth>月?底|月?末)"
    rf"|(?P<only>{_ZH_N2})(?:号(?![仓线楼店库柜门机链色院码])|日(?!内|以内|之内|无理由|价保|保价|退|左右|游|后)))"
    r"|(?P<lunar>(?:腊月|正月|冬月)(?:初[一二三四五六七八九十]|[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]|[0-9]{1,2})?(?:那天|前后|左右)?"
    r"|除夕|小年夜?|大年(?:三十|初[一二三四五六七八九十])|年三十|元宵节?(?=之?前|那天|前后))"
    r"|(?P<yearword>今年|本年|明年)?(?P<endofyear>(?<![0-9一二三四五六七八九十两半几多])年[底末终])"
    rf"|{_ZH_WEEK}(?P<weekday>[一二三四五六日天末](?![个次件天周]))"
    rf"|(?P<feast>{'|'.join(sorted(ZH_FEASTS, key=len, reverse=True))})(?=节?(?:之?[前后]"
    rf"|以[前后]|那天|当天|起|开始|到|左右))节?"
    r"|(?P<loose>(?:(?:下下|下|这|本)个?(?:周|星期|礼拜)|(?:下个?|这个?|本)月(?![0-9一二三四五六七八九十底末])(?:[初中]|上旬|中旬|下旬)?|月[初中]|年[前后])"
    r"(?![一二三四五六日天末0-9]))"
    rf"|(?P<offset>{'|'.join(sorted(ZH_OFFSETS, key=len, reverse=True))})"
)
_ZH_TIME = re.compile(
    rf"(?:(?P<part>{'|'.join(sorted(ZH_PARTS, key=len, reverse=True))})\s?)?"
    r"(?:(?P<hour>(?<![0-9.:第])[0-2]?[0-9]):(?P<minute>[0-5][0-9])(?::[0-5][0-9])?(?![0-9])"
    rf"|(?<!第)(?P<zhour>{_N2}|(?<![一二三四五六七八九十百]){_ZH_HOUR})\s?点(?!\s?[0-9]*[%元万])(?![的]?[建意要]|儿|以(?![前后内]))钟?"
    r"(?:(?P<half>半钟?)|(?P<quarter>一刻)|(?P<zminute>[0-5]?[0-9]|[一二三四五]?十[一二三四五六七八九]?)分?)?"
    r"|(?P<zero>零点))"
    rf"|(?P<alone>{'|'.join(sorted(ZH_PARTS, key=len, reverse=True))})(?!好|安)"
)
_MONTH = "|".join(sorted(EN_MONTHS, key=len, reverse=True))
_DAYNUM = r"(?P<{}>[0-3]?[0-9])(?:st|nd|rd|th)?(?![0-9:]|\s?(?:am|pm|%))"
_EN_DAY = re.compile(
    rf"{_ISO}|{_SLASH}"
    rf"|\b(?P<emonth>{_MONTH})\.?\s(?:the\s)?{_DAYNUM.format('eday')}(?:,?\s(?P<eyear>20[0-9]{{2}}))?"
    rf"|(?<![0-9.]){_DAYNUM.format('dday')}\s(?:of\s)?(?P<dmonth>{_MONTH})\b(?:,?\s(?P<dyear>20[0-9]{{2}}))?"
    r"|(?<![0-9.])(?P<only>[0-3]?[0-9])(?:st|nd|rd|th)\b"
    r"(?!\s(?:time|item|order|party|floor|one|parcel|package|street|avenue|attempt|day))"
    r"|\b(?P<endofmonth>end of (?:the|this|next) (?:month|week|year))\b"
    rf"|\b(?P<feast>{'|'.join(sorted(EN_FEASTS, key=len, reverse=True))})\b"
    r"|\b(?P<loose>(?:early |late |sometime )?(?:next|this|the coming) (?:week(?:end)?|month)"
    rf"|(?:early|late|mid-?|the (?:end|beginning|middle) of|end of)\s?(?:{_MONTH}))\b"
    rf"|\b(?:(?P<week>next|this|last|coming)\s)?(?P<weekday>{'|'.join(EN_WEEKDAYS)})s?\b"
    rf"|\b(?P<offset>{'|'.join(sorted(EN_OFFSETS, key=len, reverse=True))})\b"
)
_EN_TIME = re.compile(
    r"(?<![0-9.:])(?P<hour>[0-2]?[0-9])(?::(?P<minute>[0-5][0-9]))?\s?(?P<half>a\.?m\b\.?"
    r"|p\.?m\b\.?|o'clock)"
    r"|(?<![0-9.:])(?P<hour24>[0-2]?[0-9]):(?P<minute24>[0-5][0-9])(?![0-9])"
    r"|(?<=\bat )(?P<hour12>1?[0-9])(?![0-9:.%-])(?=\s(?:tomorrow|today|tonight|on)|[.,!?;]|$)"
    r"|(?:(?<=\bby )|(?<=\bbefore )|(?<=\btill )|(?<=\buntil ))(?P<hourby>1?[0-9])"
    r"(?=\s(?:tomorrow|today|tonight|in the|this)\b)"
    r"|(?<=tonight by )(?P<hourto>1?[0-9])(?![0-9:.%-])"
    rf"|\b(?:(?P<halfpast>half(?:\spast)?)|(?P<past>quarter past)|(?P<to>quarter to))"
    rf"\s(?P<wordhour>{'|'.join(EN_HOURS)}|1?[0-9])\b"
    rf"|\b(?<!good )(?P<alone>{'|'.join(sorted(EN_PARTS, key=len, reverse=True))})\b"
)
_ZH_JOINT = re.compile(r"\s?(?:的|,|,?在|\()?\s?")
_EN_JOINT = re.compile(r",?\s?(?:(?:by|at|on|in|before|the|this|until|till|of)\s){0,3}")
_UNTIL = re.compile(r"\s?(?:到|至|-|~|—|to|until|till|and)\s?")
_ZH_BY = re.compile(r"\)?\s?(?:之前|以前|前|截止|为止)")
_EN_BY = re.compile(
    r"(?:\b(?:by|before|until|till|no later than|not later than)\s(?:the\s|end of\s){0,2})$"
)
_WEEK_OFFSETS = {"下下": 2, "下": 1, "上": -1, "next": 1, "last": -1}


def find_dates(text: str, lang: str) -> Iterator[Found]:
    """Days and times of day in folded text; a day and a time that stand together are one."""
    english = lang == "en"
    days = _read(_EN_DAY if english else _ZH_DAY, text, _english_day if english else _chinese_day)
    times = _read(
        _EN_TIME if english else _ZH_TIME, text, _english_time if english else _chinese_time
    )
    pieces = sorted([*days, *times], key=lambda piece: (piece.start, -piece.end))
    joint = _EN_JOINT if english else _ZH_JOINT
    for value, start, end in _joined(pieces, text, joint):
        yield _limited(Found(value, start, end), text, english)


def _read(
    pattern: re.Pattern[str], text: str, reader: Callable[[re.Match[str]], Moment | None]
) -> Iterator[Found]:
    for match in pattern.finditer(text):
        moment = reader(match)
        if moment is not None:
            yield Found(moment, match.start(), match.end())


def _joined(pieces: list[Found], text: str, joint: re.Pattern[str]) -> Iterator[Found]:
    """Pieces that complete each other, with nothing but a joint between them, as one."""
    current: Found | None = None
    for piece in pieces:
        if current is None:
            current = piece
        elif piece.start < current.end:
            continue
        elif _UNTIL.fullmatch(text, current.end, piece.start) and not piece.value.has_day:
            # 9点到11点: the time at which it begins is the time that is named.
            current = current._replace(end=piece.end)
        elif joint.fullmatch(text, current.end, piece.start) and (
            merged := _merged(current.value, piece.value)
        ):
            current = Found(merged, current.start, piece.end)
        else:
            yield current
            current = piece
    if current is not None:
        yield current


def _merged(first: Moment, second: Moment) -> Moment | None:
    """Both, unless they speak of the same thing."""
    dated = same_day(first, second)
    if dated is not None:
        return _on_the_clock(dated)
    mine, other = first._asdict(), second._asdict()
    if first.has_day and second.has_day:
        return None
    if any(mine[k] is not None and v is not None and mine[k] != v for k, v in other.items()):
        return None
    both = {k: v if v is not None else mine[k] for k, v in other.items()}
    return _on_the_clock(Moment(**both))


def _on_the_clock(moment: Moment) -> Moment:
    """下午6点 is 18:00, 晚上12点 is 24:00."""
    hour, part = moment.hour, moment.part
    if hour is None or hour > 12:
        return moment
    if part in ("afternoon", "evening") and hour < 12:
        return moment._replace(hour=hour + 12)
    if part in ("evening", "night") and hour == 12:
        return moment._replace(hour=24)
    return moment._replace(hour=hour + 12) if part == "noon" and hour < 3 else moment


def _limited(found: Found, text: str, english: bool) -> Found:
    """With the word that makes it a limit: 前, by, before."""
    moment: Moment = found.value
    if english:
        match = _EN_BY.search(text[max(0, found.start - 24) : found.start])
        inside = re.search(r"\b(?:by|before|until)\b", text[found.start : found.end])
        return found._replace(value=moment._replace(by=True)) if match or inside else found
    match = _ZH_BY.match(text, found.end)
    return Found(moment._replace(by=True), found.start, match.end()) if match else found


def _whole(text: str | None) -> int | None:
    value = read_number(text) if text else None
    return None if value is None else int(value)


def _calendar(year: int | None, month: int | None, day: int | None) -> Moment | None:
    if month is None or day is None or not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return Moment(year=year, month=month, day=day)


_ALL_DAY = (24, 7)
"""24/7 is said of hours and weekdays, hardly ever of the 24th of July."""


def _numeric_day(match: re.Match[str], english: bool = False) -> Moment | None:
    if match["smonth"]:
        plain = len(match["sday"]) == 2 or len(match["smonth"]) == 2
        month, day = int(match["smonth"]), int(match["sday"])
        if english and month > 12:
            month, day = day, month
            if (day, month) == _ALL_DAY:
                return None
        return _calendar(None, month, day) if plain else None
    return _calendar(int(match["year"]), int(match["month"]), int(match["day"]))


def _chinese_day(match: re.Match[str]) -> Moment | None:
    if match["year"] or match["smonth"]:
        return _numeric_day(match)
    if match["pmonth"]:
        return _calendar(None, int(match["pmonth"]), int(match["pday"]))
    if match["zmonth"]:
        return _calendar(_whole(match["zyear"]), _whole(match["zmonth"]), _whole(match["zday"]))
    if match["offset"]:
        return ZH_OFFSETS[match["offset"]]
    if match["feast"]:
        return ZH_FEASTS[match["feast"]]
    if match["loose"] or match["lunar"]:
        return Moment(loose=True)
    if match["weekday"]:
        week = (match["week"] or "").removesuffix("个")
        offset = (_WEEK_OFFSETS.get(week, 0)) if week else None
        return Moment(weekday=ZH_WEEKDAYS[match["weekday"]], week_offset=offset)
    months = {"下": 1, "这": 0, "本": 0, "当": 0}.get((match["monthword"] or " ")[0])
    if match["endofmonth"]:
        if months is None and match["endofmonth"] not in ("月底", "月末"):
            return None
        return Moment(day=LAST_DAY, month_offset=months or 0)
    if match["endofyear"]:
        return Moment(month=12, day=31)
    day = _whole(match["only"])
    return Moment(day=day, month_offset=months) if day and 1 <= day <= 31 else None


def _chinese_time(match: re.Match[str]) -> Moment | None:
    part = match["part"] or match["alone"]
    if match["alone"]:
        return ZH_PARTS[part]
    if match["zero"]:
        return Moment(hour=0, minute=0)
    hour = int(match["hour"]) if match["hour"] else _whole(match["zhour"])
    minute = _whole(match["minute"] or match["zminute"]) or 0
    minute += 30 if match["half"] else 15 if match["quarter"] else 0
    spoken = match["zhour"] and not match["zhour"][0].isdigit()
    # 一点 and 两点 alone are "a little" and "two remarks".
    if hour is None or hour > 24 or minute > 59:
        return None
    if spoken and not part and match[0].endswith("点") and hour < 3:
        return None
    base = ZH_PARTS[part] if part else Moment()
    return _on_the_clock(base._replace(hour=hour, minute=minute))


def _english_day(match: re.Match[str]) -> Moment | None:
    if match["year"] or match["smonth"]:
        return _numeric_day(match, english=True)
    if match["emonth"]:
        return _calendar(_whole(match["eyear"]), EN_MONTHS[match["emonth"]], int(match["eday"]))
    if match["dmonth"]:
        return _calendar(_whole(match["dyear"]), EN_MONTHS[match["dmonth"]], int(match["dday"]))
    if match["endofmonth"]:
        return _english_end(match["endofmonth"])
    if match["weekday"]:
        week = match["week"]
        offset = _WEEK_OFFSETS.get(week, 0) if week else None
        return Moment(weekday=EN_WEEKDAYS[match["weekday"]], week_offset=offset)
    if match["offset"]:
        return EN_OFFSETS[match["offset"]]
    if match["feast"]:
        return EN_FEASTS[match["feast"]]
    if match["loose"]:
        return Moment(loose=True)
    day = int(match["only"])
    return Moment(day=day) if 1 <= day <= 31 else None


def _english_end(words: str) -> Moment:
    """The end of a month, of a year, or of a (working) week."""
    following = 1 if "next" in words else 0
    if words.endswith("week"):
        return Moment(weekday=4, week_offset=following)
    if words.endswith("year"):
        return Moment(month=12, day=31)
    return Moment(day=LAST_DAY, month_offset=following)


def _english_time(match: re.Match[str]) -> Moment | None:
    if match["alone"]:
        return EN_PARTS[match["alone"]]
    if match["wordhour"]:
        return _spoken_hour(match)
    named = ("hour", "hour24", "hour12", "hourby", "hourto")
    hour = int(next(match[name] for name in named if match[name]))
    minute = int(match["minute"] or match["minute24"] or 0)
    if hour > 24:
        return None
    half = (match["half"] or "").replace(".", "")
    if half == "pm" and hour < 12:
        hour += 12
    if half == "am" and hour == 12:
        hour = 0
    return Moment(hour=hour, minute=minute)


def _spoken_hour(match: re.Match[str]) -> Moment | None:
    """Half past two, half two, quarter to three."""
    words = match["wordhour"]
    hour = EN_HOURS.get(words) or int(words)
    minute = 30 if match["halfpast"] else 15 if match["past"] else 45
    if not 1 <= hour <= 12:
        return None
    return Moment(hour=(hour - 1 or 12) if match["to"] else hour, minute=minute)
