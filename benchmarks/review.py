"""Benchmark: the review desk with many sessions in the records.

Fills a database (a new SQLite file; PostgreSQL as well if SHAPAN_DATABASE_URL names an empty one)
with sessions of 200 trainees in ten cohorts, then opens every page and a session in the app
itself, without a terminal, as a lead of one cohort, and as one who leads them all and looks at
them all. For each: reading and building the page (`made`), and the whole from the key to the
filled table (`shown`). Medians of several runs, in wall seconds. Exit code 1 if a target is
missed.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path[0] = str(Path(__file__).resolve().parent.parent)

from benchmarks.answer import give, options  # noqa: E402
from benchmarks.review_house import Team, fill, templates  # noqa: E402
from simulator.records import Records, open_records  # noqa: E402

RUNS = 5
TARGET_S = 0.3
SIZE = (160, 45)


def median_s(question: Callable[[], object]) -> float:
    """Median wall seconds of a question."""
    times = []
    for _n in range(RUNS):
        started = time.perf_counter()
        question()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def made_s(records: Records, me: str, cohort: str | None, session: str) -> dict[str, float]:
    """Reading and building each page, and a session."""
    from tui.app.board import Board
    from tui.app.kept_session import kept_session
    from tui.app.review_page import PAGES

    def read(build: Callable[[], object]) -> object:
        # As the screens do.
        with records.together():
            return build()

    def page(build: Callable[[Any], object]) -> Callable[[], object]:
        return lambda: read(lambda: build(Board(records, me, cohort)))

    found = {name: median_s(page(build)) for name, (_title, build) in PAGES.items()}
    found["reading"] = median_s(lambda: read(lambda: kept_session(records, session)))
    return found


async def _settled(app: Any, pilot: Any) -> None:
    """Nothing is being read any more; a page that was left is given up, which is no error."""
    await pilot.pause()
    while any(not worker.is_finished for worker in app.workers):
        await asyncio.sleep(0.005)
    await pilot.pause()


async def shown_s(records: Records, cohort: str | None, session: str) -> dict[str, float]:
    """The same on the screen."""
    from textual.widgets import DataTable, Static, TabbedContent

    from tui.app.app import ShapanApp
    from tui.app.preference import Preference
    from tui.app.review_page import PAGES
    from tui.app.screen.reading import read_session
    from tui.app.screen.review import Review

    app = ShapanApp(Preference(), records)
    times: dict[str, list[float]] = {name: [] for name in (*PAGES, "reading")}
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        screen = Review()
        await app.push_screen(screen)
        await _settled(app, pilot)
        for _n in range(RUNS):
            for name in PAGES:
                # Another page first, and a board that has read nothing yet.
                screen.query_one(TabbedContent).active = "square" if name != "square" else "work"
                await _settled(app, pilot)
                screen._turn_to(cohort)
                await _settled(app, pilot)
                screen.query_one(f"#table-{name}", DataTable).clear(columns=True)
                started = time.perf_counter()
                screen.action_page(name)
                while not screen.query_one(f"#table-{name}", DataTable).columns:
                    await asyncio.sleep(0.004)
                app.screen.refresh()
                await asyncio.sleep(0)
                times[name].append(time.perf_counter() - started)
            started = time.perf_counter()
            read_session(app.screen, session)
            while not str(
                app.screen.query("#page").first(Static).render()
                if app.screen.query("#page")
                else ""
            ):
                await asyncio.sleep(0.004)
            times["reading"].append(time.perf_counter() - started)
            app.pop_screen()
    return {name: statistics.median(each) for name, each in times.items()}


def of_database(url: str, count: int, made: list[Any]) -> dict[str, Any]:
    """Everything about one database."""
    started = time.perf_counter()
    with open_records(url, operator=True) as operator:
        team = fill(operator, count, made)
    report: dict[str, Any] = {"fill_s": time.perf_counter() - started}
    with open_records(url, served=True) as records:
        for who, person, cohort in _viewers(team):
            mine = records.acting_as(person)
            session = mine.scores.list(limit=1)[0].session_id
            report[who] = {
                "made": made_s(mine, person, cohort, session),
                "shown": asyncio.run(shown_s(mine, cohort, session)),
            }
    return report


def _viewers(team: Team) -> tuple[tuple[str, str, str | None], ...]:
    return (("of_one", team.lead_of_one, team.cohorts[0]), ("of_all", team.lead_of_all, None))


def measure(count: int) -> dict[str, Any]:
    """Everything this benchmark reports."""
    made = templates()
    report: dict[str, Any] = {"benchmark": "review", "sessions": count, "target_s": TARGET_S}
    with tempfile.TemporaryDirectory() as folder:
        report["sqlite"] = of_database(str(Path(folder) / "records.sqlite3"), count, made)
    server = os.environ.pop("SHAPAN_DATABASE_URL", None)
    if server:
        report["postgresql"] = of_database(server, count, made)
    report["slowest_s"] = max(
        seconds
        for database in ("sqlite", "postgresql") if database in report
        for who in ("of_one", "of_all")
        for kind in report[database][who].values()
        for seconds in kind.values()
    )  # fmt: skip
    report["reached"] = report["slowest_s"] <= TARGET_S
    return report


def show(report: dict[str, Any]) -> None:
    """What a person reads."""
    print(f"复盘台 review · {report['sessions']} 场 sessions · 毫秒 ms（中位数 medians）")
    for database in ("sqlite", "postgresql"):
        for who in ("of_one", "of_all") if database in report else ():
            print(f"{database} · {who}")
            for name, seconds in report[database][who]["made"].items():
                shown = report[database][who]["shown"][name]
                print(f"  {seconds * 1000:>7.0f} {shown * 1000:>7.0f}  {name}")
    print(f"最慢 slowest {report['slowest_s'] * 1000:.0f} · 要求 target ≤ {TARGET_S * 1000:.0f}")


def main() -> int:
    """Reads the options, measures and prints."""
    parser = options(__doc__)
    parser.add_argument("--sessions", type=int, default=10_000, help="how many sessions")
    given = parser.parse_args()
    report = measure(given.sessions)
    return give(report, given.json, show, report["reached"])


if __name__ == "__main__":
    raise SystemExit(main())
