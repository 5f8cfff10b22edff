"""Filling `{name}` and `{name|form}` in a drill's texts and rows with the case's values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from scenarios.drill.expression import ExpressionError
from scenarios.drill.text import Text
from sops.language import _
from sops.problem import printable

_SLOT = re.compile(r"\{([a-z][a-z0-9_]*)(?:\|([a-z]+))?\}")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
FORMS = ("yuan", "day", "time", "moment", "tail", "hours", "days")


def names_in(text: str) -> set[str]:
    """The variables a text speaks of."""
    return {match[1] for match in _SLOT.finditer(text)}


def fill(text: str, values: Mapping[str, Any], language: str) -> str:
    """The text with its slots filled; `ExpressionError` for a name or form that is not known."""
    return _SLOT.sub(lambda match: _shown(match[1], match[2], values, language), text)


def filled(value: Any, values: Mapping[str, Any], language: str) -> Any:
    """A value of a row with its templates filled; one template alone gives the value itself.

    Moments become ISO texts, texts in two languages the one of `language`.
    """
    if isinstance(value, str):
        alone = _SLOT.fullmatch(value)
        if alone and alone[2] is None:
            return plain(_named(alone[1], values), language)
        return fill(value, values, language)
    if isinstance(value, dict):
        if value and set(value) <= {"zh", "en"}:
            chosen = value.get(language) or value.get("zh")
            return filled(chosen, values, language)
        return {key: filled(inner, values, language) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [filled(inner, values, language) for inner in value]
    return value


def plain(value: Any, language: str) -> Any:
    """A variable as a row holds it: moments as ISO texts to the minute, texts in one language."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return value.of(language) if isinstance(value, Text) else value


def _named(name: str, values: Mapping[str, Any]) -> Any:
    if name not in values:
        raise ExpressionError(_("没有叫 {name} 的变量").format(name=printable(name)))
    return values[name]


def _shown(name: str, form: str | None, values: Mapping[str, Any], language: str) -> str:
    value = _named(name, values)
    if isinstance(value, Text):
        value = value.of(language)
    if isinstance(value, datetime):
        return _moment(value, form or "moment", language)
    if form is None:
        return str(value)
    if form == "yuan":
        return yuan(int(value))
    if form == "tail":
        return str(value)[-4:]
    if form in ("hours", "days"):
        return f"{value / (3600 if form == 'hours' else 86_400):g}"
    if isinstance(value, str) and form in ("day", "time", "moment"):
        return _moment(datetime.fromisoformat(value), form, language)
    raise ExpressionError(_("没有这种写法：{form}").format(form=printable(form)))


def yuan(fen: int) -> str:
    """Fen as yuan without needless zeros: 4590 → 45.90, 4500 → 45."""
    return str(fen // 100) if fen % 100 == 0 else f"{fen / 100:.2f}"


def _moment(value: datetime, form: str, language: str) -> str:
    clock = f"{value:%H:%M}"
    month = _MONTHS[value.month - 1]
    day = f"{value.day} {month}" if language == "en" else f"{value.month}月{value.day}日"
    if form == "day":
        return day
    if form == "time":
        return clock
    return f"{clock} on {day}" if language == "en" else f"{day}{clock}"
