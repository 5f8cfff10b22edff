"""Slots: the amounts, durations, dates, numbers and order ids that a message names (D4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.drill.understanding.amount import find_amounts
from simulator.drill.understanding.date import find_dates
from simulator.drill.understanding.duration import Duration, find_durations
from simulator.drill.understanding.found import Found
from simulator.drill.understanding.item import find_items
from simulator.drill.understanding.moment import Moment
from simulator.drill.understanding.number import bare_numbers, find_numbers, find_percents
from simulator.drill.understanding.order import find_orders, find_phones
from sops.folding import fold

SLOT_KINDS = ("amount", "duration", "date", "number", "order", "percent", "item", "phone")

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
    `{number}天`."""
    found: list[Slot] = []
    for slot in slots:
        if slot.kind == "duration":
            for value, start, end in bare_numbers(fold(slot.text), lang):
                at = slot.start + start
                found.append(Slot("number", value, at, slot.start + end, slot.text[start:end]))
    return tuple(found)
