"""Contact logs are read by a mapping; what cannot be believed is put aside and told."""

from __future__ import annotations

import gzip
from pathlib import Path

import polars
import pytest

from simulator.peak.log.log import LEFT, SERVED, Log
from simulator.peak.log.moment import clock_us, moment_us, on_day, seconds_us
from simulator.peak.log.reading import read_log
from sops.problem import Problems

MAPPING = """\
kind: contact-log
nothing: ["-"]
times: {arrived: [queued, came], answered: taken, ended: gone}
outcome: {column: how, served: [ok], left: [lost]}
agent: who
shop: {always: shop}
intent: {column: about, values: {货: delivery, 钱: refund}}
channel: {always: phone}
tier: {always: regular}
drop:
  - {where: {how: [test], who: ["-"]}, because: {zh: 测试, en: tests}}
limits: {wait_minutes: 10, service_minutes: 60}
"""
HEADER = "came,queued,taken,gone,how,who,about"
GOOD = "2025-11-11 09:00:00,-,2025-11-11 09:00:05,2025-11-11 09:02:05,ok,小王,货"


def _read(folder: Path, *rows: str, mapping: str = MAPPING, encoding: str = "utf-8") -> Log:
    (folder / "map.yaml").write_text(mapping, encoding="utf-8")
    (folder / "log.csv").write_bytes("\n".join((HEADER, *rows, "")).encode(encoding))
    return read_log(folder / "log.csv", folder / "map.yaml")


def _refused(folder: Path, *rows: str, mapping: str = MAPPING) -> str:
    with pytest.raises(Problems) as found:
        _read(folder, *rows, mapping=mapping)
    return str(found.value)


def test_a_row_says_what_it_says(tmp_path: Path) -> None:
    """Moments, lengths, outcome and names of one served row."""
    log = _read(tmp_path, GOOD)
    (row,) = log.rows
    assert (row["line"], row["wait"], row["service"]) == (2, 5_000_000, 120_000_000)
    assert row["outcome"] == SERVED
    assert (log.agents, log.intents) == (("小王",), ("delivery",))
    assert row["arrived"] == moment_us("2025-11-11T09:00")


