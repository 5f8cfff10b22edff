"""Help pages in both languages, laid out by cells."""

from __future__ import annotations

import sys
from typing import Any

from typer.core import TyperCommand, TyperGroup

from sops.language import _, localized
from sops.problem import printable
from tui.command.refusal import Refusal
from tui.terminal.cell import cells, left, wrap
from tui.terminal.screen import Screen

_GAP = 2
_MOST_NAMES = 34


class Command(TyperCommand):
    """A command whose help is written here."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page."""
        formatter.write(help_page(self, ctx))


class Group(TyperGroup):
    """A command with commands of its own."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page."""
        formatter.write(help_page(self, ctx))

    def list_commands(self, ctx: Any) -> list[str]:
        """In the order in which they were added."""
        return list(self.commands)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the arguments name; `Refusal` where there is none."""
        name = args[0] if args else ""
        if not name.startswith("-") and self.get_command(ctx, name) is None:
            from sops.library_folder import nearest

            known = tuple(self.list_commands(ctx))
            raise Refusal(
                _("没有 {name} 这个命令，有：{known}").format(
                    name=printable(name), known=_("、").join(nearest(name, known) or known)
                )
            )
        return super().resolve_command(ctx, args)


def help_page(command: Any, context: Any) -> str:
    """Usage, what the command does, arguments, options, commands."""
    width = min(Screen.of(sys.stdout).width, 110)
    lines = [_("用法：{usage}").format(usage=_usage(command, context)), ""]
    lines += wrap(_help(command), width)
    parameters = command.get_params(context)
    arguments = [p for p in parameters if p.param_type_name == "argument"]
    options = [p for p in parameters if p.param_type_name == "option" and not p.hidden]
    lines += _section(_("参数"), [(_metavar(p), _about(p)) for p in arguments], width)
    lines += _section(_("选项"), [(_names(p), _about(p)) for p in options], width)
    below = getattr(command, "commands", {})
    listed = [(name, _help(each).split("\n")[0]) for name, each in below.items()]
    lines += _section(_("命令"), listed, width)
    return "\n".join(lines) + "\n"


def _help(described: Any) -> str:
    """What a command or an option says about itself, in the current language."""
    text = described.help
    return _(text) if text else ""


def _usage(command: Any, context: Any) -> str:
    parts = [context.command_path]
    parameters = command.get_params(context)
    parts += [_metavar(p) for p in parameters if p.param_type_name == "argument"]
    parts.append(_("[选项]"))
    if hasattr(command, "commands"):
        parts.append(_("命令 …"))
    return " ".join(parts)


def _metavar(parameter: Any) -> str:
    return str(parameter.metavar or parameter.name.upper())


def _names(parameter: Any) -> str:
    names = ", ".join(sorted(parameter.opts, key=len))
    return names if parameter.is_flag else f"{names} {_metavar(parameter)}"


def _about(parameter: Any) -> str:
    if parameter.name == "help":
        return _("显示这份说明")
    about = _help(parameter)
    default = parameter.default
    if default in (None, False, (), "") or parameter.required or callable(default):
        return about
    return _("{about}（默认 {default}）").format(about=about, default=localized(str(default)))


def _section(title: str, entries: list[tuple[str, str]], width: int) -> list[str]:
    if not entries:
        return []
    names = min(max(cells(name) for name, _about in entries), _MOST_NAMES)
    lines = ["", title]
    for name, about in entries:
        told = wrap(about, max(width - names - 2 * _GAP, 20))
        if cells(name) > names:
            lines.append(" " * _GAP + name)
            name = ""
        lines.append(" " * _GAP + left(name, names) + " " * _GAP + told[0])
        lines += [" " * (names + 2 * _GAP) + line for line in told[1:]]
    return [line.rstrip() for line in lines]
