"""What the command line refuses, in the reader's language."""

from __future__ import annotations

import re
from typing import Any

import typer

from sops.language import _
from sops.problem import printable

# Typer's classes of wrong usage, by the one of them that every version makes public.
UsageError: Any = typer.BadParameter.__mro__[1]


class Refusal(Exception):
    """A request that cannot be met; its text is for the user."""


def usage_message(error: Any) -> str:
    """What is wrong with a command line, and how to see what is right."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "shapan"
    return _("{message}\n用法见 {command} --help").format(message=_told(error), command=path)


def _told(error: Any) -> str:
    kind = type(error).__name__
    if kind == "MissingParameter":
        return _("缺少 {parameter}").format(parameter=parameter_name(error.param))
    if kind == "NoSuchOption":
        return _("没有 {option} 这个选项").format(option=printable(error.option_name))
    if kind == "BadOptionUsage":
        return _("{option} 的写法不对：看看后面是不是少了或多了一个值").format(
            option=printable(error.option_name)
        )
    if kind == "BadParameter" and error.param is not None:
        return _("{parameter} 的值不对，应为 {expected}").format(
            parameter=parameter_name(error.param), expected=expected_value(error.param)
        )
    extra = re.search(r"unexpected extra argument.*\((.*?)\)$", str(error.message))
    if extra:
        return _("多出来的参数：{arguments}").format(arguments=printable(extra[1]))
    return printable(error.message, 400)


def parameter_name(parameter: Any) -> str:
    """`--seed` of an option, `SCENARIO` of an argument."""
    if parameter.param_type_name == "argument":
        return str(parameter.metavar or parameter.name).removesuffix("…")
    return str(max(parameter.opts, key=len))


def expected_value(parameter: Any) -> str:
    """What may stand there, as in the help: `kernel|reference`, `N`."""
    return str(parameter.metavar or parameter.name)
