"""A report as an Excel workbook: a sheet for each section, its tables below one another.

Numbers are numbers with a format; texts are written as texts, so none becomes a formula, a link or
a number."""

from __future__ import annotations

import math
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from simulator.peak.report.figure import figure
from simulator.peak.report.part import Cell, Chart, Line, Report, Section, Table
from sops.language import _

_FORMATS = {
    "share": "0.0%",
    "seconds": '#,##0.0" s"',
    "hours": "#,##0.0",
    "yuan": '"¥"#,##0.00',
    "count": "#,##0.##",
    "points": "0.0",
    "people": "#,##0.##",
    "text": "@",
}
_NARROWEST, _WIDEST = 8, 60
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


def write_workbook(path: Path, report: Report) -> None:
    """Write the workbook to ``path``; raises OSError where that fails. The same report gives the
    same cells; the file carries no time of writing, and nothing is put into a temporary folder."""
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    book = xlsxwriter.Workbook(
        os.fspath(path),
        {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
         "in_memory": True},
    )  # fmt: skip
    book.set_properties({"title": report.title[:250], "created": datetime(2000, 1, 1, tzinfo=UTC)})
    sheets = _Book(book)
    sheets.front(report)
    for section in report.sections:
        sheets.section(section)
    try:
        book.close()
    except FileCreateError as error:
        cause = error.args[0]
        raise cause if isinstance(cause, OSError) else OSError(str(error)) from None


class _Book:
    """Formats, and where the next row goes."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.big = book.add_format({"bold": True, "font_size": 16})
        self.bold = book.add_format({"bold": True, "font_size": 12})
        self.faint = book.add_format({"font_color": "#5D6779"})
        self.head = book.add_format(
            {"bold": True, "bg_color": "#E6ECF4", "bottom": 1, "text_wrap": True, "valign": "top"}
        )
        self._cells: dict[tuple[str, bool, bool], Any] = {}
        self._data = 0

    def front(self, report: Report) -> None:
        """The sheet with the headlines."""
        sheet = self.book.add_worksheet(_("概要"))
        sheet.write_string(0, 0, report.title, self.big)
        sheet.write_string(1, 0, report.subtitle, self.faint)
        for row, each in enumerate(report.headlines, start=3):
            sheet.write_string(row, 0, each.title, self.bold)
            self.write(sheet, row, 1, each.cell, each.good is False)
            sheet.write_string(row, 2, each.beside)
        sheet.set_column(0, 0, 22)
        sheet.set_column(1, 1, 18)
        sheet.set_column(2, 2, 50)

    def section(self, section: Section) -> None:
        """A sheet: sentences, tables, then charts of the numbers in it."""
        sheet = self.book.add_worksheet(sheet_name(section.title))
        sheet.write_string(0, 0, section.title, self.big)
        row = 1
        for sentence in section.sentences:
            sheet.write_string(row, 0, sentence, self.faint)
            row += 1
        widths: dict[int, int] = {}
        for table in section.tables:
            row = self._table(sheet, table, row + 1, widths)
        for column, width in widths.items():
            sheet.set_column(column, column, min(max(width, _NARROWEST), _WIDEST))
        for number, chart in enumerate(section.charts):
            self._chart(sheet, chart, number, len(widths))
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)

    def _table(self, sheet: Any, table: Table, row: int, widths: dict[int, int]) -> int:
        """The next free row."""
        sheet.write_string(row, 0, table.title, self.bold)
        row += 1
        if table.note:
            sheet.write_string(row, 0, table.note, self.faint)
            row += 1
        for column, name in enumerate(table.columns):
            sheet.write_string(row, column, name, self.head)
            widths[column] = max(widths.get(column, 0), cells(name) + 2)
        for position, line in enumerate(table.rows):
            row += 1
            for column, cell in enumerate(line):
                self.write(sheet, row, column, cell, position in table.alert)
                text = max(map(cells, figure(cell).split("\n")), default=0)
                widths[column] = max(widths[column], text + 2)
        return row + 1

    def write(self, sheet: Any, row: int, column: int, cell: Cell, alert: bool) -> None:
        """A number with its format, or a text."""
        form = self._format(cell.unit, cell.half, alert)
        value = cell.value
        if isinstance(value, str):
            sheet.write_string(row, column, figure(cell), form)
        elif value is None or not math.isfinite(value):
            sheet.write_blank(row, column, None, form)
        else:
            sheet.write_number(row, column, value, form)

    def _format(self, unit: str, half: bool, alert: bool) -> Any:
        key = unit, half, alert
        if key not in self._cells:
            number = _FORMATS[unit]
            form: dict[str, Any] = {"num_format": f'"±"{number}' if half else number}
            if unit == "text":
                form |= {"text_wrap": True, "valign": "top"}
            if alert:
                form |= {"font_color": "#B3261E", "bg_color": "#FDF0EE"}
            self._cells[key] = self.book.add_format(form)
        return self._cells[key]

    def _chart(self, sheet: Any, chart: Chart, number: int, width: int) -> None:
        """A native chart beside the tables; its numbers stand on a sheet of their own."""
        self._data += 1
        name = sheet_name(_("图 {n} 的数据").format(n=self._data))
        data = self.book.add_worksheet(name)
        data.write_string(0, 0, chart.title, self.head)
        for row, label in enumerate(chart.labels, start=1):
            data.write_string(row, 0, label)
        drawn: dict[tuple[str, int], Any] = {}
        for column, line in enumerate(chart.lines, start=1):
            data.write_string(0, column, line.title, self.head)
            for row, value in enumerate(line.values, start=1):
                if value is not None:
                    data.write_number(row, column, value)
            kind = _kind(line)
            part = drawn.setdefault((kind["type"], line.axis), self.book.add_chart(kind))
            part.add_series(_series(name, column, len(chart.labels), line.axis == 1))
        first, *rest = drawn.values()
        for part in rest[:1]:
            first.combine(part)
        first.set_title({"name": chart.title, "name_font": {"size": 12}})
        first.set_size({"width": 860, "height": 320})
        first.set_legend({"position": "bottom"})
        sheet.insert_chart(1 + 17 * number, width + 1, first)


def _kind(line: Line) -> dict[str, str]:
    if line.kind == "bar":
        return {"type": "column"}
    if line.kind == "area":
        return {"type": "area", "subtype": "stacked"} if line.stack else {"type": "area"}
    return {"type": "line"}


def _series(sheet: str, column: int, rows: int, second: bool) -> dict[str, Any]:
    return {
        "name": [sheet, 0, column],
        "categories": [sheet, 1, 0, rows, 0],
        "values": [sheet, 1, column, rows, column],
        "y2_axis": second,
    }


def sheet_name(text: str) -> str:
    """A name that Excel takes: at most 31 characters, none of ``[]:*?/\\``."""
    return _FORBIDDEN.sub("、", text)[:31].strip("'")


def cells(text: str) -> int:
    """Width in columns of a spreadsheet: Chinese characters take two."""
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
