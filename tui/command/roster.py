"""`shapan roster`: names on shifts, and what could not be filled and why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sops.language import N_, _
from tui.command.option import Json, Seed
from tui.command.output import expect_folder, note, put, put_json
from tui.command.refusal import Refusal
from tui.command.schedule import hours_json

if TYPE_CHECKING:
    from scenarios.labour.labour import Labour
    from scenarios.peak.group import Group
    from scenarios.peak.scenario import PeakScenario
    from simulator.peak.roster.person import Person
    from simulator.peak.roster.rostered import Roster
    from simulator.peak.schedule.slot import Slot
    from simulator.peak.target import Verdict
    from sops.problem import Problem

NAME = "roster"
HELP = N_("排名字：把人员表里的人排到班次上，守劳动法，夜班周末公平，排不满的说明原因")
INTERRUPTED = 130

Shifts = Annotated[
    Path,
    typer.Argument(metavar="SHIFTS.csv", help=N_("班次文件，shapan schedule --csv 写的那种")),
]
People = Annotated[
    Path,
    typer.Argument(metavar="PEOPLE.csv", help=N_("人员表：工号、姓名、班组、合同工时、请假…")),
]  # fmt: skip
LabourFile = Annotated[
    str, typer.Option("--labour", metavar="NAME|FILE", help=N_("用工规则：劳动法限额、夜里的时段"))
]
Rounds = Annotated[
    int,
    typer.Option(
        "--rounds", metavar="N", min=0, max=100_000, help=N_("拆开重排的次数，越多越公平")
    ),
]
CheckOn = Annotated[
    str | None,
    typer.Option(
        "--scenario", metavar="SCENARIO", help=N_("用排上的人推演这个场景，看目标还在不在")
    ),
]
CsvOut = Annotated[
    Path | None, typer.Option("--csv", metavar="FILE", help=N_("排班表另存为 CSV，每人每班一行"))
]
ExcelOut = Annotated[
    Path | None,
    typer.Option(
        "--excel", metavar="FILE", help=N_("排班表另存为 Excel：人×天、班次、缺人、每人合计")
    ),
]
CalendarOut = Annotated[
    Path | None,
    typer.Option("--ical", metavar="DIR", help=N_("每人一份日历（.ics）存到文件夹")),
]


def command(
    shifts: Shifts,
    people: People,
    labour: LabourFile = "standard",
    seed: Seed = 1,
    rounds: Rounds = 150,
    scenario: CheckOn = None,
    json: Json = False,
    csv: CsvOut = None,
    excel: ExcelOut = None,
    ical: CalendarOut = None,
) -> None:
    """Read, assign, export and show."""
    import sys

    from scenarios.labour.load import load_labour
    from scenarios.peak.load import load
    from tui.command.roster_files import write_calendars, write_excel, write_roster
    from tui.command.roster_page import roster_page
    from tui.terminal.screen import Screen

    expect_folder(ical)
    rules = load_labour(labour)
    loaded = None if scenario is None else load(scenario)
    groups = () if loaded is None else loaded.groups
    found = rostered(shifts, people, rules, seed, rounds, groups)
    verdicts = () if loaded is None else checked(loaded, found, seed)
    if csv is not None:
        write_roster(csv, found)
    if excel is not None:
        write_excel(excel, found)
    if ical is not None:
        write_calendars(ical, found)
    if json:
        put_json(roster_json(found, verdicts))
    else:
        put(roster_page(found, verdicts, Screen.of(sys.stdout)))
    if found.interrupted:
        note(_("已中断：这是到此为止最好的排班"))
        raise typer.Exit(INTERRUPTED)


def rostered(
    shifts: Path,
    people: Path,
    labour: Labour,
    seed: int,
    rounds: int,
    groups: Sequence[Group] = (),
) -> Roster:
    """Read both files (all mistakes of both at once) and assign with a progress bar. ``groups``
    have the rates that the shifts do not tell."""
    from simulator.peak.roster.people_file import read_people
    from simulator.peak.roster.search import roster
    from simulator.peak.roster.shift_file import read_shifts
    from simulator.peak.schedule.slot import with_rates
    from sops.problem import Problems
    from tui.terminal.progress import progress

    wrong: list[Problem] = []
    slots: tuple[Slot, ...] = ()
    staff: tuple[Person, ...] = ()
    try:
        slots = read_shifts(shifts)
    except Problems as found:
        wrong += found.problems
    used = sorted({slot.group for slot in slots})
    kinds = sorted({slot.shift for slot in slots} | {kind.name for kind in labour.shifts})
    try:
        staff = read_people(people, used if slots else None, kinds)
    except Problems as found:
        wrong += found.problems
    if wrong:
        raise Problems(wrong)
    if not slots:
        raise Refusal(_("班次文件里没有要人的班次"))
    slots = with_rates(slots, labour, groups)
    with progress(_("排名字")) as bar:
        return roster(slots, staff, labour, seed=seed, rounds=rounds, told=bar.move)


def checked(scenario: PeakScenario, found: Roster, seed: int) -> tuple[Verdict, ...]:
    """The targets of a scenario when those on the roster, and nobody else, come."""
    from simulator.peak.roster.floor import on_the_floor
    from simulator.peak.simulation import simulate
    from simulator.peak.target import verdicts
    from tui.command.run_options import compile_first
    from tui.terminal.progress import progress

    known = {group.name for group in scenario.groups}
    strange = sorted({slot.group for slot in found.slots} - known)
    if strange:
        message = _("场景 {scenario} 没有这些班组：{groups}")
        raise Refusal(message.format(scenario=scenario.name, groups=_("、").join(strange)))
    compile_first("kernel")
    with progress(_("推演")) as bar:
        result = simulate(
            on_the_floor(scenario, found), seed=seed, replications=_CHECKS,
            first_replication=_FIRST, progress=bar.move,
        )  # fmt: skip
    return verdicts(result)


_CHECKS, _FIRST = 40, 6_000_000
"""Replications that a roster is tried on; scheduling has used none of them."""


def roster_json(found: Roster, verdicts: tuple[Verdict, ...] = ()) -> dict[str, Any]:
    """The roster as documented in docs/reference/json.md."""
    from tui.command.run_note import version

    return {
        "version": version(),
        "labour": found.world.labour.name,
        "seed": found.seed,
        "rounds": found.rounds,
        "interrupted": found.interrupted,
        "first_day": found.date(0).isoformat(),
        "days": found.world.days,
        "places_count": found.places,
        "filled_count": found.filled,
        "unfilled_at_least_count": found.at_least_unfilled,
        "broken_wishes_count": len(found.broken_wishes),
        "people_cost_yuan": found.pay.yuan(),
        "people": _people_json(found),
        "unfilled": [
            {
                "group": found.slots[u.slot].group,
                "shift": found.slots[u.slot].shift,
                "start": found.slots[u.slot].start.isoformat(timespec="minutes"),
                "missing": u.missing,
                "reasons": [{"reason": name, "people": n} for name, n in u.reasons],
            }
            for u in found.unfilled
        ],
        "targets": [
            {"name": v.target.name, "holds": v.holds, "missed": list(v.missed),
             "share_held_share": v.share_held}
            for v in verdicts
        ],
    }  # fmt: skip


def _people_json(found: Roster) -> list[dict[str, Any]]:
    load, overtime = found.load, found.overtime
    return [
        {
            "id": person.id,
            "name": person.name,
            "work_h": float(load.hours[k]),
            "contract_h": float(found.aims.hours[k]),
            "paid": {"normal_h": found.pay.hours(k).normal, **hours_json(found.pay.hours(k))},
            "cost_yuan": found.pay.yuan(k),
            "overtime_h": float(overtime[k]),
            "nights_count": int(load.nights[k]),
            "weekends_count": int(load.weekends[k]),
            "shifts": [
                {"group": s.group, "shift": s.shift,
                 "start": s.start.isoformat(timespec="minutes"),
                 "end": s.end.isoformat(timespec="minutes")}
                for s in found.shifts_of(k)
            ],
        }
        for k, person in enumerate(found.people)
    ]  # fmt: skip
