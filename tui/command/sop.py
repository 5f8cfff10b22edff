"""`shapan sop`: list, show, check, lint, graph, new, import, export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sops.language import N_, _, localized
from tui.command.option import Json
from tui.command.output import note, put, put_json, replaced
from tui.command.refusal import Refusal
from tui.command.subcommand import Subcommand, group

if TYPE_CHECKING:
    from sops.problem import Problem
    from sops.sop.lint import Fault
    from sops.sop.sop import Sop

Name = Annotated[str, typer.Argument(metavar="SOP", help=N_("SOP 库里的名字，或 SOP 文件的路径"))]
Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="[SOP…]", help=N_("一份或多份 SOP；不写就是整个库")),
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help=N_("写到哪个文件"))
]


def application() -> typer.Typer:
    """The commands under `shapan sop`."""
    return group(
        N_("SOP：列出、查看、检查，画成流程图，导入导出"),
        Subcommand("list", N_("列出 SOP 库"), list_sops),
        Subcommand("show", N_("查看一份 SOP"), show),
        Subcommand("check", N_("检查 SOP 文件，再看有没有走不到、接不上的地方"), check),
        Subcommand("graph", N_("把流程画出来，或输出 Mermaid"), graph),
        Subcommand("new", N_("写一份新 SOP 的草稿"), new),
        Subcommand("import", N_("从“子流程: [操作…]”的 JSON 导入草稿"), import_),
        Subcommand("export", N_("导出成手册用的 Markdown"), export),
    )


def list_sops(json: Json = False) -> None:
    """All SOPs of the library."""
    import sys

    from tui.command.drill_page import status_title
    from tui.terminal.screen import Screen
    from tui.terminal.table import Column, table, texts

    found, broken = _loaded(None)
    if json:
        put_json({"sops": [_entry(sop) for sop in found]})
    else:
        columns = (
            Column(_("名字"), text=True, whole=True),
            Column(_("版本")), Column(_("步骤")), Column(_("事实")),
            *texts(_("状态")), Column(_("标题"), text=True, wraps=True),
        )  # fmt: skip
        rows = [
            [sop.id, str(sop.version), str(len(sop.steps)), str(len(sop.facts)),
             status_title(sop.status), localized(sop.title)]
            for sop in found
        ]  # fmt: skip
        put(table(columns, rows, Screen.of(sys.stdout)))
    _tell(broken)


def show(sop: Name, json: Json = False) -> None:
    """One SOP as its handbook page."""
    from sops.sop.handbook import markdown
    from sops.sop.load import load_sop

    found = load_sop(sop)
    if json:
        put_json({"sop": found.model_dump(mode="json", by_alias=True)})
    else:
        put(markdown(found).splitlines())


def check(sops: Names = None, json: Json = False) -> None:
    """Mistakes and faults of the SOPs named, or of the library; exit code 2 if there is one."""
    from sops.sop.lint import thin_acts

    found, problems = _loaded(sops)
    lines = [*map(str, problems)]
    faults = [(sop.id, fault) for sop in found for fault in _faults(sop)]
    if sops is None:
        faults += [("acts", fault) for fault in thin_acts()]
    if json:
        put_json(
            {
                "ok": not problems and all(fault.note for _name, fault in faults),
                "checked": len(found) + len({problem.file for problem in problems}),
                "problems": lines,
                "faults": [
                    {"sop": name, **fault.as_dict()} for name, fault in faults
                ],
            }
        )  # fmt: skip
    else:
        bad = {name for name, fault in faults if not fault.note}
        put(_("{file}  没有问题").format(file=sop.id) for sop in found if sop.id not in bad)
        for line in lines:
            note(line)
        for name, fault in faults:
            note(fault.line(name))
    if problems or not all(fault.note for _name, fault in faults):
        raise typer.Exit(2)


def graph(
    sop: Name,
    mermaid: Annotated[bool, typer.Option("--mermaid", help=N_("输出 Mermaid 文本"))] = False,
    json: Json = False,
) -> None:
    """The flow in the terminal, as Mermaid or as plain data."""
    from sops.sop.graph import mermaid as mermaid_of
    from sops.sop.graph import plain_graph, tree
    from sops.sop.load import load_sop

    if mermaid and json:
        raise Refusal(_("--mermaid 和 --json 只能写一个"))
    found = load_sop(sop)
    if json:
        put_json(plain_graph(found))
    else:
        put(mermaid_of(found).splitlines() if mermaid else tree(found))


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help=N_("新 SOP 的名字"))],
    output: Output = None,
) -> None:
    """A draft with one check, one action and a close."""
    from sops.library_folder import checked_name
    from sops.sop.subflow import draft_sop

    _write(checked_name(name), draft_sop(name, ["look_order", "open_ticket"]), output)


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=N_("JSON 文件"))],
    folder: Annotated[
        Path | None, typer.Option("--folder", metavar="FOLDER", help=N_("草稿写到哪个文件夹"))
    ] = None,
) -> None:
    """A draft for each subflow; none at all where one of the files is there already. What is no
    action of the back office is said, each with its place."""
    from sops.library_folder import user_folder
    from sops.sop.subflow import draft_ids, draft_sop, subflows, unknown_actions
    from sops.source_file import read_text

    text = read_text(file)
    flows = subflows(text, str(file))
    target = folder or user_folder() / "sops"
    ids = draft_ids(flows)
    for sop_id in ids.values():
        _refuse_existing(target / f"{sop_id}.yaml")
    for name, actions in flows.items():
        _write(ids[name], draft_sop(name, actions, ids[name]), target / f"{ids[name]}.yaml")
    _tell(unknown_actions(text, str(file)))


def export(sops: Names = None, output: Output = None) -> None:
    """Markdown of the SOPs named, one after another."""
    from sops.problem import Problems
    from sops.sop.handbook import markdown

    found, problems = _loaded(sops)
    if problems:
        raise Problems(problems)
    text = "\n".join(markdown(sop) for sop in found)
    if output is None:
        put(text.splitlines())
        return
    with replaced(output) as part:
        part.write_text(text, encoding="utf-8")


def _write(name: str, text: str, output: Path | None) -> None:
    from sops.library_folder import user_folder

    target = output or user_folder() / "sops" / f"{name}.yaml"
    _refuse_existing(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with replaced(target) as part:
        part.write_text(text, encoding="utf-8")
    note(_("已写好草稿：{file}").format(file=target))


def _refuse_existing(target: Path) -> None:
    if target.exists():
        raise Refusal(_("{file} 已经有了，不覆盖").format(file=target))


def _faults(sop: Sop) -> list[Fault]:
    from scenarios.drill.exercised import exercised_steps
    from sops.sop.lint import lint

    return lint(sop, exercised_steps(sop))


def _loaded(sources: list[str] | None) -> tuple[list[Sop], list[Problem]]:
    from sops.problem import Problems
    from sops.sop.load import load_sop, sop_names

    found: list[Sop] = []
    problems: list[Problem] = []
    for source in sources or sop_names():
        try:
            found.append(load_sop(source))
        except Problems as wrong:
            problems += wrong.problems
    return found, problems


def _entry(sop: Sop) -> dict[str, object]:
    return {
        "name": sop.id, "version": sop.version, "status": sop.status,
        "contact_type": sop.contact_type, "title": {"zh": sop.title.zh, "en": sop.title.en},
        "steps": len(sop.steps), "facts": len(sop.facts),
    }  # fmt: skip


def _tell(problems: list[Problem]) -> None:
    for problem in problems:
        note(str(problem))
