"""`shapan records`: export, import, backup, check, erase, where."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sops.language import N_, _
from tui.command.option import Json
from tui.command.output import note, put, put_json, replaced
from tui.command.refusal import Refusal
from tui.command.subcommand import Subcommand, group

if TYPE_CHECKING:
    from simulator.records import Records
    from simulator.records.person import Person

Sessions = Annotated[
    list[str] | None, typer.Argument(metavar="SESSION…", help=N_("会话编号；不写就是全部"))
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help=N_("写到文件；不写就输出到屏幕")),
]
Source = Annotated[Path, typer.Argument(metavar="FILE", help=N_("导出的 JSONL 文件；- 为标准输入"))]
Yes = Annotated[bool, typer.Option("--yes", help=N_("不再询问"))]


def application() -> typer.Typer:
    """The commands under `shapan records`."""
    return group(
        N_("记录库：演练会话和评分存在哪里，怎样导出、导入、备份、检查和抹去"),
        Subcommand("where", N_("记录库在哪里，是谁的，里面有多少"), where),
        Subcommand("export", N_("把会话、评分、评阅、申诉和证书导出成 JSONL，一行一条"), export),
        Subcommand("import", N_("导入一份 JSONL：全部导入，或者一条也不导入"), import_),
        Subcommand("backup", N_("在使用中备份整个记录库到一个新文件"), backup),
        Subcommand("check", N_("检查记录库：文件是否完好，每个会话的记录是否被改过"), check),
        Subcommand("erase", N_("按本人要求抹去一个人：身份和文字抹掉，不记名的分数留下"), erase),
    )


@contextmanager
def _opened(seeing: bool = True) -> Iterator[Records]:
    """The records of this user; what they refuse becomes a line for the user.

    With `seeing`, a login that sees nothing is refused: "no problems" would be said of nothing.
    """
    from simulator.records import RecordsError, open_records

    try:
        with open_records(operator=True) as records:
            caller = records.caller
            if seeing and not (records.local or caller.trusted or caller.person_id):
                text = _("{place} 这个数据库登录看不到任何会话：请用库所有者的地址，或您自己的登录")
                raise Refusal(text.format(place=_shown(records.place)))
            yield records
    except RecordsError as error:
        raise Refusal(str(error)) from error


def where(json: Json = False) -> None:
    """Place, kind and size of the records."""
    with _opened(seeing=False) as records:
        sessions = records.sessions.list()
        open_ = sum(session.state == "open" for session in sessions)
        answer = {
            "place": records.place,
            "local": records.local,
            "sessions": len(sessions),
            "open_sessions": open_,
        }
        if json:
            put_json(answer)
            return
        put([_("记录库  {place}").format(place=records.place), _kind(records)])
        text = _("会话 {n} 个，其中没打完的 {open} 个")
        put([text.format(n=len(sessions), open=open_)])


def _kind(records: Records) -> str:
    if records.local:
        return _(
            "单人使用的本地文件：谁能读写这个文件，谁就能改里面的一切，"
            "所以不签发证书。团队请用 PostgreSQL 或 shapan serve"
        )
    if records.caller.trusted:
        return _("多人共用的数据库，以所有者的身份打开")
    return _("多人共用的数据库，看到的只是自己有权看的")


def export(sessions: Sessions = None, output: Output = None) -> None:
    """Sessions as JSON lines."""
    with _opened() as records:
        lines = records.export_lines(_known(records, sessions))
        if output is None:
            put(lines)
            return
        with replaced(output) as draft, draft.open("x", encoding="utf-8", newline="\n") as stream:
            draft.chmod(0o600)
            count = sum(_line(stream, line) for line in lines)
        note(_("导出 {n} 行到 {file}").format(n=count, file=_shown(output)))


def _line(stream: object, line: str) -> int:
    stream.write(line + "\n")  # type: ignore[attr-defined]
    return 1


def _known(records: Records, sessions: list[str] | None) -> list[str] | None:
    """The sessions that were named; `Missing` for one that is not there."""
    return [records.sessions.get(session).id for session in sessions] if sessions else None


def import_(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help=N_("导出的 JSONL 文件；- 为标准输入"))
    ],
    mine: Annotated[
        bool, typer.Option("--mine", help=N_("导入的会话都算我的（换电脑时用）"))
    ] = False,
    json: Json = False,
) -> None:
    """Take an export in."""
    with _opened() as records:
        owner = records.local_person() if mine else None
        if str(file) == "-":
            taken = records.import_lines("-", sys.stdin.buffer, owner)
        else:
            with file.open("rb") as stream:
                taken = records.import_lines(str(file), stream, owner)
    if json:
        put_json({name: getattr(taken, name) for name in type(taken).__slots__})
        return
    text = _(
        "新会话 {new} 个，续上的 {grown} 个，已有的 {known} 个；事件 {events} 个，评分 {cards} 份，"
        "评阅 {reviews} 条，申诉 {appeals} 条，证书 {certificates} 份"
    )
    put([text.format(new=taken.new, grown=taken.grown, known=taken.known, events=taken.events,
                     cards=taken.scorecards, reviews=taken.reviews, appeals=taken.appeals,
                     certificates=taken.certificates)])  # fmt: skip


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=N_("备份文件，不能已经存在"))],
) -> None:
    """Copy the database while it is in use."""
    with _opened() as records:
        target = records.back_up(file)
    put([_("备份好了，并通过了检查：{file}").format(file=_shown(target))])


def check(json: Json = False) -> None:
    """Look for damage and tampering; exit code 1 if there is any."""
    with _opened() as records:
        found = records.check()
    if json:
        put_json({
            "ok": found.ok, "sessions": found.sessions, "erased": found.erased,
            "damage": list(found.damage),
            "broken": [{"session": b.session_id, "seq": b.seq} for b in found.broken],
        })  # fmt: skip
    else:
        text = _("查了 {n} 个会话（其中抹去文字的 {erased} 个）")
        put([text.format(n=found.sessions, erased=found.erased)])
        broken = _("会话 {session}：从第 {seq} 个事件起，记录被改过或缺失")
        put(broken.format(session=b.session_id, seq=b.seq) for b in found.broken)
        put(_("文件损坏：{what}").format(what=_shown(line)) for line in found.damage)
        if found.ok:
            put([_("没有发现问题")])
    if not found.ok:
        raise typer.Exit(1)


def erase(
    person: Annotated[str, typer.Argument(metavar="PERSON", help=N_("登录名或编号；本地为 local"))],
    yes: Yes = False,
) -> None:
    """Erase a person on request."""
    with _opened() as records:
        found = _person(records, person)
        if not yes:
            text = _("将抹去 {login}（{name}）的身份和全部文字，不能恢复。输入登录名确认")
            question = text.format(login=_shown(found.login), name=_shown(found.name))
            if not sys.stdin.isatty():
                raise Refusal(_("这件事不能恢复，要在终端里确认，或加 --yes"))
            if typer.prompt(question, default="", show_default=False) != found.login:
                raise Refusal(_("没有抹去：确认不符"))
        erased = records.erase(found.id)
    text = _("抹去了：会话 {sessions} 个，事件 {events} 个，评分 {cards} 份；分数留下，不再记名")
    put([text.format(sessions=erased.sessions, events=erased.events, cards=erased.scorecards)])
    note(_("以前的导出文件和备份里还有这些文字，请另外删除"))


def _person(records: Records, named: str) -> Person:
    from simulator.records import Missing
    from simulator.records.identity import is_id

    if is_id(named):
        return records.people.get(named)
    try:
        return records.people.by_login(named)
    except Missing as error:
        raise Refusal(str(error)) from error


def _shown(text: object) -> str:
    from sops.problem import printable

    return printable(text, 300)
