"""Amounts of money as people type them, in fen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simulator.drill.understanding.found import Found
from simulator.drill.understanding.number import (
    ARABIC,
    CLASSIFIERS,
    EN_NUMBER,
    ZH_DIGITS,
    ZH_NUMBER,
    read_number,
)

_SIGN = r"(?:[¥$€£]|(?<![a-z])(?:rmb|cny|usd|gbp|eur)(?![a-z])|人民币)"
_ZH = re.compile(
    rf"(?P<sign>{_SIGN})\s?(?P<signed>{ZH_NUMBER})(?:元|块钱?)?"
    rf"|(?P<main>{ZH_NUMBER})\s?(?:元整?|块钱?(?![儿起])|圆|rmb\b|cny\b|人民币)"
    rf"(?:(?P<tenths>[0-9{ZH_DIGITS}])(?!\s?[-~到至][0-9{ZH_DIGITS}]|个)(?:[毛角](?P<cents>[0-9{ZH_DIGITS}])?分?|(?![0-9{ZH_DIGITS}"
    rf"十百千万点.:个天日号月周小分年件次张单份位笔条台双])))?"
    rf"|(?P<dimes>(?<![0-9.])[0-9{ZH_DIGITS}])\s?(?:[毛角]钱|[毛角](?![^\s,，。.!！?？了吧的呢哦啊]))"
    rf"|(?P<bare>{ARABIC}[万千](?![0-9]))(?!\s?(?:{CLASSIFIERS}|多|公里|字|粉))"
)
_EN = re.compile(
    rf"{_SIGN}\s?(?P<signed>{ARABIC}(?:k\b)?)(?:\s?(?:yuan|rmb|cny))?"
    rf"|(?P<main>{EN_NUMBER})[\s-]?(?:yuan|rmb|cny|kuai|renminbi|dollars?|bucks|quid|usd|gbp|eur|euros?"
    rf"|pounds)\b"
    rf"(?:\s(?:and\s)?(?P<cents>{EN_NUMBER})\s(?:cents|fen)\b)?"
)


# 重新刻一块的工本, 一块去: a piece, or together.
_A_PIECE = re.compile(r"一块(?=[\u4e00-\u9fff])(?![钱零一二三四五六七八九])")
# As on a receipt: 贰佰元整.
_FORMAL = re.compile(r"[零壹贰叁肆伍陆柒捌玖拾佰仟万]{2,12}(?=[元圆])")
_PLAIN = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")


def find_amounts(text: str, lang: str) -> Iterator[Found]:
    """Amounts of folded text, in fen: 35元, ¥35.50, 35块5, 三十五块, 1.2万, 35 yuan, RMB 35."""
    pattern = _EN if lang == "en" else _ZH
    if lang != "en":
        text = _FORMAL.sub(lambda match: match[0].translate(_PLAIN), text)
    for match in pattern.finditer(text):
        fen = _english(match) if lang == "en" else _chinese(match)
        if fen is not None:
            yield Found(fen, match.start(), match.end())


def _fen(number: str | None) -> int | None:
    value = read_number(number) if number else None
    return None if value is None else round(value * 100)


def _chinese(match: re.Match[str]) -> int | None:
    if match["dimes"]:
        value = read_number(match["dimes"])
        return None if value is None else round(value * 10)
    fen = _fen(match["signed"] or match["main"] or match["bare"])
    if fen is None or (match["main"] == "一" and _A_PIECE.match(match.string, match.start())):
        return None
    for name, worth in (("tenths", 10), ("cents", 1)):
        part = read_number(match[name]) if match[name] else None
        fen += round((part or 0) * worth)
    return fen


def _english(match: re.Match[str]) -> int | None:
    fen = _fen(match["signed"] or match["main"])
    if fen is None:
        return None
    return fen + round((read_number(match["cents"]) or 0) if match["cents"] else 0)
