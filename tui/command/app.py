"""The Typer application: all commands under `shapan`."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from sops.language import N_
from tui.command import (
    backtest,
    bots,
    calibrate,
    compare,
    confidence,
    demand,
    drill,
    hire,
    intraday,
    new,
    people,
    plan,
    records,
    report,
    review,
    roster,
    scenario,
    schedule,
    serve,
    simulate,
    size,
    sop,
    sweep,
    whatif,
)
from tui.command.help import Command, Group
from tui.command.run_note import version as version_text

PROGRAM = "shapan"


def command() -> Any:
    """The command line, ready to parse."""
    app = typer.Typer(
        cls=Group,
        add_completion=False,
        rich_markup_mode=None,
        invoke_without_command=True,
        help=N_("沙盘：推演电商客服的大促日，算出每半小时每个班组要多少人。"),
    )
    app.callback()(_root)
    app.add_typer(scenario.application(), name="scenario")
    app.add_typer(sop.application(), name="sop")
    app.add_typer(drill.application(), name="drill")
    app.add_typer(records.application(), name="records")
    app.add_typer(people.application(), name="people")
    app.add_typer(review.application(), name="review")
    app.command(serve.NAME, cls=Command, help=serve.HELP)(serve.command)
    for each in (
        new,
        plan,
        demand,
        simulate,
        size,
        compare,
        schedule,
        roster,
        confidence,
        calibrate,
        backtest,
        intraday,
        bots,
        hire,
        whatif,
        sweep,
        report,
    ):
        app.command(each.NAME, cls=Command, help=each.HELP)(each.command)
    return typer.main.get_command(app)


def _root(
    context: typer.Context,
    lang: Annotated[
        str | None,
        typer.Option("--lang", metavar="zh|en", help=N_("界面语言；也可用环境变量 SHAPAN_LANG")),
    ] = None,
    version: Annotated[bool, typer.Option("--version", help=N_("显示版本"))] = False,
) -> None:
    # --lang has been taken out before parsing; it stands here for the help page.
    if version:
        typer.echo(f"shapan {version_text()}")
        raise typer.Exit
    if context.invoked_subcommand is not None:
        return
    if sys.stdin.isatty() and sys.stdout.isatty():
        from tui.app.start import start

        raise typer.Exit(start())
    typer.echo(context.get_help())
