"""Many writers, random interleavings and sudden deaths: nothing lost, nothing doubled (D11)."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.records import Conflict, Records, open_records
from simulator.records.body import canonical, parsed

PINS: dict[str, Any] = {
    "drill_id": "d", "drill_hash": "h", "sop_id": "s", "sop_hash": "h", "rubric_id": "r",
    "rubric_version": "1", "rubric_hash": "h", "recogniser": "a", "seed": 1,
    "mode": "practise", "lang": "zh", "channel": "chat",
}  # fmt: skip

# Starts writers by forking, which is quick: all that is slow to import is there already. Each
# writer appends events, every one twice, and notes the number of each when it is kept; it goes
# on where its log ends, until it is killed or its seconds are over.
NURSERY = """
import os, sys, time
from simulator.records import open_records
url = sys.argv[1]

def write(session, out, go, seconds):
    records = open_records(url, operator=True)
    seq = len(records.sessions.events(session))
    note = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.write(note, b"0\\n")
    while not os.path.exists(go):
        time.sleep(0.005)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        seq += 1
        body = {"text": f"第 {seq} 句", "pad": "x" * (seq * 37 % 900)}
        for _twice in range(2):
            records.sessions.append(session, seq, "say", seq * 1000, body)
        os.write(note, b"%d\\n" % seq)

for line in sys.stdin:
    session, out, go, seconds = line.rstrip().split("\\t")
    if session == "wait":
        print(*(os.waitpid(-1, 0)[1] for _n in range(int(seconds))), flush=True)
        continue
    child = os.fork()
    if not child:
        try:
            write(session, out, go, float(seconds))
        except BaseException as error:
            print(repr(error), file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    print(child, flush=True)
"""


class Nursery:
    """A process that starts writers to the database at `url`."""

    def __init__(self, url: str, folder: Path) -> None:
        self.go = folder / "go"
        self.process = subprocess.Popen(
            [sys.executable, "-c", NURSERY, url],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def start(self, session: str, out: Path, seconds: float) -> int:
        """Start a writer of a session; returns its process id when it is ready to begin."""
        out.unlink(missing_ok=True)
        pid = int(self._tell(session, out, self.go, seconds))
        return pid

    def wait(self, count: int) -> list[int]:
        """What so many writers ended with."""
        return [int(status) for status in self._tell("wait", "", "", count).split()]

    def close(self) -> None:
        """End the nursery itself."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()

    def _tell(self, *words: object) -> str:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write("\t".join(map(str, words)) + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline()


def ready(out: Path) -> None:
    """Wait until a writer has opened its records."""
    until = time.monotonic() + 60
    while not (out.exists() and out.stat().st_size):
        assert time.monotonic() < until, "the writer never began"
        time.sleep(0.002)


def said(out: Path) -> list[int]:
    """The numbers of the events that a writer had been told were kept."""
    return [int(line) for line in out.read_text().split("\n")[1:-1]]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner,
                                                                max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(JSON)
@settings(max_examples=300, deadline=None)
def test_any_json_comes_back_the_same(value: Any) -> None:
    """Reading a canonical text gives the data, and its canonical text is that text."""
    text = canonical(value)
    assert parsed(text) == value
    assert canonical(parsed(text)) == text
    text.encode()


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(-1, 3), st.booleans()), max_size=30))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_random_interleavings_keep_each_log_in_order(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, int, bool]]
) -> None:
    """Two openings write to three logs, early, late, doubled: each log is what a list would be."""
    url = str(tmp_path_factory.getbasetemp() / "interleaved.db")
    with open_records(url) as one, open_records(url) as two:
        person = one.local_person()
        ids = [one.sessions.start(person_id=person, **PINS).id for _n in range(3)]
        model: dict[str, list[dict[str, Any]]] = {id_: [] for id_ in ids}
        for step, (which, ahead, second) in enumerate(steps):
            log = model[ids[which]]
            seq = max(1, len(log) + ahead)
            body = {"step": step} if seq > len(log) else log[seq - 1]
            _append(two if second else one, ids[which], seq, body, log)
        for id_ in ids:
            assert [dict(event.body) for event in two.sessions.events(id_)] == model[id_]
            assert one.sessions.first_break(id_) is None


