"""`shapan drill play`, `resume`, `score`: the drill in a plain terminal, or from a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from sops.language import N_, _, current_language
from tui.command.option import Json
from tui.command.output import note, put, put_json
from tui.command.refusal import Refusal
from tui.command.subcommand import Subcommand

if TYPE_CHECKING:
    from simulator.drill.scoring.scorecard import Scorecard
    from simulator.drill.sitting import Sitting
    from simulator.records import Records
    from simulator.review.corrected import Corrected

Seed = Annotated[
    int | None, typer.Option("--seed", metavar="N", min=0, help=N_("变化的种子；不写就随机取一个"))
]
Script = Annotated[
    Path | None,
    typer.Option("--input", metavar="FILE", help=N_("照文件里的对话来：每行一句话或一条 / 操作")),
]
Speed = Annotated[
    float,
    typer.Option("--typing-speed", metavar="N", min=0.5, max=100.0,
                 help=N_("文件里没写时间的行，按每秒打几个字算")),
]  # fmt: skip
Rubric = Annotated[str, typer.Option("--rubric", metavar="NAME", help=N_("用哪一版评分表"))]
SessionId = Annotated[
    str | None, typer.Argument(metavar="[SESSION]", help=N_("会话编号；不写就是最近的一场"))
]


def play(
    drill: Annotated[str, typer.Argument(metavar="DRILL", help=N_("演练的名字或文件"))],
    seed: Seed = None,
    mode: Annotated[
        Literal["practise", "coach", "exam"],
        typer.Option("--mode", metavar="practise|coach|exam",
                     help=N_("coach 可以要提示，会扣分；exam 没有提示")),
    ] = "practise",
    message_lang: Annotated[
        str, typer.Option("--message-lang", metavar="zh|en", help=N_("对话用哪种语言"))
    ] = "",
    script: Script = None,
    typing_speed: Speed = 6.0,
    json: Json = False,
) -> None:  # fmt: skip
    """Play a drill against the simulated customer; every event is kept as it happens."""
    from scenarios.drill.load import load_drill
    from simulator.drill.exam import begin_exam, practice_seed
    from simulator.drill.sitting import begin
    from simulator.records import open_records

    found, sop = load_drill(drill)
    language = message_lang or current_language()
    if message_lang and message_lang not in found.languages:
        raise Refusal(_("这个演练没有 {language} 版").format(language=message_lang))
    language = language if language in found.languages else "zh"
    if mode != "exam" and seed in found.exam_seeds:
        raise Refusal(_("种子 {seed} 留给考试用").format(seed=seed))
    inputs = _read(script)
    with open_records() as records:
        person = records.local_person()
        if mode == "exam" and seed is None:
            sitting = begin_exam(records, person, found, sop, language)
        else:
            chosen = practice_seed(found) if seed is None else seed
            sitting = begin(records, person, found, sop, chosen, mode=mode, language=language)
        _run(sitting, inputs, typing_speed, json)


def resume(session: SessionId = None, json: Json = False) -> None:
    """Go on with a session that was interrupted, where it was."""
    from simulator.drill.sitting import ChangedError
    from simulator.drill.sitting import resume as resume_sitting
    from simulator.records import RecordsError, open_records

    with open_records() as records:
        try:
            wanted = session or _latest(records, "open")
            sitting = resume_sitting(records, wanted)
        except (ChangedError, RecordsError) as error:
            raise Refusal(str(error)) from None
        if sitting.kept.state != "open":
            raise Refusal(_("这一场已经结束：用 shapan drill score 看成绩"))
        _run(sitting, None, 6.0, json, resumed=True)


def score(session: SessionId = None, rubric: Rubric = "standard-1", json: Json = False) -> None:
    """Score a session again, with any version of the rubric."""
    from simulator.drill.scoring.rubric import load_rubric
    from simulator.drill.sitting import ChangedError, OpenExamError, rescore
    from simulator.records import RecordsError, open_records

    found = load_rubric(rubric)
    with open_records() as records:
        try:
            wanted = session or _latest(records, None)
            card = rescore(records, wanted, found)
            standing = _standing(records, wanted, card)
        except (ChangedError, OpenExamError, RecordsError) as error:
            raise Refusal(str(error)) from None
    if json:
        put_json({**card.as_dict(), "standing": standing and _standing_data(standing)})
    else:
        _show(card, json, standing)


def sessions(json: Json = False) -> None:
    """The sessions that are kept, newest first."""
    import sys

    from simulator.records import open_records
    from tui.terminal.screen import Screen
    from tui.terminal.table import Column, table, texts

    with open_records() as records:
        found = records.sessions.list(limit=50)
        scores = {each.session_id: each for each in records.scorecards.scores(limit=200)}
    rows = []
    for kept in found:
        card = scores.get(kept.id)
        empathy = "" if card is None or card.empathy is None else f"{card.empathy:g}"
        rows.append(
            [kept.id, kept.drill_id, kept.mode, kept.state,
             "" if card is None else f"{card.resolution:g}", empathy]
        )  # fmt: skip
    if json:
        keys = ("id", "drill", "mode", "state", "resolution", "empathy")
        put_json({"sessions": [dict(zip(keys, row, strict=True)) for row in rows]})
        return
    columns = (
        *texts(_("会话"), _("演练"), _("方式"), _("状态")), Column(_("解决")), Column(_("共情")),
    )  # fmt: skip
    put(table(columns, rows, Screen.of(sys.stdout)))


def _run(
    sitting: Sitting, inputs: list | None, speed: float, json: bool, resumed: bool = False
) -> None:  # type: ignore[type-arg]
    """Play in the terminal or from a script, then show the card."""
    import sys

    from tui.command.drill_terminal import converse, follow

    whole = True
    try:
        if inputs is not None:
            follow(sitting, inputs, speed, sys.stdout, quiet=json)
        else:
            whole = converse(sitting, sys.stdin, sys.stdout, resumed)
    except KeyboardInterrupt:
        whole = False
    if not whole:
        note(_("先停在这里。接着练：shapan drill resume {id}").format(id=sitting.kept.id))
        raise typer.Exit(130)
    card = sitting.finish()
    _show(card, json)
    note(_("会话 {id}").format(id=sitting.kept.id))


def _standing(records: Records, session_id: str, card: Scorecard) -> Corrected | None:
    """What leads have made of a card by this rubric; None where nobody has changed it."""
    from simulator.review.corrected import corrected

    found = corrected(records, session_id)
    same = found is not None and f"{found.score.rubric_id}-{found.score.rubric_version}"
    return found if same == card.rubric else None


def _standing_data(standing: Corrected) -> dict[str, object]:
    score = standing.score
    return {
        "resolution": score.resolution, "empathy": score.empathy,
        "solved": score.solved, "warm": score.warm,
        "passed": None if score.uncertain and not score.critical_count else score.passed,
        "uncertain": score.uncertain, "changed": score.changed, "items": dict(standing.points),
    }  # fmt: skip


def _show(card: Scorecard, json: bool, standing: Corrected | None = None) -> None:
    import sys

    from tui.command.scorecard_page import scorecard_page
    from tui.terminal.screen import Screen

    if json:
        put_json(card.as_dict())
    else:
        put(["", *scorecard_page(card, Screen.of(sys.stdout), standing)])


def _read(script: Path | None) -> list | None:  # type: ignore[type-arg]
    from simulator.drill.script import read_script
    from sops.source_file import read_text

    return None if script is None else read_script(read_text(script), str(script))


def _latest(records: Records, state: Literal["open"] | None) -> str:
    found = records.sessions.list(state=state, limit=1)
    if not found:
        raise Refusal(_("没有可以接着练的会话") if state else _("还没有会话"))
    return found[0].id


COMMANDS = (
    Subcommand("play", N_("练一场；/actions 列出后台操作，/close 结束"), play),
    Subcommand("resume", N_("接着练被打断的那一场"), resume),
    Subcommand("score", N_("再打一次分，可以换一版评分表"), score),
    Subcommand("sessions", N_("列出练过的场次"), sessions),
)
