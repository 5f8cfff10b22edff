"""Running with the options of the command line: workers, progress, and the first compilation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sops.language import _
from tui.command.output import note
from tui.command.refusal import Refusal

if TYPE_CHECKING:
    from simulator.peak import Workers


def workers(jobs: int, backend: str, address: str | None) -> Workers:
    """Where replications run; `Refusal` where the options contradict one another."""
    from simulator.peak import Workers

    if backend == "dask":
        if address is None:
            raise Refusal(_("--backend dask 要同时写 --address HOST:PORT"))
        from importlib.util import find_spec

        if find_spec("distributed") is None:
            raise Refusal(_("没有安装 Dask：pip install 'shapan[dask]'"))
    elif address is not None:
        raise Refusal(_("--address 只和 --backend dask 一起用"))
    return Workers(jobs=jobs, backend=backend, address=address)


def compile_first(engine: str) -> None:
    """Compile the kernel if this machine has not done so yet, and say why it takes a while."""
    if engine != "kernel":
        return
    from simulator.peak.warm import compile_all, is_compiled

    if is_compiled():
        return
    note(_("首次运行正在编译仿真内核，约需一分钟，仅此一次…"))
    compile_all()
