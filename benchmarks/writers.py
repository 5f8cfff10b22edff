"""Benchmark: fifty people writing to one database at once.

Fifty processes, each with a session of its own, append events to the records as fast as these
take them, for a minute: a new SQLite file, and PostgreSQL as well if SHAPAN_DATABASE_URL names a
database. Every fiftieth event is written twice, as a program does that was not told whether the
first time was kept. Measured: events per second, and how long one append took. At the end every
log is read back: nothing that was told to be kept may be lost, nothing may stand there twice, and
the chain of hashes has to hold. Exit code 1 if not.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from array import array
from pathlib import Path
from typing import Any

sys.path[0] = str(Path(__file__).resolve().parent.parent)

from benchmarks.answer import environment, give, options  # noqa: E402
from simulator.records import Records, open_records  # noqa: E402

PEOPLE = 50
TWICE = 50
"""One event in so many is written a second time."""
PINS: dict[str, Any] = {
    "drill_id": "d", "drill_hash": "h", "sop_id": "s", "sop_hash": "h", "rubric_id": "r",
    "rubric_version": "1", "rubric_hash": "h", "recogniser": "a", "seed": 1,
    "mode": "practise", "lang": "zh", "channel": "chat",
}  # fmt: skip


def body(seq: int) -> dict[str, Any]:
    """What a message of a drill is like: mostly short, now and then long."""
    return {"text": f"第 {seq} 句：您好，请稍等，我马上帮您查。" + "字" * (seq * 37 % 200)}


def write(url: str, person: str, session: str, out: Path, seconds: float) -> None:
    """One writer, in a process of its own: waits for a line, then appends until the time is over.

    In PostgreSQL as the served app does it, in the name of a trainee, bound by row-level security.

    Leaves the seconds of each append in `out`, and behind them the processor seconds of all.
    """
    took = array("d")
    with open_records(url) as records:
        append = (records if records.local else records.acting_as(person)).sessions.append
        print("ready", flush=True)
        sys.stdin.readline()
        end, cpu_s = time.monotonic() + seconds, time.process_time()
        seq = 0
        while time.monotonic() < end:
            seq += 1
            text = body(seq)
            started = time.perf_counter()
            append(session, seq, "say", seq * 1000, text)
            took.append(time.perf_counter() - started)
            if seq % TWICE == 0:
                append(session, seq, "say", seq * 1000, text)
        took.append(time.process_time() - cpu_s)
    out.write_bytes(took.tobytes())


def crowd(
    url: str, sessions: list[tuple[str, str]], folder: Path, seconds: float
) -> list[array[float]]:
    """All writers at once; what each left (see `write`)."""
    outs = [folder / f"{number}.bin" for number in range(len(sessions))]
    writers = [
        subprocess.Popen(
            [sys.executable, __file__, "--write", url, person, session, str(out), str(seconds)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment(),
        ) for (person, session), out in zip(sessions, outs, strict=True)
    ]  # fmt: skip
    try:
        for writer in writers:
            assert writer.stdout is not None
            if writer.stdout.readline() != "ready\n":
                raise RuntimeError("a writer did not begin")
        for writer in writers:
            assert writer.stdin is not None
            writer.stdin.write("go\n")
            writer.stdin.flush()
        if any(writer.wait(seconds + 120) for writer in writers):
            raise RuntimeError("a writer failed")
    finally:
        for writer in writers:
            writer.kill()
            writer.communicate()
    return [array("d", out.read_bytes()) for out in outs]


def measure(url: str, people: int, seconds: float) -> dict[str, Any]:
    """One database."""
    with open_records(url, operator=True) as records, tempfile.TemporaryDirectory() as folder:
        trainees = _trainees(records, people)
        ids = [records.sessions.start(person_id=each, **PINS).id for each in trainees]
        load = os.getloadavg()[0]
        took = crowd(url, list(zip(trainees, ids, strict=True)), Path(folder), seconds)
        cpu_s = sum(one.pop() for one in took)
        lost, doubled, other = _wrong(records, ids, took)
        whole = records.check().ok
    every = sorted(each for one in took for each in one)
    percent = statistics.quantiles(every, n=100, method="inclusive")
    counts = [len(one) for one in took]
    return {
        "events": len(every), "events_per_s": len(every) / seconds,
        "append_ms": {
            "p50": percent[49] * 1e3, "p95": percent[94] * 1e3, "p99": percent[98] * 1e3,
            "worst": every[-1] * 1e3,
        },
        "events_of_one": {"least": min(counts), "most": max(counts)},
        "lost": lost, "doubled": doubled, "changed": other, "chain_holds": whole,
        "cpu_ms_per_event": cpu_s / len(every) * 1e3, "load_before": load,
    }  # fmt: skip


def _trainees(records: Records, count: int) -> list[str]:
    if records.local:
        return [records.local_person()] * count
    from uuid import uuid4

    run = uuid4().hex[:12]
    return [records.people.add(f"{run}-{n}", "众人", "trainee")[0].id for n in range(count)]


def _wrong(records: Records, ids: list[str], took: list[array[float]]) -> tuple[int, int, int]:
    """Events that were told to be kept and are not there, that are there twice, that are others."""
    lost = doubled = other = 0
    for session, times in zip(ids, took, strict=True):
        events = records.sessions.events(session)
        seqs = {event.seq for event in events}
        lost += len(set(range(1, len(times) + 1)) - seqs)
        doubled += len(events) - len(seqs)
        other += sum(dict(event.body) != body(event.seq) for event in events)
        other += len(seqs - set(range(1, len(times) + 1)))
    return lost, doubled, other


def report(people: int, seconds: float) -> dict[str, Any]:
    """Both databases, one after the other."""
    found: dict[str, Any] = {
        "benchmark": "writers", "people": people, "seconds": seconds, "cores": os.cpu_count(),
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        found["sqlite"] = measure(str(Path(folder) / "records.sqlite3"), people, seconds)
    server = os.environ.pop("SHAPAN_DATABASE_URL", None)
    if server:
        found["postgresql"] = measure(server, people, seconds)
    found["reached"] = all(
        not (each["lost"] or each["doubled"] or each["changed"]) and each["chain_holds"]
        for each in (found["sqlite"], found.get("postgresql", found["sqlite"]))
    )
    return found


def show(found: dict[str, Any]) -> None:
    """What a person reads."""
    print(f"{found['people']} 个进程写 {found['seconds']:g} 秒 · {found['people']} processes,"
          f" {found['seconds']:g} s · {found['cores']} 核 cores")  # fmt: skip
    for name in ("sqlite", "postgresql"):
        if name not in found:
            continue
        each, took = found[name], found[name]["append_ms"]
        print(f"{name} · 之前的负载 load before {each['load_before']:.1f}")
        print(f"  {each['events_per_s']:>9,.0f}  事件/秒 events/s（{each['events']:,} 个；一个人"
              f" {each['events_of_one']['least']}–{each['events_of_one']['most']}）")  # fmt: skip
        print(f"  p50 {took['p50']:.1f} · p95 {took['p95']:.1f} · p99 {took['p99']:.1f}"
              f" · 最慢 worst {took['worst']:.0f} ms")  # fmt: skip
        chain = "好 holds" if each["chain_holds"] else "断 broken"
        print(f"  丢 lost {each['lost']} · 重复 doubled {each['doubled']} · 变样 changed"
              f" {each['changed']} · 校验链 chain {chain}")  # fmt: skip
        print(f"  一个事件的处理器时间 CPU of an event (writer): {each['cpu_ms_per_event']:.2f} ms")


def main() -> int:
    """Reads the options, measures and prints."""
    if sys.argv[1:2] == ["--write"]:
        url, person, session, out, seconds = sys.argv[2:]
        write(url, person, session, Path(out), float(seconds))
        return 0
    parser = options(__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long they write")
    parser.add_argument("--people", type=int, default=PEOPLE, help="how many processes")
    given = parser.parse_args()
    found = report(given.people, given.seconds)
    return give(found, given.json, show, found["reached"])


if __name__ == "__main__":
    raise SystemExit(main())
