"""Rosters as files: CSV, Excel, and a calendar for each person."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sops.language import _
from sops.problem import printable
from tui.command.output import expect_folder, replaced, write_csv
from tui.command.schedule import hours_json

if TYPE_CHECKING:
    from simulator.peak.roster.person import Person
    from simulator.peak.roster.rostered import Roster
    from simulator.peak.schedule.slot import Slot

COLUMNS = (
    "date", "id", "name", "group", "shift", "start", "end", "breaks", "work_h", "overtime_h",
    "rest_day_h", "holiday_h", "night_h", "yuan",
)  # fmt: skip


def write_roster(path: Path, found: Roster) -> None:
    """A row per person and shift, by day."""
    from simulator.peak.schedule.slot import breaks_text

    rows: list[list[Any]] = []
    for shift in found.pay.shifts:
        slot, person = shift.slot, found.people[shift.person]
        rows.append(
            [slot.start.date().isoformat(), person.id, person.name, slot.group, slot.shift,
             slot.start.isoformat(timespec="minutes"), slot.end.isoformat(timespec="minutes"),
             breaks_text(slot), slot.work_hours, *hours_json(shift.hours).values(), shift.yuan]
        )  # fmt: skip
    write_csv(path, COLUMNS, sorted(rows, key=lambda row: (row[0], row[5], row[1])))


def write_excel(path: Path, found: Roster) -> None:
    """A workbook: people × days, totals per person, shifts with what is missing. Texts are written
    as texts, so none becomes a formula."""
    import xlsxwriter

    with replaced(path) as draft:
        # Strings are never guessed to be numbers, links or formulas.
        book = xlsxwriter.Workbook(
            os.fspath(draft),
            {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
        )
        head = book.add_format({"bold": True, "bg_color": "#DDE6F0", "border": 1})
        night = book.add_format({"bg_color": "#C9D3F0", "align": "center"})
        plain = book.add_format({"align": "center"})
        short = book.add_format({"bg_color": "#F6CFCF"})
        _grid(book.add_worksheet(_("人×天")), found, head, night, plain)
        _totals(book.add_worksheet(_("每人合计")), found, head)
        _shifts(book.add_worksheet(_("班次")), found, head, short)
        book.close()


def _text(value: str) -> str:
    return printable(value, None)


def _header(sheet: Any, names: list[str], head: Any) -> None:
    for column, name in enumerate(names):
        sheet.write_string(0, column, name, head)
    sheet.freeze_panes(1, 2)


def _grid(sheet: Any, found: Roster, head: Any, night: Any, plain: Any) -> None:
    days = [found.date(d) for d in range(found.world.days)]
    _header(sheet, [_("工号"), _("姓名"), *(f"{d:%m-%d}" for d in days)], head)
    sheet.set_column(2, 1 + len(days), 13)
    for row, person in enumerate(found.people, start=1):
        sheet.write_string(row, 0, _text(person.id))
        sheet.write_string(row, 1, _text(person.name))
        for d, s in enumerate(found.given[row - 1]):
            if s < 0:
                off = _("假") if days[d] in person.leave else ""
                sheet.write_string(row, 2 + d, off, plain)
                continue
            slot = found.slots[s]
            text = f"{slot.start:%H:%M}-{slot.end:%H:%M}"
            sheet.write_string(row, 2 + d, text, night if found.world.night[s] else plain)


def _totals(sheet: Any, found: Roster, head: Any) -> None:
    names = [
        _("工号"),
        _("姓名"),
        _("班数"),
        _("工时"),
        _("应得"),
        _("夜班"),
        _("周末班"),
        _("平时工时"),
        _("加班工时"),
        _("休息日工时"),
        _("节假日工时"),
        _("夜里工时"),
        _("工资"),
    ]
    _header(sheet, names, head)
    load = found.load
    for k, person in enumerate(found.people):
        sheet.write_string(k + 1, 0, _text(person.id))
        sheet.write_string(k + 1, 1, _text(person.name))
        numbers = [len(found.shifts_of(k)), load.hours[k], found.aims.hours[k],
                   load.nights[k], load.weekends[k], *found.pay.hours(k)]  # fmt: skip
        yuan = found.pay.yuan(k)
        numbers += [] if yuan is None else [yuan]
        for column, value in enumerate(numbers, start=2):
            sheet.write_number(k + 1, column, round(float(value), 2))


def _shifts(sheet: Any, found: Roster, head: Any, short: Any) -> None:
    from simulator.peak.roster.reason import why_text

    names = [_("开始"), _("结束"), _("班组"), _("班次"), _("要"), _("缺"), _("原因"), _("谁")]
    _header(sheet, names, head)
    missing = {u.slot: u for u in found.unfilled}
    who: dict[int, list[str]] = {}
    for k, person in enumerate(found.people):
        for s in found.given[k]:
            if s >= 0:
                who.setdefault(int(s), []).append(person.name)
    for s, slot in enumerate(found.slots):
        lacks = missing.get(s)
        form = short if lacks else None
        texts = (f"{slot.start:%Y-%m-%d %H:%M}", f"{slot.end:%Y-%m-%d %H:%M}", slot.group,
                 slot.shift)  # fmt: skip
        for column, value in enumerate(texts):
            sheet.write_string(s + 1, column, _text(value), form)
        sheet.write_number(s + 1, 4, slot.people, form)
        sheet.write_number(s + 1, 5, lacks.missing if lacks else 0, form)
        sheet.write_string(s + 1, 6, why_text(lacks) if lacks else "", form)
        sheet.write_string(s + 1, 7, _text(_("、").join(who.get(s, []))), form)


def write_calendars(folder: Path, found: Roster) -> None:
    """A file for each person who works, named by their id. All are written beside and moved in
    together, so that an interrupted run leaves none."""
    expect_folder(folder)
    beside = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    beside.mkdir(parents=True)
    try:
        for k, person in enumerate(found.people):
            if slots := found.shifts_of(k):
                (beside / _file_name(person)).write_bytes(calendar(person, slots, found))
        folder.mkdir(parents=True, exist_ok=True)
        for file in sorted(beside.iterdir()):
            file.replace(folder / file.name)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _file_name(person: Person) -> str:
    """The id where it is a plain name, else with a hash instead of what no file name may hold."""
    plain = re.sub(r"[^\w-]", "_", person.id)[:60]
    if plain != person.id:
        plain += "-" + hashlib.sha256(person.id.encode()).hexdigest()[:8]
    return plain + ".ics"


def calendar(person: Person, slots: list[Slot], found: Roster) -> bytes:
    """A person's shifts as iCalendar, in floating local time; the same roster gives the same
    bytes."""
    from icalendar import Calendar, Event

    from simulator.peak.schedule.slot import breaks_text

    whole = Calendar()
    whole.add("prodid", "-//Shapan//roster//ZH")
    whole.add("version", "2.0")
    stamp = datetime.combine(found.date(0), datetime.min.time(), UTC) - timedelta(days=1)
    for slot in slots:
        event = Event()
        mark = f"{person.id}|{slot.group}|{slot.start.isoformat()}"
        event.add("uid", hashlib.sha256(mark.encode()).hexdigest()[:32] + "@shapan")
        event.add("dtstamp", stamp)
        event.add("dtstart", slot.start)
        event.add("dtend", slot.end)
        event.add("summary", _text(f"{slot.group} {slot.shift}"))
        if slot.rests:
            event.add("description", _("休息 {breaks}").format(breaks=breaks_text(slot)))
        whole.add_component(event)
    return bytes(whole.to_ical())
