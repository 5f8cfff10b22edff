"""Compiling ahead: machine code is made once per machine and kept (see compiled.py)."""

from __future__ import annotations

from simulator.peak.compiled import cache_folder

_MARK = "complete"


def is_compiled() -> bool:
    """Whether everything a run needs has been compiled and kept on this machine."""
    return (cache_folder() / _MARK).exists()


def compile_all() -> None:
    """Compile everything that a run needs; half a minute the first time, nothing after."""
    if is_compiled():
        return
    from scenarios.peak.load import load
    from simulator.peak.replication import Prepared, replicate
    from simulator.peak.sizing.relevant import relevant
    from simulator.peak.staffing import planned_people

    scenario = load("minimal", ["demand.scale=0.001"])
    prepared = Prepared.of(scenario)
    replicate(prepared, planned_people(scenario), 0, 0)
    relevant(prepared.floor, prepared.draw(0, 0))
    folder = cache_folder()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _MARK).touch()
