"""Slots: the amounts, durations, dates, numbers and order ids that a message names (D4)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.drill.understanding.amount import find_amounts
from simulator.drill.understanding.date import find_dates
from simulator.drill.understanding.duration import DAY_SECONDS, Duration, find_durations
from simulator.drill.understanding.found import Found
from simulator.drill.understanding.item import find_items
from simulator.drill.understanding.moment import Moment
from simulator.drill.understanding.number import (
    CLASSIFIERS,
    ZH_NUMERALS,
    bare_numbers,
    find_numbers,
    find_percents,
    read_number,
)
from simulator.drill.understanding.order import find_orders, find_phones
from sops.folding import fold

SLOT_KINDS = ("amount", "duration", "date", "number", "order", "percent", "item", "phone")

LONG = re.compile(r"周|星期|礼拜|月|年|week|fortnight|month|year", re.I)
"""A length of time that is not told in days."""
# Earlier kinds take the text they need: the 6 of "6点前" is no number, the 13 of "13号" no order.
_FINDERS: tuple[tuple[str, Callable[[str, str], Iterable[Found]]], ...] = (
    ("phone", find_phones),
    ("order", find_orders),
    ("date", find_dates),
    ("amount", find_amounts),
    ("duration", find_durations),
    ("percent", find_percents),
    ("number", find_numbers),
)


@dataclass(frozen=True, slots=True)
class Slot:
    """A value named in a text, at `text[start:end]`.

    `value` by `kind`: amount – int, in fen (the hundredth of whatever currency was named);
    duration – `Duration`; date – `Moment`; number – int or float; percent – float, in percent;
    order, phone, item – str ("" for a placeholder such as `[订单号]`).
    """

    kind: str
    value: Any
    start: int
    end: int
    text: str

    def as_json(self) -> dict[str, Any]:
        """Plain data that `Slot.from_json` reads back to an equal slot."""
        return {
            "kind": self.kind,
            "value": value_as_json(self.value),
            "start": self.start,
            "end": self.end,
            "text": self.text,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Slot:
        """The slot that `as_json` wrote."""
        value = value_from_json(data["kind"], data["value"])
        return cls(data["kind"], value, data["start"], data["end"], data["text"])


def value_as_json(value: Any) -> Any:
    """A slot's value as plain data; durations and moments by the names of their fields."""
    if isinstance(value, Duration | Moment):
        return {k: v for k, v in value._asdict().items() if v is not None}
    return value


def value_from_json(kind: str, value: Any) -> Any:
    """What `value_as_json` was given."""
    if kind == "duration" and isinstance(value, Mapping):
        return Duration(**value)
    if kind == "date" and isinstance(value, Mapping):
        return Moment(**value)
    return value


def find_slots(text: str, lang: str, items: Sequence[str] = ()) -> tuple[Slot, ...]:
    """The slots of `text` from left to right, none overlapping another.

    `lang` is `zh` or `en`. `items` are the names of goods that the case knows; only those are
    found as items. Time grows linearly with the text.
    """
    folded = fold(text)
    taken: list[Slot] = []
    used = bytearray(len(folded))
    for kind, finder in _finders(items):
        for value, start, end in finder(folded, lang):
            if not any(used[start:end]):
                used[start:end] = b"\x01" * (end - start)
                taken.append(Slot(kind, value, start, end, text[start:end]))
    return tuple(sorted(taken, key=lambda slot: slot.start))


def _finders(
    items: Sequence[str],
) -> Iterable[tuple[str, Callable[[str, str], Iterable[Found]]]]:
    if items:
        yield "item", lambda text, _lang: find_items(text, tuple(items))
    yield from _FINDERS


