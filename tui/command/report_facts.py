"""What `shapan report` is about: files read, people sized, floors simulated, bots studied."""

from __future__ import annotations

import hashlib
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sops.language import _
from sops.problem import printable
from tui.command.refusal import Refusal

if TYPE_CHECKING:
    from scenarios.labour.labour import Labour
    from scenarios.peak.scenario import PeakScenario
    from simulator.peak import Result, SizedPlan, Workers
    from simulator.peak.bots.study import Study
    from simulator.peak.hiring.hired import HiringPlan
    from simulator.peak.report.facts import Facts
    from simulator.peak.roster.rostered import Roster
    from simulator.peak.schedule.slot import Slot
    from simulator.peak.staffing import Plan

_WEEKS = 12
_BOT_POINTS = [1.0, 5.0]
_BOT_RUNS = 10
"""As `shapan hire` and `shapan bots` have them if nobody says."""


@dataclass(frozen=True)
class Asked:
    """The options that decide what is in a report."""

    scenario: str
    plan: Path | None
    shifts: Path | None
    people: Path | None
    labour: str
    own_staff: bool
    have: tuple[str, ...]
    weeks: int | None
    rules: str | None
    without_bots: bool
    seed: int
    replications: int
    sizing_replications: int
    verify: int
    sets: tuple[str, ...]

    @property
    def hiring(self) -> bool:
        """Whether hiring is asked for."""
        return bool(self.have) or self.weeks is not None or self.rules is not None

    @property
    def files(self) -> tuple[Path, ...]:
        """Files of people that go in beside the scenario."""
        return tuple(p for p in (self.plan, self.shifts, self.people) if p is not None)


def facts_of(asked: Asked, place: Workers, out: Path, excel: Path | None) -> Facts:
    """Everything that can be wrong in a file or option is found before anything takes long."""
    from scenarios.labour.load import load_labour
    from scenarios.peak.load import load
    from simulator.peak.report.facts import Facts, cover_of_slots, slots_of_roster
    from simulator.peak.staffing import planned_people
    from tui.command.run_note import version

    scenario = load(asked.scenario, list(asked.sets))
    labour = load_labour(asked.labour, scenario)
    slots = None if asked.shifts is None else _slots(asked.shifts, scenario)
    people = None if asked.plan is None else _people(asked.plan, scenario)
    planner = _planner(asked, scenario)
    roster = _roster(asked, labour, scenario)
    sized = None
    if people is None and not asked.own_staff:
        sized = _sized(asked, scenario, place)
    source: Any = "scenario"
    required = planned_people(scenario)
    if sized is not None:
        source, required = "sized", sized.people
    elif people is not None:
        source, required = "file", people
    there = slots if roster is None else slots_of_roster(roster)
    places = None if roster is None or slots is None else cover_of_slots(scenario, slots)
    return Facts(
        scenario, required, source, _simulated(asked, scenario, required, there, roster, place),
        cover=None if there is None else cover_of_slots(scenario, there), places=places,
        labour=None if slots is None else labour, pay=_pay(scenario, slots, labour, roster),
        roster=roster, hiring=None if planner is None else planner(required),
        bots=_bots(asked, scenario, place), sized=sized, version=version(),
        command=told(asked, out, excel),
        files=tuple((printable(path.name), _mark(path)) for path in asked.files),
    )  # fmt: skip


def _slots(path: Path, scenario: PeakScenario) -> tuple[Slot, ...]:
    from simulator.peak.roster.shift_file import read_shifts

    slots = read_shifts(path)
    known = [group.name for group in scenario.groups]
    unknown = sorted({slot.group for slot in slots} - set(known))
    if unknown:
        message = _("{file}：场景没有这些班组：{names}；有的是：{known}")
        raise Refusal(
            message.format(
                file=printable(path.name), names=printable(", ".join(unknown)),
                known=printable(", ".join(known), 200),
            )
        )  # fmt: skip
    return slots


def _people(path: Path, scenario: PeakScenario) -> Plan:
    from simulator.peak.report.plan_file import read_people

    return read_people(path, scenario)


def _roster(asked: Asked, labour: Labour, scenario: PeakScenario) -> Roster | None:
    from simulator.peak.roster.search import ROUNDS
    from tui.command.roster import rostered

    if asked.shifts is None or asked.people is None:
        return None
    found = rostered(asked.shifts, asked.people, labour, asked.seed, ROUNDS, scenario.groups)
    if found.interrupted:
        raise KeyboardInterrupt
    return found


