"""`shapan people`: who drills, leads and plans; cohorts, assignments, passwords."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from sops.language import N_, _
from tui.command.acting import As, acting, cohort_named, password, person_named
from tui.command.option import Json
from tui.command.output import note, put, put_json
from tui.command.refusal import Refusal
from tui.command.subcommand import Subcommand, group

Login = Annotated[str, typer.Argument(metavar="LOGIN", help=N_("登录名或编号；本地为 local"))]
RoleOf = Annotated[
    str, typer.Option("--role", metavar="trainee|lead|planner|administrator", help=N_("角色"))
]
Title = Annotated[str, typer.Argument(metavar="NAME", help=N_("培训班的名字"))]


def application() -> typer.Typer:
    """The commands under `shapan people`."""
    app = group(
        N_("人员：添加、停用、重置密码，培训班，布置演练"),
        Subcommand("list", N_("列出你看得到的人"), list_people),
        Subcommand("first", N_("在空的共用库里建第一位管理员"), first),
        Subcommand("add", N_("添加一个人，得到一次性码（管理员）"), add),
        Subcommand("disable", N_("停用一个人，或用 --enable 恢复（管理员）"), disable),
        Subcommand("reset", N_("收回密码，得到新的一次性码（管理员）"), reset),
        Subcommand("assign", N_("布置一个演练或一类业务给一个人或一个培训班（组长）"), assign),
    )
    cohort = group(
        N_("培训班"),
        Subcommand("list", N_("列出培训班和其中的人"), cohorts),
        Subcommand("add", N_("新的培训班（管理员）"), cohort_add),
        Subcommand(
            "member", N_("让一个人进班，--leads 为带班，--leave 为离开（管理员）"), cohort_member
        ),
    )
    app.add_typer(cohort, name="cohort")
    return app


def list_people(as_: As = None, json: Json = False) -> None:
    """People that the caller sees."""
    from tui.command.people_page import people_page
    from tui.terminal.screen import Screen

    with acting(as_) as records:
        found, keeper = records.people.list(), records.caller.trusted
    if json:
        put_json({"people": [
            {"id": p.id, "login": p.login, "name": p.name, "role": p.role, "disabled": p.disabled}
            for p in found
        ]})  # fmt: skip
        return
    if not found and keeper:
        note(_("还没有人。先建第一位管理员：shapan people first LOGIN --name NAME"))
        return
    put(people_page(found, Screen.of(sys.stdout)))


def first(
    login: Annotated[str, typer.Argument(metavar="LOGIN", help=N_("登录名"))],
    name: Annotated[str, typer.Option("--name", metavar="NAME", help=N_("姓名"))],
) -> None:
    """The first administrator; the password is asked for. A local file may be served too."""
    with acting() as records:
        records.sign_in.first_administrator(login, name, password(new=True))
        local = records.local
    put([_("建好了。添加别人：shapan people add")])
    if local:
        note(_("这个文件经 shapan serve 给大家用才要登录；能直接打开它的人，不用登录什么都能做"))


def add(
    login: Annotated[str, typer.Argument(metavar="LOGIN", help=N_("登录名"))],
    name: Annotated[str, typer.Option("--name", metavar="NAME", help=N_("姓名"))],
    role: RoleOf = "trainee",
    as_: As = None,
) -> None:
    """A new person."""
    with acting(as_) as records:
        person, code = records.people.add(login, name, role)  # type: ignore[arg-type]
    put([_shown(_("添加了 {login}").format(login=person.login)), _code(code)])


def disable(
    login: Login,
    enable: Annotated[bool, typer.Option("--enable", help=N_("恢复，不是停用"))] = False,
    as_: As = None,
) -> None:
    """Nobody signs in as a disabled person; what they did stays."""
    with acting(as_) as records:
        person = person_named(records, login)
        records.people.change(person.id, disabled=not enable)
    text = _("恢复了 {login}") if enable else _("停用了 {login}")
    put([_shown(text.format(login=person.login))])


def reset(login: Login, as_: As = None) -> None:
    """Take the password away; a one-time code sets another."""
    with acting(as_) as records:
        code = records.people.reset(person_named(records, login).id)
    put([_code(code)])


def cohorts(as_: As = None, json: Json = False) -> None:
    """Cohorts that the caller sees, with who is in them."""
    with acting(as_) as records:
        known = {p.id: p.login for p in records.people.list()}
        found = [(c, records.cohorts.members(c.id)) for c in records.cohorts.list(closed=True)]
    if json:
        put_json({"cohorts": [
            {"id": c.id, "name": c.name, "closed": c.closed, "members": [
                {"login": known.get(m.person_id, m.person_id), "leads": m.leads} for m in members
            ]} for c, members in found
        ]})  # fmt: skip
        return
    for cohort, members in found:
        put([_shown(cohort.name) + (_("（已关闭）") if cohort.closed else "")])
        for member in sorted(members, key=lambda m: not m.leads):
            login = _shown(known.get(member.person_id, member.person_id))
            put([f"  {login}" + (_("（带班）") if member.leads else "")])
    if not found:
        note(_("还没有培训班：shapan people cohort add"))


def cohort_add(name: Title, as_: As = None) -> None:
    """A new cohort."""
    with acting(as_) as records:
        cohort = records.cohorts.add(name)
    put([_shown(_("新的培训班：{name}").format(name=cohort.name))])


def cohort_member(
    name: Title,
    login: Login,
    leads: Annotated[bool, typer.Option("--leads", help=N_("带班，不是受训"))] = False,
    leave: Annotated[bool, typer.Option("--leave", help=N_("离开这个班"))] = False,
    as_: As = None,
) -> None:
    """Into a cohort, or out of it."""
    with acting(as_) as records:
        cohort, person = cohort_named(records, name), person_named(records, login)
        if leave:
            records.cohorts.leave(cohort, person.id)
        else:
            records.cohorts.join(cohort, person.id, leads=leads)
    text = _("{login} 离开了 {cohort}") if leave else _("{login} 进了 {cohort}")
    put([_shown(text.format(login=person.login, cohort=name))])


def assign(
    what: Annotated[
        str, typer.Argument(metavar="DRILL|CONTACT_TYPE", help=N_("一个演练，或一类业务"))
    ],
    to: Annotated[str | None, typer.Option("--to", metavar="LOGIN", help=N_("布置给谁"))] = None,
    cohort: Annotated[
        str | None, typer.Option("--cohort", metavar="NAME", help=N_("布置给哪个培训班"))
    ] = None,
    due: Annotated[
        str, typer.Option("--due", metavar="YYYY-MM-DD", help=N_("哪一天之前；不写就不限"))
    ] = "",
    as_: As = None,
) -> None:
    """One drill, or whatever is of a contact type."""
    from tui.command.assigning import subject_of
    from tui.due import due_moment

    if (to is None) == (cohort is None):
        raise Refusal(_("--to 和 --cohort 写一个，也只写一个"))
    subject = subject_of(what)
    with acting(as_) as records:
        whom = (
            {"person_id": person_named(records, to).id} if to is not None
            else {"cohort_id": cohort_named(records, str(cohort))}
        )  # fmt: skip
        records.assignments.assign(**whom, **subject, due_at=due_moment(due))
    put([_("布置好了")])


def _code(code: str) -> str:
    return _("一次性码 {code}，三天内有效，用一次；请当面或私下交给本人").format(code=code)


def _shown(text: str) -> str:
    from sops.problem import printable

    return printable(text, 300)
