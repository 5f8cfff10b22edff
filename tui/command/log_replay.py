"""Replaying a contact log: its arrivals, its staffing, and what was made of its rows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sops.language import _, localized
from sops.problem import printable
from tui.command.refusal import Refusal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from scenarios.peak.scenario import PeakScenario
    from simulator.peak.log.log import Log
    from simulator.peak.staffing import Plan


@dataclass(frozen=True)
class Replay:
    """A scenario made ready for a log. `plan` is None where the log names no agents, or the
    scenario's own people were asked for."""

    scenario: PeakScenario
    log: Log
    arrivals: NDArray[np.void]
    plan: Plan | None


def replay_of(
    scenario: PeakScenario, log: Path | None, mapping: Path | None, own_staff: bool
) -> Replay | None:
    """The log to replay, or None if none was given; `Refusal` where only half of it was."""
    if log is None and mapping is None:
        if own_staff:
            raise Refusal(_("--own-staff 只和 --log 一起用"))
        return None
    if log is None or mapping is None:
        raise Refusal(_("--log 和 --map 要一起写：记录文件，和说明各列含义的映射文件"))
    from simulator.peak.log.reading import read_log
    from simulator.peak.log.replay import for_replay, replay
    from simulator.peak.log.staffing import staff_from

    found = read_log(log, mapping)
    arrivals = replay(scenario, found)
    plan = None if own_staff or not found.agents else staff_from(found, scenario)
    return Replay(for_replay(scenario, found), found, arrivals, plan)


def replay_lines(replay: Replay) -> list[str]:
    """What was read, left out and not believed, and whose people are on duty."""
    log = replay.log
    text = _("重放记录：读 {read} 行，按规则略去 {dropped} 行，不可信 {bad} 行；时段内首次进线 {n}")
    lines = [
        text.format(
            read=f"{log.read:,}", dropped=f"{sum(d.rows for d in log.dropped):,}",
            bad=f"{log.bad_count:,}", n=f"{len(replay.arrivals):,}",
        )
    ]  # fmt: skip
    lines += [
        _("略去 {n} 行：{why}").format(n=f"{d.rows:,}", why=localized(d.because))
        for d in log.dropped
        if d.rows
    ]
    lines += [
        _("不可信，第 {line} 行：{why}").format(line=row.line, why=printable(row.why, 200))
        for row in log.bad[:3]
    ]
    if replay.plan is not None:
        lines.append(_("在岗人数：由记录中客服的接待推断"))
    else:
        lines.append(_("在岗人数：取自场景"))
    if not log.tells_repeats:
        lines.append(_("记录不区分回头客，推演中不再产生回头客"))
    return lines


def replay_json(replay: Replay | None) -> dict[str, Any] | None:
    """The same as data; null without a log."""
    if replay is None:
        return None
    log = replay.log
    return {
        "file": Path(log.file).name,
        "read_rows": log.read,
        "dropped_rows": sum(d.rows for d in log.dropped),
        "bad_rows": log.bad_count,
        "first_attempts_count": len(replay.arrivals),
        "staff_from": "log" if replay.plan is not None else "scenario",
        "tells_repeats": log.tells_repeats,
    }
