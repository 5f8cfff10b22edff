"""A command with commands of its own, and what stands under it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import typer

from tui.command.help import Command, Group


@dataclass(frozen=True)
class Subcommand:
    """Its name on the command line, its help (a text of the catalogue) and its function."""

    name: str
    help: str
    function: Callable[..., None]


def group(told: str, *subcommands: Subcommand) -> typer.Typer:
    """A group with these commands in this order; alone it shows its help, `told` (a text of the
    catalogue) first."""
    app = typer.Typer(
        cls=Group,
        rich_markup_mode=None,
        no_args_is_help=False,
        invoke_without_command=True,
        help=told,
    )
    app.callback()(_alone)
    for each in subcommands:
        app.command(each.name, cls=Command, help=each.help)(each.function)
    return app


def _alone(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