def _append(
    records: Records, session: str, seq: int, body: dict[str, Any], log: list[dict[str, Any]]
) -> None:
    try:
        records.sessions.append(session, seq, "say", seq, body)
    except Conflict:
        assert seq > len(log) + 1
    else:
        assert seq <= len(log) + 1
        log[seq - 1 :] = [body] if seq > len(log) else log[seq - 1 :]


def test_a_kill_at_any_moment_loses_nothing_acknowledged(tmp_path: Path) -> None:
    """Twenty times the writer is killed in mid-work; what it had said was kept is there."""
    _kill(tmp_path, times=20, longest_s=0.15)


@pytest.mark.soak
def test_two_hundred_kills_lose_nothing_acknowledged(tmp_path: Path) -> None:
    """The same two hundred times, at moments spread wider."""
    _kill(tmp_path, times=200, longest_s=0.5)


def _kill(tmp_path: Path, times: int, longest_s: float) -> None:
    url = str(tmp_path / "records.db")
    moments = random.Random(20261124)
    with open_records(url) as records:
        session = records.sessions.start(person_id=records.local_person(), **PINS).id
        nursery, out, kept = Nursery(url, tmp_path), tmp_path / "out", 0
        nursery.go.touch()
        for _n in range(times):
            pid = nursery.start(session, out, seconds=1000)
            ready(out)
            time.sleep(moments.uniform(0, longest_s))
            os.kill(pid, signal.SIGKILL)
            assert nursery.wait(1) == [signal.SIGKILL]
            acknowledged = max([kept, *said(out)])
            events = records.sessions.events(session)
            assert len(events) in (acknowledged, acknowledged + 1)
            assert [event.body["text"] for event in events] == [
                f"第 {seq} 句" for seq in range(1, len(events) + 1)
            ]
            kept = len(events)
        nursery.close()
        assert kept > times
        assert records.check().ok


def test_fifty_writers_lose_and_double_nothing(tmp_path: Path) -> None:
    """Fifty processes write to one file for a second, every event twice."""
    _crowd(tmp_path, str(tmp_path / "records.db"), people=50, seconds=1)


@pytest.mark.soak
def test_fifty_writers_for_a_minute(tmp_path: Path) -> None:
    """The same for a minute."""
    _crowd(tmp_path, str(tmp_path / "records.db"), people=50, seconds=60)


@pytest.mark.soak
def test_fifty_writers_for_a_minute_on_postgresql(tmp_path: Path) -> None:
    """The same on PostgreSQL, by whoever owns the database."""
    from uuid import uuid4

    import sqlalchemy

    from simulator.records.where import database_url

    server = os.environ.get("SHAPAN_TEST_DATABASE_URL")
    if not server:
        pytest.skip("SHAPAN_TEST_DATABASE_URL names no PostgreSQL to test with")
    url = sqlalchemy.make_url(database_url(server))
    name = f"shapan_test_{uuid4().hex}"
    root = sqlalchemy.create_engine(url, isolation_level="AUTOCOMMIT")
    with root.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    try:
        address = url.set(database=name).render_as_string(hide_password=False)
        _crowd(tmp_path, address, people=50, seconds=60)
    finally:
        with root.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        root.dispose()


def _crowd(tmp_path: Path, url: str, people: int, seconds: float) -> None:
    with open_records(url, operator=True) as records:
        person = _somebody(records)
        ids = [records.sessions.start(person_id=person, **PINS).id for _n in range(people)]
        nursery = Nursery(url, tmp_path)
        outs = [tmp_path / f"out-{n}" for n in range(people)]
        for id_, out in zip(ids, outs, strict=True):
            nursery.start(id_, out, seconds)
        for out in outs:
            ready(out)
        nursery.go.touch()
        assert nursery.wait(people) == [0] * people
        nursery.close()
        for id_, out in zip(ids, outs, strict=True):
            noted = said(out)
            assert noted == list(range(1, len(noted) + 1))
            assert len(noted) > 0
            assert [event.seq for event in records.sessions.events(id_)] == noted
        assert records.check().ok


def _somebody(records: Records) -> str:
    if records.local:
        return records.local_person()
    return records.people.add("crowd", "众人", "trainee")[0].id
