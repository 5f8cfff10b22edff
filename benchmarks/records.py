"""Benchmark: the records with many sessions in them.

Fills a database (a new SQLite file, or `--url`) with sessions, events and scores, then measures
the questions of the review screens, a session read from a cold start, and appends. Medians of
several runs, in seconds. `--json` prints one object and nothing else on standard output. Exit
code 1 if a target is missed.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from simulator.records import Records, open_records
from simulator.records.body import canonical
from simulator.records.chain import Link, following, start
from simulator.records.identity import new_id
from simulator.records.table import (
    cohorts,
    events,
    memberships,
    people,
    score_items,
    scorecards,
    sessions,
)  # fmt: skip

ROOT = Path(__file__).resolve().parent.parent
RUNS = 5
TARGET_SCREEN_S = 0.3
TARGET_COLD_S = 0.3
TARGET_APPEND_S = 0.02
PEOPLE, TYPES, ITEMS, EVENTS = 200, 20, 18, 30
COLD = (
    "import sys, time; t = time.perf_counter()\n"
    "from simulator.records import open_records\n"
    "r = open_records(sys.argv[1], operator=True); r.sessions.events(sys.argv[2])\n"
    "print(time.perf_counter() - t)"
)


def fill(records: Records, count: int) -> list[str]:
    """Write `count` ended, scored sessions of 200 people in 10 cohorts; returns their ids."""
    chance = random.Random(1)
    now = time.time_ns() // 1000
    persons = [new_id() for _n in range(PEOPLE)]
    groups = [new_id() for _n in range(10)]
    ids = [new_id() for _n in range(count)]
    with records.access.write() as connection:
        connection.execute(insert(people), [_person(p, n, now) for n, p in enumerate(persons)])
        connection.execute(
            insert(cohorts),
            [{"id": g, "name": f"cohort {n}", "created_us": now, "closed": False}
             for n, g in enumerate(groups)],
        )  # fmt: skip
        connection.execute(
            insert(memberships),
            [{"cohort_id": groups[n % 10], "person_id": p, "leads": False, "joined_us": now}
             for n, p in enumerate(persons)],
        )  # fmt: skip
    for first in range(0, count, 500):
        with records.access.write() as connection:
            for number in range(first, min(first + 500, count)):
                person = persons[number % PEOPLE]
                _session(connection, ids[number], person, now - (count - number) * 60_000_000,
                         chance)  # fmt: skip
    return ids


def _person(id_: str, number: int, now: int) -> dict[str, Any]:
    return {"id": id_, "login": f"p{number}", "name": f"学员{number}", "role": "trainee",
            "local": False, "disabled": False, "created_us": now}  # fmt: skip


def _session(connection: Any, id_: str, person: str, started: int, chance: random.Random) -> None:
    kind = chance.randrange(TYPES)
    pins = dict.fromkeys(("drill_hash", "sop_hash", "rubric_hash", "recogniser"), "x" * 16)
    connection.execute(
        insert(sessions).values(
            id=id_, person_id=person, drill_id=f"drill-{kind}", sop_id=f"sop-{kind}",
            contact_type=f"业务{kind}", rubric_id="standard", rubric_version="1", seed=1,
            mode=chance.choice(("practise", "coach", "exam")), lang="zh", channel="chat",
            app_version="0", started_us=started, state="open", **pins,
        )
    )  # fmt: skip
    before, rows = start(id_), []
    for seq in range(1, EVENTS + 1):
        body = canonical({"text": "您好，我帮您查一下这个包裹到哪里了" * 2, "acts": ["tell"]})
        link = Link(seq, seq * 1000, started + seq, "say", body)
        before = following(before, link)
        rows.append({"session_id": id_, "seq": seq, "offset_us": seq * 1000,
                     "wall_us": started + seq, "kind": "say", "body": body,
                     "hash": before})  # fmt: skip
    connection.execute(insert(events), rows)
    connection.execute(
        sessions.update().where(sessions.c.id == id_).values(
            state="ended", ended_us=started + 9, last_seq=EVENTS, last_hash=before
        )
    )  # fmt: skip
    _score(connection, id_, person, started, chance)


def _score(connection: Any, id_: str, person: str, started: int, chance: random.Random) -> None:
    card = new_id()
    resolution, empathy = chance.uniform(30, 100), chance.uniform(20, 100)
    connection.execute(
        insert(scorecards).values(
            id=card, session_id=id_, person_id=person, scored_by=person, source="local",
            rubric_id="standard", rubric_version="1", rubric_hash="x", app_version="0",
            scored_us=started + 10, resolution=resolution, empathy=empathy, felt=1.0,
            passed=resolution >= 80 and empathy >= 60, uncertain=chance.random() < 0.1,
            critical_count=0, critical="[]", card=canonical({"evidence": "证据" * 1500}),
            fingerprint=card,
        )
    )  # fmt: skip
    connection.execute(
        insert(score_items),
        [{"scorecard_id": card, "item": f"item-{n}", "part": "resolution", "step": f"step-{n}",
          "points": float(chance.randrange(6)), "possible": 5.0, "uncertain": False}
         for n in range(ITEMS)],
    )  # fmt: skip


def median_s(question: Callable[[], object]) -> float:
    """Median wall seconds of a question."""
    times = []
    for _n in range(RUNS):
        started = time.perf_counter()
        question()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def measure(url: str, count: int) -> dict[str, Any]:
    """Everything this benchmark reports, as one JSON object."""
    report: dict[str, Any] = {"benchmark": "records", "sessions": count}
    with open_records(url, operator=True) as records:
        started = time.perf_counter()
        ids = fill(records, count)
        report["fill_s"] = time.perf_counter() - started
        person = records.sessions.get(ids[-1]).person_id
        cohort = records.cohorts.list()[0].id
        screens: dict[str, Callable[[], object]] = {
            "all_scores_s": lambda: records.scorecards.scores(),
            "cohort_scores_s": lambda: records.scorecards.scores(cohort_id=cohort),
            "person_scores_s": lambda: records.scorecards.scores(person_id=person),
            "uncertain_scores_s": lambda: records.scorecards.scores(uncertain=True),
            "newest_scores_s": lambda: records.scorecards.scores(limit=100),
            "all_sessions_s": lambda: records.sessions.list(),
            "person_sessions_s": lambda: records.sessions.list(person_id=person),
            "cohort_missed_s": lambda: records.item_totals.list(cohort_id=cohort),
            "all_missed_s": lambda: records.item_totals.list(),
            "session_s": lambda: (records.sessions.events(ids[5]), records.scorecards.list(ids[5])),
            "people_s": lambda: records.people.list(),
        }
        report["screens"] = {name: median_s(question) for name, question in screens.items()}
        report["append_s"] = _append_s(records, person)
    report["cold_s"] = statistics.median(_cold_s(url, ids[7]) for _n in range(RUNS))
    report["targets"] = {
        "screens": TARGET_SCREEN_S, "cold_s": TARGET_COLD_S, "append_s": TARGET_APPEND_S,
    }  # fmt: skip
    report["reached"] = (
        max(report["screens"].values()) <= TARGET_SCREEN_S
        and report["cold_s"] <= TARGET_COLD_S
        and report["append_s"] <= TARGET_APPEND_S
    )
    return report


def _append_s(records: Records, person: str) -> float:
    session = records.sessions.start(
        person_id=person, drill_id="d", drill_hash="h", sop_id="s", sop_hash="h", rubric_id="r",
        rubric_version="1", rubric_hash="h", recogniser="a", seed=1, mode="practise", lang="zh",
        channel="chat",
    )  # fmt: skip
    times = []
    for seq in range(1, 201):
        started = time.perf_counter()
        records.sessions.append(session.id, seq, "say", seq, {"text": "您好，请稍等"})
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def _cold_s(url: str, session: str) -> float:
    ran = subprocess.run(
        [sys.executable, "-c", COLD, url, session],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return float(ran.stdout)


def show(report: dict[str, Any]) -> None:
    """Prints what a person reads."""
    print(f"记录库 records · {report['sessions']} 个会话 sessions · 秒 seconds（中位数 medians）")
    for name, seconds in report["screens"].items():
        print(f"  {seconds:>8.4f}  {name.removesuffix('_s')}")
    print(f"  {report['append_s']:>8.4f}  写一个事件 append")
    print(f"  {report['cold_s']:>8.4f}  冷启动：打开并读一个会话 cold: open and read a session")
    print(f"  屏幕 screens ≤ {TARGET_SCREEN_S} · 冷启动 cold ≤ {TARGET_COLD_S}"
          f" · append ≤ {TARGET_APPEND_S}")  # fmt: skip


def main() -> int:
    """Reads the options, measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--sessions", type=int, default=10_000, help="how many sessions")
    parser.add_argument("--url", help="an empty database to fill (default: a new SQLite file)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report = measure(options.url or str(Path(folder) / "records.sqlite3"), options.sessions)
    if options.json:
        print(json.dumps(report, ensure_ascii=False, indent=1))
    else:
        show(report)
    return 0 if report["reached"] else 1


if __name__ == "__main__":
    raise SystemExit(main())
