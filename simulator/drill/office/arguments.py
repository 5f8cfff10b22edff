"""Arguments of a call to the back office, read from what a person typed (D3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sops.action import ACTIONS, Action, Parameter
from sops.language import _
from sops.problem import printable

_YUAN = re.compile(r"[¥￥]?\s*(\d{1,9})(?:\.(\d{1,2}))?\s*(?:元|块|yuan|RMB)?", re.IGNORECASE)
MAX_TEXT = 500


class ArgumentError(ValueError):
    """What is wrong with a call, for the person who typed it."""


def read_call(name: str, words: Mapping[str, Any]) -> tuple[Action, dict[str, Any]]:
    """The action and its arguments by name, typed; `ArgumentError` says all that is wrong.

    Texts of people give amounts in yuan (`45.90`); whole numbers under an amount's own name
    (`amount_fen`) are fen already when they are no text.
    """
    action = ACTIONS.get(name)
    if action is None:
        raise ArgumentError(_("没有叫 {name} 的后台操作").format(name=printable(name)))
    wrong: list[str] = []
    read: dict[str, Any] = {}
    for key in sorted(words):  # the records keep arguments in no order
        if action.parameter(key) is None:
            wrong.append(_("{action} 没有参数 {name}").format(action=name, name=printable(key)))
    for parameter in action.parameters:
        given = words.get(parameter.name)
        if given is None or given == "":
            if parameter.required:
                text = _("缺少 {name}（{title}）")
                wrong.append(text.format(name=parameter.name, title=_(parameter.title)))
            continue
        try:
            read[parameter.name] = _read(parameter, given)
        except ArgumentError as error:
            wrong.append(str(error))
    if wrong:
        raise ArgumentError(_("；").join(wrong))
    return action, read


def _read(parameter: Parameter, given: Any) -> Any:
    text = str(given).strip()[:MAX_TEXT]
    if parameter.kind == "amount_fen":
        return _fen(parameter, given, text)
    if parameter.kind == "number":
        return _number(parameter, text)
    if parameter.kind == "moment":
        try:
            return datetime.fromisoformat(text).isoformat(timespec="minutes")
        except ValueError:
            raise _misfit(parameter, text, _("日期和时间，如 2026-11-13T14:00")) from None
    if parameter.kind == "choice" and text not in parameter.choices:
        raise _misfit(parameter, text, " | ".join(parameter.choices))
    return text


def _fen(parameter: Parameter, given: Any, text: str) -> int:
    if isinstance(given, int) and not isinstance(given, bool):
        return given
    match = _YUAN.fullmatch(text)
    if match is None:
        raise _misfit(parameter, text, _("金额，单位元，如 45.90"))
    return int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0"))


def _number(parameter: Parameter, text: str) -> int | float:
    try:
        value = float(text)
    except ValueError:
        raise _misfit(parameter, text, _("数字")) from None
    if not 0 <= value <= 1e9:
        raise _misfit(parameter, text, _("不小于 0 的数字"))
    return int(value) if value == int(value) else value


def _misfit(parameter: Parameter, text: str, expected: str) -> ArgumentError:
    message = _("{name} 应为{expected}，现在是 {value}")
    return ArgumentError(
        message.format(name=parameter.name, expected=expected, value=printable(text, 40))
    )
