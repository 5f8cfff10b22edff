"""`shapan review`: what the review desk shows, as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sops.language import N_, _
from tui.command.acting import As, acting, cohort_named
from tui.command.option import Json
from tui.command.output import note, put, put_json
from tui.command.refusal import Refusal
from tui.command.subcommand import Subcommand, group

Folder = Annotated[
    Path, typer.Option("--output", "-o", metavar="FOLDER", help=N_("写到哪个文件夹，没有就新建"))
]
Cohort = Annotated[
    str | None,
    typer.Option("--cohort", metavar="NAME", help=N_("哪个培训班；不写就是看得到的全部")),
]
Kinds = Annotated[
    list[str] | None,
    typer.Option(
        "--format", metavar="csv|excel|html", help=N_("只要哪一种；可以写多次，不写就都要")
    ),
]


def application() -> typer.Typer:
    """The commands under `shapan review`."""
    return group(
        N_("复盘台：导出学员、场次和漏掉的步骤"),
        Subcommand("export", N_("导出成 CSV、Excel 和每位学员一页的网页"), export),
    )


def export(
    output: Folder = Path("shapan-review"), cohort: Cohort = None, format_: Kinds = None,
    as_: As = None, json: Json = False,
) -> None:  # fmt: skip
    """Write the files; what is there under the same names is replaced."""
    from sops.problem import printable
    from tui.command.review_files import KINDS, write_all

    kinds = tuple(format_ or KINDS)
    if not set(kinds) <= set(KINDS):
        raise Refusal(_("--format 的值不对，应为 csv|excel|html"))
    with acting(as_) as records:
        named = cohort_named(records, cohort) if cohort is not None else None
        written = write_all(records, output, named, kinds)
    if json:
        put_json({"files": [str(path) for path in written]})
        return
    put(printable(path, 400) for path in written)
    note(_("写好 {n} 个文件；里面有学员的姓名和成绩，当个人资料保管").format(n=len(written)))
