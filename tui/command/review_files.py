"""Files of the review desk: CSV, Excel, and one printable page per trainee.

Whatever people typed is text in all of them: no formula, no markup, no terminal escape.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sops.language import _
from sops.problem import printable
from tui.command.output import replaced, write_csv
from tui.item_title import sop_title, step_title

if TYPE_CHECKING:
    from simulator.records import Records
    from simulator.records.person import Person
    from simulator.records.score import Score

KINDS = ("csv", "excel", "html")
Row = Sequence[object]


@dataclass(frozen=True)
class Sheet:
    """A table with a name for its file and a title for its tab."""

    name: str
    title: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]


def write_all(
    records: Records, folder: Path, cohort_id: str | None = None, kinds: Iterable[str] = KINDS
) -> list[Path]:
    """Write the files of these kinds into `folder`; what was written."""
    folder.mkdir(parents=True, exist_ok=True)
    people = {each.id: each for each in records.people.list()}
    scores = records.scorecards.scores(cohort_id=cohort_id)
    written: list[Path] = []
    if "csv" in kinds or "excel" in kinds:
        found = sheets(records, people, scores, cohort_id)
        if "csv" in kinds:
            for sheet in found:
                written.append(folder / f"{sheet.name}.csv")
                write_csv(written[-1], sheet.header, sheet.rows)
        if "excel" in kinds:
            written.append(folder / "review.xlsx")
            write_workbook(written[-1], found)
    if "html" in kinds:
        from tui.command.trainee_card import write_card

        for person_id in sorted({score.person_id for score in scores}):
            written.append(write_card(records, folder, person_id, people.get(person_id), scores))
    return written


def sheets(
    records: Records, people: dict[str, Person], scores: Sequence[Score], cohort_id: str | None
) -> list[Sheet]:
    """Trainees, sessions, missed steps."""
    lines = (
        (*_who(people, t.person_id), t.sessions, t.resolution, t.empathy, t.passed, t.critical,
         t.changed, _moment(t.last_at)) for t in records.trainees.list(cohort_id=cohort_id)
    )  # fmt: skip
    back = {each.session_id for each in records.reviews.list(sent_back=True)}
    exams = [s.session_id for s in scores if s.mode == "exam"]
    lost = {
        session: round(sum(gap.seconds for gap in gaps))
        for session, gaps in records.gaps.of(exams).items()
    }
    sessions = (
        (s.session_id, *_who(people, s.person_id), _moment(s.started_at), s.drill_id,
         sop_title(s.sop_id), s.mode, s.resolution, s.empathy, s.felt, int(s.passed),
         int(s.uncertain), s.critical_count, s.changed, s.machine_resolution, s.machine_empathy,
         int(s.machine_passed), int(s.session_id in back), lost.get(s.session_id))
        for s in scores
    )  # fmt: skip
    missed = (
        (sop_title(t.sop_id), step_title(t.sop_id, t.step), t.sessions, t.missed)
        for t in records.item_totals.list(cohort_id=cohort_id, steps=True)
    )
    return [
        Sheet("trainees", _("学员"), (
            _("登录名"), _("姓名"), _("场次"), _("解决"), _("共情"), _("通过"), _("致命错误"),
            _("改过分的场次"), _("最近")), tuple(lines)),
        Sheet("sessions", _("场次"), (
            _("编号"), _("登录名"), _("姓名"), _("时间"), _("演练"), _("业务类型"), _("怎么练"),
            _("解决"), _("共情"), _("感受"), _("通过"), _("待复核"), _("致命错误"),
            _("组长改过几项"), _("机器解决"), _("机器共情"), _("机器通过"), _("退回再练"),
            _("考试中断秒数")),
            tuple(sessions)),
        Sheet("missed-steps", _("漏掉的步骤"), (
            _("业务类型"), _("步骤"), _("场次"), _("漏掉")), tuple(missed)),
    ]  # fmt: skip


def write_workbook(path: Path, found: Sequence[Sheet]) -> None:
    """An Excel workbook with a tab for each sheet. A text stays a text, whatever it begins with."""
    from xlsxwriter import Workbook

    with replaced(path) as draft, Workbook(str(draft), {"in_memory": True}) as book:
        strong = book.add_format({"bold": True})
        tenth = book.add_format({"num_format": "0.0"})
        for sheet in found:
            tab = book.add_worksheet(sheet.title[:31])
            tab.freeze_panes(1, 0)
            tab.set_column(0, len(sheet.header) - 1, 16)
            for column, name in enumerate(sheet.header):
                tab.write_string(0, column, name, strong)
            for number, row in enumerate(sheet.rows, 1):
                for column, value in enumerate(row):
                    _cell(tab, number, column, value, tenth)


def _cell(tab: Any, row: int, column: int, value: object, tenth: Any) -> None:
    if isinstance(value, float):
        tab.write_number(row, column, value, tenth)
    elif isinstance(value, int):
        tab.write_number(row, column, value)
    elif value is not None:
        tab.write_string(row, column, printable(value, 1000))


def _who(people: dict[str, Person], person_id: str) -> tuple[str, str]:
    person = people.get(person_id)
    return (person.login, person.name) if person else ("", "")


def _moment(moment: Any) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"
