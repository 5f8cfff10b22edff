"""`shapan drill bots`: the known players play, and their scores are held side by side (D12)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sops.language import N_, _
from tui.command.option import Json
from tui.command.output import put
from tui.command.refusal import Refusal
from tui.command.subcommand import Subcommand

if TYPE_CHECKING:
    from simulator.drill.players.match import Outcome

MOST_SEEDS = 200


def bots(
    drills: Annotated[
        list[str] | None, typer.Argument(metavar="[DRILL…]", help=N_("哪些演练"))
    ] = None,
    all_drills: Annotated[bool, typer.Option("--all", help=N_("整个演练库"))] = False,
    seeds: Annotated[
        int, typer.Option("--seeds", metavar="N", min=1, max=MOST_SEEDS, help=N_("用种子 1 到 N"))
    ] = 1,
    players: Annotated[
        list[str] | None,
        typer.Option("--player", metavar="NAME", help=N_("只让这个角色玩；可以写多次")),
    ] = None,
    message_lang: Annotated[
        str, typer.Option("--message-lang", metavar="zh|en", help=N_("对话用哪种语言"))
    ] = "",
    json: Json = False,
) -> None:
    """Every known player on every drill and seed."""
    import json as encoder
    import sys

    from tui.command.players_page import players_page
    from tui.terminal.screen import Screen

    if bool(drills) == all_drills:
        raise Refusal(_("写出演练的名字，或用 --all 让整个库都玩一遍"))
    found = _play(drills, range(1, seeds + 1), players or [], message_lang)
    if json:
        rows = [outcome.as_dict() for outcome in found]
        sys.stdout.write(encoder.dumps(rows, ensure_ascii=False, indent=1) + "\n")
    else:
        put(players_page(found, Screen.of(sys.stdout)))


def _play(
    sources: list[str] | None, seeds: range, players: list[str], language: str
) -> list[Outcome]:
    from simulator.drill.players.match import outcomes
    from simulator.drill.players.player import PLAYERS
    from sops.language import LANGUAGES, current_language
    from sops.problem import Problems, printable
    from tui.command.drill import loaded

    wrong = [name for name in players if name not in PLAYERS]
    if wrong:
        raise Refusal(
            _("没有叫 {name} 的角色；有的是：{known}").format(
                name=printable(", ".join(wrong)), known=", ".join(PLAYERS)
            )
        )
    if language and language not in LANGUAGES:
        raise Refusal(_("--message-lang 应为 zh 或 en"))
    ready, problems = loaded(sources)
    if problems:
        raise Problems(problems)
    wanted = language or current_language()
    return [
        outcome
        for drill, sop in ready
        for outcome in outcomes(
            drill, sop, seeds, wanted if wanted in drill.languages else "zh", players
        )
    ]


COMMAND = Subcommand("bots", N_("让已知角色把演练玩一遍，看分数排得对不对"), bots)
