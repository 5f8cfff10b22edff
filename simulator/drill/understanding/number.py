"""Numbers as people type them: 3, 1,299.5, 1.2万, 三十五, 两百, twenty-five."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simulator.drill.understanding.found import Found

ZH_DIGITS = "零〇一二两三四五六七八九"
ZH_NUMERALS = ZH_DIGITS + "十百千万"
# 双11 names a day of sales, no amount.
ARABIC = (
    r"(?<![0-9.])(?!(?<=双)1[12](?![0-9.]|\s?[元块]))"
    r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]{1,12})(?:\.[0-9]{1,6})?"
)
ZH_NUMBER = (
    rf"(?:{ARABIC}(?:\s?[万千百kw](?![a-z])[0-9]?)?"
    rf"|(?<![{ZH_NUMERALS}点])[{ZH_NUMERALS}]{{1,12}}(?:点[{ZH_DIGITS}]{{1,4}})?)"
)
_EN_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_EN_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_EN_VALUES: dict[str, int] = {
    **{word: number for number, word in enumerate(_EN_UNITS)},
    **{word: 10 * number for number, word in enumerate(_EN_TENS, start=2)},
    "a": 1,
    "an": 1,
    "dozen": 12,
}
_EN_WORD = "|".join([*reversed(_EN_UNITS), *_EN_TENS, "hundred", "thousand"])
EN_WORDS = rf"\b(?:(?:an? )?(?:{_EN_WORD}|dozen)(?:(?:-| and | )(?:{_EN_WORD})){{0,6}})\b"
EN_NUMBER = rf"(?:{ARABIC}(?:k\b)?|{EN_WORDS})"

_UNIT_VALUES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "k": 1000, "w": 10_000}
# What is counted, so that 一下, 万一 and 统一 are no numbers.
CLASSIFIERS = r"(?:[个件次张单份位笔条台双箱包瓶盒倍分颗套款种遍场把只袋罐斤克米人名]|积分)"
_ZH = re.compile(
    rf"(?:(?P<arabic>{ARABIC}(?:\s?[万千百kw](?![a-z])[0-9]?)?)(?![0-9a-z%多来]|\.[0-9])"
    rf"|(?P<words>(?<![{ZH_NUMERALS}点])[{ZH_NUMERALS}]{{1,12}})(?=\s?(?:{CLASSIFIERS}))(?!分(?:[钟之]|$)))"
)
_EN = re.compile(rf"(?:(?P<arabic>{ARABIC}(?:k\b)?)(?![0-9a-z%])|(?P<words>{EN_WORDS}))")
_PERCENT = re.compile(
    rf"(?P<arabic>{ARABIC})\s?(?:%|percent\b|per cent\b|个百分点)"
    rf"|百分之(?P<words>{ARABIC}|[{ZH_NUMERALS}点]{{1,8}})"
    rf"|(?P<tenths>(?<![0-9.{ZH_NUMERALS}])[1-9一二两三四五六七八九])成(?![为功交立年人长本熟])"
)
_ZH_BARE = re.compile(ZH_NUMBER)
_EN_BARE = re.compile(EN_NUMBER)
_NOT_EXACT = frozenset({"一", "万", "百", "千", "one", "a hundred"})


def read_number(text: str) -> float | None:
    """The number that `text` is, in digits, Chinese numerals or English words; else None.

    Two bare Chinese digits (两三) are a range, not a number.
    """
    text = text.strip().replace(",", "")
    if not text:
        return None
    if text[0].isdigit():
        return _mixed(text)
    if text[0] in ZH_NUMERALS:
        whole, _point, rest = text.partition("点")
        value = chinese_number(whole)
        if value is None or not rest:
            return value
        return value + sum(_digit(c) / 10**n for n, c in enumerate(rest, start=1))
    return _english_number(text)


def chinese_number(text: str) -> int | None:
    """一百二十 → 120, 三万五 → 35000, 二零二六 → 2026; None for what is no number."""
    if all(c in ZH_DIGITS for c in text):
        if len(text) == 2 and text[0] not in "零〇":
            return None
        return int("".join(str(_digit(c)) for c in text)) if text else None
    total = section = 0
    digit: int | None = None
    last_unit = 1
    for character in text:
        unit = _UNIT_VALUES.get(character)
        if unit is None:
            if digit is not None and digit != 0:
                return None
            digit = _digit(character)
            last_unit = 1 if character in "零〇" else last_unit
        elif unit == 10_000:
            total = (total + section + (digit or 0)) * unit or unit
            section, digit, last_unit = 0, None, unit
        else:
            section += (1 if digit is None else digit) * unit
            digit, last_unit = None, unit
    # 三万五, 两百三: a last digit without its unit counts in tenths of the unit before.
    tail = (digit or 0) * (last_unit // 10 if last_unit >= 100 else 1)
    return total + section + tail


def _digit(character: str) -> int:
    if character == "两":
        return 2
    return max(0, ZH_DIGITS.replace("两", "").index(character) - 1)


def _mixed(text: str) -> float | None:
    """3, 1.2万, 1万2, 5百, 2k."""
    match = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)\s?([万千百kw]?)([0-9]?)", text)
    if match is None:
        return None
    value = float(match[1]) if "." in match[1] else int(match[1])
    unit = _UNIT_VALUES.get(match[2], 1)
    whole = value * unit + int(match[3] or 0) * unit // 10
    return int(whole) if whole == int(whole) else round(whole, 6)


def _english_number(text: str) -> int | None:
    total = section = 0
    for word in re.split(r"[\s-]+", text):
        if word == "and":
            continue
        if word == "hundred":
            section = max(section, 1) * 100
        elif word == "thousand":
            total, section = total + max(section, 1) * 1000, 0
        elif word == "dozen":
            section = max(section, 1) * 12
        elif word in _EN_VALUES:
            section += _EN_VALUES[word]
        else:
            return None
    return total + section


def find_numbers(text: str, lang: str) -> Iterator[Found]:
    """Numbers of folded text. Chinese numerals only before what they count; `one` never."""
    for match in (_EN if lang == "en" else _ZH).finditer(text):
        value = read_number(match[0])
        # 十分 is "very".
        very = len(match[0]) < 2 and text.startswith("分", match.end()) and lang != "en"
        if value is not None and match[0] not in _NOT_EXACT and not (very and match["words"]):
            yield Found(value, match.start(), match.end())


def find_percents(text: str, _lang: str) -> Iterator[Found]:
    """30%, 30 percent, 百分之三十, 三成 in folded text, in percent."""
    for match in _PERCENT.finditer(text):
        value = read_number(match["arabic"] or match["words"] or match["tenths"])
        if value is not None:
            share = value * 10 if match["tenths"] else value
            yield Found(float(share), match.start(), match.end())


def bare_numbers(text: str, lang: str) -> Iterator[Found]:
    """Numbers of folded text, whatever they count."""
    for match in (_EN_BARE if lang == "en" else _ZH_BARE).finditer(text):
        value = read_number(match[0])
        if value is not None:
            yield Found(value, match.start(), match.end())
