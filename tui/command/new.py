"""`shapan new`: five questions and the expected orders, and a scenario to start from."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from sops.language import N_, _
from sops.problem import printable
from tui.command.option import Json
from tui.command.output import note, put, put_json
from tui.command.refusal import Refusal

if TYPE_CHECKING:
    from scenarios.peak.starter import Answers

NAME = "new"
HELP = N_("新建：问五个决定人手的问题和预计单量，写出一份起步场景")

Level = Literal["low", "medium", "high"]
Out = Annotated[
    Path | None,
    typer.Option("-o", "--out", metavar="FILE", help=N_("写到哪里；已有的文件不会被覆盖")),
]
Customers = Annotated[
    int | None,
    typer.Option(
        "--customers", metavar="N", min=0, max=2_000_000_000, help=N_("客户体量：有多少客户")
    ),
]
OutsideDemand = Annotated[
    Level | None,
    typer.Option("--outside-demand", metavar="low|medium|high", help=N_("对外需求有多少")),
]
Expertise = Annotated[
    Level | None,
    typer.Option("--expertise", metavar="low|medium|high", help=N_("专业要求有多高")),
]
RealTime = Annotated[
    Level | None,
    typer.Option("--real-time", metavar="low|medium|high", help=N_("实时要求有多高")),
]
Coupling = Annotated[
    Level | None,
    typer.Option("--coupling", metavar="low|medium|high", help=N_("和业务耦合有多紧")),
]
Orders = Annotated[
    int | None,
    typer.Option("--orders", metavar="N", min=1, max=1_000_000_000, help=N_("最忙一天预计多少单")),
]
Like = Annotated[
    Literal["double11", "618", "double11-campaign", "ordinary-day"],
    typer.Option(
        "--like", metavar="NAME",
        help=N_("照哪个场景起步：double11、618、double11-campaign、ordinary-day"),
    ),
]  # fmt: skip

_NUMBERS = {
    "customers": N_("一、客户体量：大约有多少客户？（数字）"),
    "orders": N_("最后：最忙一天预计多少单？（数字）"),
}
_LEVELS = {
    "outside-demand": N_("二、对外需求：low 少，小团队就够；medium 中；high 多，要一个呼叫中心"),
    "expertise": N_("三、专业要求：low 照着话术就行；medium 中；high 要专门训练"),
    "real-time": N_("四、实时要求：low 隔天回也行；medium 在线为主；high 要马上接，电话多"),
    "coupling": N_("五、和业务的耦合：low 只咨询；medium 查单；high 替客户改单、退款"),
}


def command(
    out: Out = None,
    customers: Customers = None,
    outside_demand: OutsideDemand = None,
    expertise: Expertise = None,
    real_time: RealTime = None,
    coupling: Coupling = None,
    orders: Orders = None,
    like: Like = "double11",
    json: Json = False,
) -> None:
    """Ask what was not given, write the file, and say what to do next."""
    given: dict[str, Any] = {
        "customers": customers,
        "outside-demand": outside_demand,
        "expertise": expertise,
        "real-time": real_time,
        "coupling": coupling,
        "orders": orders,
    }
    _refuse_missing(out, given)
    assert out is not None
    if out.exists() or out.is_symlink():
        raise _exists(out)
    answers = _answers(given, like)
    _write(out, answers)
    _tell(out, answers, json)


def _refuse_missing(out: Path | None, given: dict[str, Any]) -> None:
    """`Refusal` that names all that is missing at once: a file always has to be named, answers
    only where nobody is there to be asked."""
    asked = sys.stdin.isatty() and sys.stderr.isatty()
    missing = [] if out is not None else ["--out FILE"]
    if not asked:
        missing += [
            f"--{name} {'N' if name in _NUMBERS else 'low|medium|high'}"
            for name, value in given.items()
            if value is None
        ]
    if not missing:
        return
    if asked:
        raise Refusal(_("请写明写到哪个文件：{missing}").format(missing=" ".join(missing)))
    message = _("这里没有终端可以提问，请用选项回答：{missing}")
    raise Refusal(message.format(missing=" ".join(missing)))


def _answers(given: dict[str, Any], like: str) -> Answers:
    """The answers, asked for where they were not given."""
    from scenarios.peak.starter import Answers

    found = {name: _ask(name) if value is None else value for name, value in given.items()}
    levels = {name: found[name] for name in _LEVELS}
    return Answers(found["customers"], found["orders"], levels, like)


def _ask(name: str) -> Any:
    """Ask until the answer will do; levels may be answered by their first letter or number."""
    while True:
        text = str(typer.prompt(_(_NUMBERS.get(name) or _LEVELS[name]), err=True)).strip().lower()
        if name in _LEVELS:
            for number, level in enumerate(("low", "medium", "high"), start=1):
                if text in (level, level[0], str(number)):
                    return level
            note(_("请答 low、medium 或 high（1、2、3 也行）"))
            continue
        digits = re.sub(r"[,，_ ]", "", text)
        number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else -1
        if number > 0 or (number == 0 and name == "customers"):
            return number
        note(_("请答一个整数，如 20000"))


def _write(out: Path, answers: Answers) -> None:
    """Write the scenario to a new file; never over one, and none is left half written."""
    from scenarios.peak.starter import starter_text

    text = starter_text(answers, scenario_name(out))
    try:
        stream = out.open("x", encoding="utf-8", newline="\n")
    except FileExistsError:
        raise _exists(out) from None
    try:
        with stream:
            stream.write(text)
    except BaseException:
        out.unlink(missing_ok=True)
        raise


def scenario_name(out: Path) -> str:
    """A scenario's name by its file: lower-case letters, digits and hyphens, else `starter`."""
    name = re.sub(r"[^a-z0-9]+", "-", out.stem.lower()).strip("-")[:40].rstrip("-")
    return name or "starter"


def _exists(out: Path) -> Refusal:
    message = _("{file} 已经有了，不会覆盖；请换一个名字")
    return Refusal(message.format(file=printable(str(out), 400)))


def _tell(out: Path, answers: Answers, json: bool) -> None:
    from scenarios.peak.load import load
    from scenarios.peak.written import basis_counts
    from tui.command.volume import volume_of

    scenario = load(out)
    total = volume_of(scenario).total.total
    if json:
        put_json(
            {
                "file": str(out),
                "scenario": scenario.name,
                "extends": answers.like,
                "customers_count": answers.customers,
                "orders_count": answers.orders,
                "levels": answers.levels,
                "first_attempts_count": total,
            }
        )
        return
    file = printable(str(out), 400)
    put(
        [
            _("写好了 {file}：照 {like} 起步，全程预计 {n} 次首次进线").format(
                file=file, like=answers.like, n=f"{total:,.0f}"
            ),
            _("里面 {n} 个数字都是假设").format(n=f"{basis_counts(scenario)['assumed']:,}"),
            _("接着：改里面的数，再看 shapan plan {file}").format(file=file),
        ]
    )
