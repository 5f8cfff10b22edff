"""The records in somebody's name, for commands."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from sops.language import N_, _
from tui.command.refusal import Refusal

if TYPE_CHECKING:
    from simulator.records import Records
    from simulator.records.person import Person

As = Annotated[
    str | None,
    typer.Option(
        "--as", metavar="LOGIN", help=N_("以谁的名义；问密码，不在终端里就从标准输入读一行")
    ),
]


@contextmanager
def acting(login: str | None = None) -> Iterator[Records]:
    """The records as the person with this login sees them, once the password has been given.

    Without a login: as whoever the database knows us to be; a local file trusts us. What is
    refused becomes a line for the user.
    """
    from simulator.records import NotAllowed, RecordsError, open_records

    stranger = False
    try:
        with open_records(operator=login is None) as records:
            stranger = login is None and not records.caller.trusted and not records.caller.person_id
            if login is None:
                yield records
                return
            caller = records.sign_in.with_password(login, password())
            yield records.acting_as(caller.person_id)
    except NotAllowed as error:
        if not stranger:
            raise Refusal(str(error)) from error
        text = _("{reason}。这个库由多人共用：用 --as 写您的登录名")
        raise Refusal(text.format(reason=error)) from error
    except RecordsError as error:
        raise Refusal(str(error)) from error


def password(new: bool = False) -> str:
    """A password, never shown; from a pipe its first line. A new one is asked for twice."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    again: str | bool = _("再写一遍") if new else False
    asked: str = typer.prompt(
        _("新密码，至少 10 个字符") if new else _("密码"),
        hide_input=True,
        confirmation_prompt=again,
    )
    return asked


def person_named(records: Records, named: str) -> Person:
    """The person with this login or id; `Missing` where there is none."""
    from simulator.records.identity import is_id

    return records.people.get(named) if is_id(named) else records.people.by_login(named)


def cohort_named(records: Records, named: str) -> str:
    """The id of the cohort of this name or id; `Refusal` where there is none."""
    from sops.problem import printable

    for each in records.cohorts.list(closed=True):
        if named in (each.name, each.id):
            return each.id
    raise Refusal(_("没有这个培训班：{cohort}").format(cohort=printable(named)))