def _planner(asked: Asked, scenario: PeakScenario) -> Any:
    """A function from the people required to the hires; None if hiring is not asked for. The rules
    are read now, so that a mistake in them is told at once."""
    from scenarios.hiring.load import load_hiring
    from simulator.peak.hiring.need import need_of_plan
    from tui.command.hire import long_enough, planned, read_have

    if not asked.hiring:
        return None
    weeks = asked.weeks or _WEEKS
    long_enough(scenario, weeks)
    have = read_have(list(asked.have), scenario)
    hiring = load_hiring(asked.rules or "standard", scenario, have)

    def planner(required: Plan) -> HiringPlan:
        need = need_of_plan(scenario, required, weeks, hiring.hours_per_day, "size")
        return planned(hiring, need, 0.9, 8, asked.seed)

    return planner


def _sized(asked: Asked, scenario: PeakScenario, place: Workers) -> SizedPlan:
    from tui.command.size import sized_plan

    if not scenario.targets or scenario.floor.shift_end == "named":
        raise Refusal(_("这个场景不能算人数；用 --own-staff 照场景自己的人数写报告"))
    return sized_plan(scenario, asked.seed, asked.sizing_replications, asked.verify, False, place)


def _simulated(
    asked: Asked,
    scenario: PeakScenario,
    required: Plan,
    slots: tuple[Slot, ...] | None,
    roster: Roster | None,
    place: Workers,
) -> Result:
    """On customers that sizing has not seen: with the roster or the shifts as named agents, else
    with the people asked for."""
    from simulator.peak import simulate
    from simulator.peak.report.facts import paid_by_slots
    from simulator.peak.roster.floor import on_the_floor, staffed
    from simulator.peak.sizing.search import FRESH
    from tui.command.run_options import compile_first
    from tui.terminal.progress import progress

    compile_first("kernel")
    floor = scenario if slots is None else staffed(scenario, slots)
    if roster is not None:
        floor = on_the_floor(scenario, roster)
    named = floor.floor.shift_end == "named"
    with progress(_("推演")) as bar:
        result = simulate(
            floor, seed=asked.seed, replications=asked.replications, first_replication=FRESH,
            plan=None if named else required, workers=place, progress=bar.move,
        )  # fmt: skip
    return result if slots is None else paid_by_slots(result, scenario, slots)


def _pay(
    scenario: PeakScenario,
    slots: tuple[Slot, ...] | None,
    labour: Labour,
    roster: Roster | None,
) -> Any:
    from simulator.peak.report.facts import pay_of_roster, pay_of_slots

    if roster is not None:
        return pay_of_roster(scenario, roster)
    return () if slots is None else pay_of_slots(scenario, slots, labour)


def _bots(asked: Asked, scenario: PeakScenario, place: Workers) -> Study | None:
    """None without bots, where they are not wanted, and for named shifts, where people in plenty
    cannot be assumed."""
    from simulator.peak.bots.seats import Limit
    from tui.command.bots import studied

    if asked.without_bots or not scenario.bots or scenario.floor.shift_end == "named":
        return None
    which = list(range(len(scenario.bots)))
    return studied(scenario, which, Limit(), _BOT_POINTS, asked.seed, _BOT_RUNS, place)


def _mark(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def told(asked: Asked, out: Path, excel: Path | None) -> str:
    """The command line that writes this report again; folders of files are left out."""
    words = ["shapan", "report", Path(asked.scenario).name, "-o", out.name]
    for option, path in (
        ("--excel", excel), ("--plan", asked.plan), ("--shifts", asked.shifts),
        ("--people", asked.people),
    ):  # fmt: skip
        if path is not None:
            words += [option, path.name]
    if asked.labour != "standard":
        words += ["--labour", Path(asked.labour).name]
    words += ["--own-staff"] if asked.own_staff else []
    for text in asked.have:
        words += ["--have", text]
    words += [] if asked.weeks is None else ["--weeks", str(asked.weeks)]
    words += [] if asked.rules is None else ["--rules", Path(asked.rules).name]
    words += ["--without-bots"] if asked.without_bots else []
    words += ["--seed", str(asked.seed), "--replications", str(asked.replications)]
    if asked.plan is None and not asked.own_staff:
        words += ["--sizing-replications", str(asked.sizing_replications)]
        words += ["--verify", str(asked.verify)]
    for text in asked.sets:
        words += ["--set", text]
    return printable(shlex.join(words), None)