def inner_numbers(slots: Iterable[Slot], lang: str) -> tuple[Slot, ...]:
    """The numbers inside durations (the 15 of 15天), as slots of their own: authors also write
    `{number}天`. Weeks and months are so many days."""
    found: list[Slot] = []
    for slot in slots:
        if slot.kind == "duration" and LONG.search(slot.text):
            days, rest = divmod(slot.value.high_seconds, DAY_SECONDS)
            if not rest and slot.value.bound != "vague":
                found.append(Slot("number", days, slot.start, slot.end, slot.text))
        elif slot.kind == "duration" and not _ranges(slot):
            for value, start, end in bare_numbers(fold(slot.text), lang):
                at = slot.start + start
                found.append(Slot("number", value, at, slot.start + end, slot.text[start:end]))
    return tuple(found)


def _ranges(slot: Slot) -> bool:
    """Whether a length of time is said from … to: no number of days by itself."""
    low, high = slot.value.low_seconds, slot.value.high_seconds
    return bool(0 < low < high)


_ZH_NTH = re.compile(rf"第([0-9]{{1,3}}|[{ZH_NUMERALS}]{{1,3}})天")


# What is counted or named by a number is no money: 2件, 3楼, 7折, 5号.
_COUNTED = re.compile(rf"\s?(?:{CLASSIFIERS}|[天日号楼层折星级代期点时秒年月周度码页%])")


# Digits that name a card, a phone or an order.
_NAMED = re.compile(
    r"(?:尾号|工号|号码|编号|单号|卡号|末四位|后四位|手机号?|电话|批号)[是为:]?[a-z]{0,4}$"
)
_EN_NAMED = re.compile(
    r"\b(?:ending(?: in)?|number|no\.?|code|digits|card|size|e|last(?: (?:three|four|six))?"
    r"|agent|adviser|extension)[\s:]*$"
)
_EN_NO_MONEY = re.compile(
    r"(?!\s?(?:yuan|in all|in total|altogether|back|off|more|now|then|instead|you|for|today"
    r"|it is|is|was"
    r"|after|minus"
    r"|comes|goes)\b)\s?[a-z%-]"
)


def is_bare_amount(text: str, slot: Slot, lang: str) -> bool:
    """Whether a bare number may be money: 实退238, "not 20, 40"."""
    if slot.kind != "number" or slot.value < 1 or LONG.search(slot.text):
        return False
    if lang == "en":
        return _EN_NO_MONEY.match(text, slot.end) is None and not _EN_NAMED.search(
            text[max(0, slot.start - 24) : slot.start]
        )
    named = _NAMED.search(text[max(0, slot.start - 12) : slot.start])
    return named is None and _COUNTED.match(text, slot.end) is None


_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_NUMERAL = re.compile(
    rf"(?=[一二两三四五六七八九][十百千万])[一二两三四五六七八九][{ZH_NUMERALS}]{{1,7}}(?![多来几])"
)


def numerals(text: str, slots: Sequence[Slot], lang: str) -> tuple[Slot, ...]:
    """Chinese numerals that count nothing (退您一百二), which may be yuan."""
    if lang == "en":
        return ()
    found: list[Slot] = []
    for match in _ZH_NTH.finditer(text):
        value = read_number(match[1])
        if value and not any(s.start < match.end() and match.start() < s.end for s in slots):
            found.append(Slot("number", value, match.start(1), match.end(1), match[1]))
    taken = bytearray(len(text))
    for slot in slots:
        taken[slot.start : slot.end] = b"\x01" * (slot.end - slot.start)
    text = text.translate(_FORMAL)
    for match in _NUMERAL.finditer(text):
        free = not any(taken[match.start() : match.end()])
        value = read_number(match[0]) if free else None
        if value is not None and value >= 10:
            slot = Slot("number", value, match.start(), match.end(), match[0])
            if is_bare_amount(text, slot, lang):
                found.append(slot)
    return tuple(found)


def bare_amounts(text: str, slots: Iterable[Slot], lang: str) -> tuple[Slot, ...]:
    """Bare numbers that may be yuan, as amounts of their own."""
    return tuple(
        Slot("amount", round(slot.value * 100), slot.start, slot.end, slot.text)
        for slot in slots
        if is_bare_amount(text, slot, lang)
    )
