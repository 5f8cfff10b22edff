"""Options and arguments that several commands share. Names, not values, of engines and backends
stand here, so that a help page needs no simulator."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from sops.language import N_

Scenario = Annotated[
    str, typer.Argument(metavar="SCENARIO", help=N_("场景库里的名字，或场景文件的路径"))
]
Sets = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="PATH=VALUE",
        help=N_("改场景里的一个值；PATH*=FACTOR 按倍数放缩。可以写多次"),
    ),
]
Json = Annotated[bool, typer.Option("--json", help=N_("输出一个 JSON 对象，字段见文档"))]
Csv = Annotated[
    Path | None,
    typer.Option("--csv", metavar="FILE", help=N_("把表格另存为 CSV")),
]
Brief = Annotated[bool, typer.Option("--brief", help=N_("简要：不列指标的定义"))]
Seed = Annotated[
    int, typer.Option("--seed", metavar="N", min=0, help=N_("随机种子：同样的种子，同样的结果"))
]
Replications = Annotated[
    int | None,
    typer.Option("--replications", metavar="N", min=1, max=100_000, help=N_("重复推演的次数")),
]
Engine = Annotated[
    Literal["kernel", "reference"],
    typer.Option(
        "--engine",
        metavar="kernel|reference",
        help=N_("kernel 是编译的内核；reference 慢得多，记录逐字段相同，用来核对"),
    ),
]
Jobs = Annotated[
    int, typer.Option("--jobs", metavar="N", min=0, help=N_("并行进程数；0 为每核一个"))
]
Backend = Annotated[
    Literal["loky", "dask"],
    typer.Option(
        "--backend", metavar="loky|dask", help=N_("loky 用本机进程；dask 用一个 Dask 集群")
    ),
]
Address = Annotated[
    str | None,
    typer.Option("--address", metavar="HOST:PORT", help=N_("Dask 调度器的地址（--backend dask）")),
]

SizingReplications = Annotated[
    int,
    typer.Option("--replications", metavar="N", min=1, max=1000, help=N_("算人数用的推演次数")),
]
Verify = Annotated[
    int,
    typer.Option(
        "--verify", metavar="N", min=0, max=100_000, help=N_("验证用的推演次数，用全新的顾客")
    ),
]
Certify = Annotated[
    bool,
    typer.Option(
        "--certify", help=N_("逐个试过每时段每班组再少一人，能少的都减掉；大场景可能要一小时以上")
    ),
]