def test_the_first_column_that_holds_something_counts(tmp_path: Path) -> None:
    """`arrived: [queued, came]` takes `queued` where it is written; who left has no service."""
    log = _read(tmp_path, "2025-11-11 09:00:00,2025-11-11 09:00:30,-,2025-11-11 09:01:00,lost,-,钱")
    (row,) = log.rows
    assert row["arrived"] == moment_us("2025-11-11 09:00:30")
    assert (row["outcome"], row["wait"], row["service"]) == (LEFT, 30_000_000, -1)
    assert (row["agent"], row["answered"]) == (-1, -1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings_that_spreadsheets_write(tmp_path: Path, encoding: str) -> None:
    """The same log in each encoding gives the same names and keys."""
    log = _read(tmp_path, GOOD, encoding=encoding)
    assert log.agents == ("小王",)
    assert log.rows["key"].tolist() == _read(tmp_path, GOOD).rows["key"].tolist()


def test_compressed_and_parquet_logs_say_the_same(tmp_path: Path) -> None:
    """A gzip file and a Parquet file of the same cells give the same rows."""
    plain = _read(tmp_path, GOOD)
    packed = tmp_path / "log.csv.gz"
    packed.write_bytes(gzip.compress((tmp_path / "log.csv").read_bytes()))
    polars.read_csv(tmp_path / "log.csv", infer_schema=False).write_parquet(tmp_path / "l.parquet")
    for file in (packed, tmp_path / "l.parquet"):
        assert (read_log(file, tmp_path / "map.yaml").rows == plain.rows).all()


def test_bad_rows_are_put_aside_with_line_and_reason(tmp_path: Path) -> None:
    """Hour 24, too long, negative, unknown cells, too few cells: each is told, none is guessed."""
    log = _read(
        tmp_path,
        GOOD,
        "2025-11-11 24:10:00,-,2025-11-11 09:00:05,2025-11-11 09:02:05,ok,a,货",
        "2025-11-11 09:00:00,-,2025-11-11 09:20:05,2025-11-11 09:22:05,ok,a,货",
        "2025-11-11 09:00:00,-,2025-11-11 09:00:05,2025-11-11 08:59:05,ok,a,货",
        "2025-11-11 09:00:00,-,2025-11-11 09:00:05,2025-11-11 09:02:05,ok,a,脸",
        "2025-11-11 09:00:00,-,2025-11-11 09:00:05,2025-11-11 09:02:05,maybe,a,货",
        "2025-11-11 09:00:00,-",
    )
    assert (len(log.rows), log.bad_count, log.read) == (1, 6, 7)
    assert [row.line for row in log.bad] == [3, 4, 5, 6, 7, 8]
    words = ("24:10:00", "1205", "-60", "脸", "maybe", "2 格")
    for row, word in zip(log.bad, words, strict=True):
        assert word in row.why
    log.write_bad(tmp_path / "bad.csv")
    text = (tmp_path / "bad.csv").read_text(encoding="utf-8").splitlines()
    assert len(text) == 7
    assert text[0] == "line,why," + HEADER


def test_rules_drop_rows_and_are_counted_apart(tmp_path: Path) -> None:
    """A row is dropped only where every column of the rule holds a listed cell."""
    test = "2025-11-11 09:00:00,-,-,-,test,-,货"
    log = _read(tmp_path, GOOD, test, test.replace("test,-", "test,小王"))
    assert [(rule.because.zh, rule.rows) for rule in log.dropped] == [("测试", 1)]
    assert (log.bad_count, len(log.rows)) == (1, 1)


def test_keys_hang_on_the_row_not_on_its_place(tmp_path: Path) -> None:
    """Rows in another order, with others between, keep their keys; equal rows get their own."""
    other = GOOD.replace("小王", "小李")
    both = _read(tmp_path, GOOD, GOOD)
    assert len(set(both.rows["key"].tolist())) == 2
    later = _read(tmp_path, other, GOOD)
    king = later.rows[later.rows["agent"] == later.agents.index("小王")]
    assert king["key"][0] == both.rows["key"][0]


def test_an_id_that_comes_twice_is_a_mistake(tmp_path: Path) -> None:
    """With an id column the second row of an id is put aside."""
    log = _read(tmp_path, GOOD, GOOD, mapping=MAPPING + "id: who\n")
    assert (len(log.rows), log.bad_count) == (1, 1)


def test_times_of_day_may_pass_midnight() -> None:
    """A time more than 12 hours before the row's own belongs to the next day; 24:00 is none."""
    late, early = clock_us("23:59:50"), clock_us("0:00:10")
    assert late is not None
    assert early is not None
    assert on_day(0, late, early) - on_day(0, late, late) == 20_000_000
    assert clock_us("24:00:00") is None
    assert seconds_us("-1.5") == -1_500_000
    assert moment_us("2025-02-30 10:00") is None


def test_a_column_that_is_not_there_is_located_in_the_mapping(tmp_path: Path) -> None:
    """The problem names the line of the mapping that asks for the column, and what there is."""
    text = _refused(tmp_path, GOOD, mapping=MAPPING.replace("agent: who", "agent: nobody"))
    assert "map.yaml:5:" in text
    assert "nobody" in text


def test_wrong_mappings_are_refused_where_they_are_wrong(tmp_path: Path) -> None:
    """Unknown keys and doubled ways have their place in the file."""
    text = _refused(tmp_path, GOOD, mapping=MAPPING + "agnet: who\n")
    assert "map.yaml:13:" in text
    assert "agent" in text
    both = MAPPING.replace("tier: {always: regular}", "tier: {always: regular, column: who}")
    assert "map.yaml:9:" in _refused(tmp_path, GOOD, mapping=both)


def test_a_log_without_one_good_row_is_refused(tmp_path: Path) -> None:
    """The first reason is told, with its line."""
    assert "log.csv:2:" in _refused(tmp_path, GOOD.replace("货", "?"))
    assert "log.csv" in _refused(tmp_path)


@pytest.mark.parametrize(
    "raw",
    [b"", b"\x00\x01\x02", b"\xff\xfe\x00", b"a,b\n\x81\n", gzip.compress(b"a,b\n" * 999)[:-9],
     b"\x1f\x8b\x08 broken", b'came,"\n' + b"x" * 200_000],
    ids=["empty", "binary", "half-utf16", "no-encoding", "cut-gzip", "broken-gzip", "endless-cell"],
)  # fmt: skip
def test_files_that_are_no_logs_give_problems(tmp_path: Path, raw: bytes) -> None:
    """Empty, binary, cut off: a located problem, no traceback."""
    (tmp_path / "map.yaml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "log.csv").write_bytes(raw)
    with pytest.raises(Problems, match=r"log\.csv"):
        read_log(tmp_path / "log.csv", tmp_path / "map.yaml")


@pytest.mark.parametrize("name", ["missing.csv", ".", "no.parquet"])
def test_places_that_are_no_files_give_problems(tmp_path: Path, name: str) -> None:
    """A missing file, a folder, a Parquet file that is none."""
    (tmp_path / "map.yaml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "no.parquet").write_bytes(b"PAR1 not really")
    with pytest.raises(Problems):
        read_log(tmp_path / name, tmp_path / "map.yaml")
