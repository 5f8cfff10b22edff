"""What an agent types, line by line: messages and `/` commands, with or without times (D3, D14).

A transcript is a text file of such lines. A line may start with the time on the session
clock (`02:05` or `1:02:05`); without one, typing takes the time that the typing speed says.
Lines that start with `#` are comments. A `\\` at the end of a line goes on in the next.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field
from typing import Any

from simulator.drill.conversation.event import MICROSECONDS
from sops.action import ACTIONS
from sops.language import _
from sops.problem import Problem, Problems, printable

_TIME = re.compile(r"(?:(\d{1,2}):)?(\d{1,2}):(\d{2})(?:\s+|$)")
LONGEST_HOLD_S = 3_600.0
COMMANDS = ("hold", "close", "coach", "quit", "actions", "help")


@dataclass(frozen=True)
class Input:
    """One line: `kind` is message, action, hold, close, or a command of the terminal alone
    (coach, quit, actions, help). `at_us`: its time, if it names one."""

    kind: str
    text: str = ""
    name: str = ""
    with_: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    at_us: int | None = None
    line: int = 0


class InputError(ValueError):
    """A line that cannot be read; its text is for the person who typed it."""


def read_line(text: str, number: int = 0, timed: bool = True) -> Input | None:
    """One line, None for an empty one or a comment; `InputError` for a wrong command.

    `timed` False: a time at the start is part of what is said (`18:00 前送到`).
    """
    text = text.strip()
    if not text or text.startswith("#"):
        return None
    at_us, text = _time(text) if timed else (None, text)
    if not text.startswith("/"):
        return Input("message", text=text, at_us=at_us, line=number)
    try:
        words = shlex.split(text[1:])
    except ValueError:
        raise InputError(_("引号没有成对：{text}").format(text=printable(text))) from None
    if not words:
        raise InputError(_("“/” 后面要写操作名；/actions 列出全部"))
    return _command(words[0], words[1:], at_us, number)


def read_script(text: str, file: str) -> list[Input]:
    """All lines of a transcript; `Problems` with every wrong one. Times never go back."""
    found: list[Input] = []
    problems: list[Problem] = []
    latest = 0
    for number, line in _joined(text):
        try:
            each = read_line(line, number)
        except InputError as error:
            problems.append(Problem(file, number, 1, "", str(error)))
            continue
        if each is None:
            continue
        if each.at_us is not None and each.at_us < latest:
            problems.append(Problem(file, number, 1, "", _("时间比上一行早")))
        latest = each.at_us if each.at_us is not None else latest
        found.append(each)
    if problems:
        raise Problems(problems)
    return found


def _joined(text: str) -> list[tuple[int, str]]:
    lines: list[tuple[int, str]] = []
    begun: tuple[int, str] | None = None
    for number, line in enumerate(text.splitlines(), 1):
        start, before = begun or (number, "")
        if line.endswith("\\"):
            begun = (start, before + line[:-1] + "\n")
            continue
        lines.append((start, before + line))
        begun = None
    return [*lines, begun] if begun else lines


def _time(text: str) -> tuple[int | None, str]:
    match = _TIME.match(text)
    if match is None:
        return None, text
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    if seconds > 59 or (match[1] and minutes > 59):
        raise InputError(_("会话钟写成 分:秒 或 时:分:秒，如 02:05；现在是 {text}").format(
            text=printable(match.group().strip())))  # fmt: skip
    at = ((hours * 60 + minutes) * 60 + seconds) * MICROSECONDS
    return at, text[match.end() :].strip()


def _command(name: str, words: list[str], at_us: int | None, number: int) -> Input:
    if name == "hold":
        try:
            seconds = float(words[0]) if words else 30.0
        except ValueError:
            seconds = -1.0
        if not 0 < seconds <= LONGEST_HOLD_S:
            raise InputError(_("/hold 后面写秒数，如 /hold 30")) from None
        return Input("hold", seconds=seconds, at_us=at_us, line=number)
    if name == "transfer":
        name, words = "escalate", [f"to={words[0]}" if words else "to=second_line"]
    if name in COMMANDS:
        return Input(name, text=" ".join(words), at_us=at_us, line=number)
    if name not in ACTIONS:
        from sops.library_folder import nearest

        near = nearest(name, (*ACTIONS, *COMMANDS, "transfer"))
        message = _("没有 /{name}；是不是 {near}？").format(
            name=printable(name), near=_("、").join(f"/{each}" for each in near) or "/actions"
        )
        raise InputError(message)
    return Input("action", name=name, with_=_arguments(name, words), at_us=at_us, line=number)


def _arguments(name: str, words: list[str]) -> dict[str, Any]:
    """`key=value` words; bare words fill the parameters in their order. Amounts are in yuan:
    `amount=45.90`."""
    parameters = ACTIONS[name].parameters
    free = [parameter.name for parameter in parameters]
    found: dict[str, Any] = {}
    for word in words:
        key, equals, value = word.partition("=")
        if equals and key == "amount":
            key = "amount_fen"
        if equals and (key in free or any(key == p.name for p in parameters)):
            found[key] = value
        elif equals:
            raise InputError(
                _("/{action} 没有参数 {name}").format(action=name, name=printable(key))
            )
        else:
            open_names = [each for each in free if each not in found]
            if not open_names:
                raise InputError(_("/{action} 的参数太多了").format(action=name))
            found[open_names[0]] = word
    return found
