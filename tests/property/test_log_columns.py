"""Reading a log by column says of every row what reading it by itself says."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import numpy as np
import pytest

from simulator.peak.log.log import Log
from simulator.peak.log.mapping import read_mapping
from simulator.peak.log.reading import read_log
from simulator.peak.log.row import Bad, Contact, RowReader

FULL = """\
kind: contact-log
nothing: ["-", "无"]
times: {arrived: [queued, came], answered: taken, ended: gone}
seconds: {wait: waited, others: [extra]}
outcome: {column: how, served: [ok, 1], left: [lost]}
agent: who
customer: phone
shop: {column: shop, values: {甲: shop-a, 乙: shop-b}}
intent: {column: about, values: {货: delivery}, otherwise: other}
channel: {column: by, values: {电话: phone, 在线: chat}}
tier: {always: regular}
drop:
  - {where: {how: [test]}, because: {zh: 测试, en: tests}}
  - {where: {about: [废], by: [在线]}, because: {zh: 作废, en: void}}
limits: {wait_minutes: 10, service_minutes: 60}
"""
CLOCKS = FULL.replace("times: {", "times: {day: {column: date, of: came}, ")
HEADER = ["came", "queued", "taken", "gone", "waited", "extra", "how", "who", "phone", "shop",
          "about", "by", "date"]  # fmt: skip
CELLS = {
    "clock": ["09:00:00", "9:00", "23:59:59.5", "00:00:10", "24:00:00", "-", "", " 10:01:02 ", "x"],
    "number": ["5", "0", "-3", "4000", "1e3", "", "-", "12.5", "abc"],
    "how": ["ok", "1", "lost", "test", " ok ", "什么", ""],
    "who": ["小王", "小李", "-", ""],
    "shop": ["甲", "乙", "丙"],
    "about": ["货", "钱", "废"],
    "by": ["电话", "在线", "传真"],
    "date": ["2025-11-11", "2025/11/12", "2025年11月13日", "2025-02-30", ""],
}


def _row(rng: random.Random, full: bool) -> list[str]:
    """Mostly a good row, with a mistake here and there, or many."""
    wild = rng.random() < 0.3

    def pick(kind: str) -> str:
        return rng.choice(CELLS[kind] if wild else CELLS[kind][:2])

    def moment() -> str:
        clock = pick("clock")
        if not full or clock in ("-", ""):
            return clock
        return pick("date") + rng.choice([" ", "T", "  ", "_"] if wild else [" "]) + clock

    times = [moment(), rng.choice(["-", moment()]), moment(), moment()]
    numbers, customer = [pick("number"), pick("number")], rng.choice(["138", "139", "-"])
    names = [pick(kind) for kind in ("shop", "about", "by", "date")]
    row = [*times, *numbers, pick("how"), pick("who"), customer, *names]
    return row[: rng.choice([12, 13])] if wild and rng.random() < 0.1 else row


def _one_by_one(folder: Path, rows: list[list[str]]) -> tuple[dict[int, Contact], dict[int, str]]:
    """Line → what the row says, and line → why it is bad, by the careful reader alone."""
    mapping, _document = read_mapping(folder / "map.yaml")
    reader = RowReader(mapping, HEADER)
    good, bad = {}, {}
    for line, cells in enumerate(rows, start=2):
        if reader.rule(cells) is not None:
            continue
        try:
            good[line] = reader.read(cells)
        except Bad as reason:
            bad[line] = str(reason)
    return good, bad


def _said(log: Log, row: np.void) -> Contact:
    numbers = (int(row[f]) for f in Contact._fields[:6])
    agent = None if row["agent"] < 0 else log.agents[row["agent"]]
    return Contact(*numbers, log.shops[row["shop"]], log.intents[row["intent"]],
                   int(row["channel"]), log.tiers[row["tier"]], agent, False,
                   int(row["customer"]))  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("mapping", [FULL, CLOCKS], ids=["moments", "clocks"])
def test_by_column_as_by_row(seed: int, mapping: str, tmp_path: Path) -> None:
    """300 random rows, a third of them wild: the same are good and say the same, the bad ones
    are put aside for the same reason."""
    rng = random.Random(seed)
    rows = [_row(rng, mapping is FULL) for _n in range(300)]
    (tmp_path / "map.yaml").write_text(mapping, encoding="utf-8")
    with (tmp_path / "log.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([HEADER, *rows])
    log = read_log(tmp_path / "log.csv", tmp_path / "map.yaml")
    good, bad = _one_by_one(tmp_path, rows)
    assert {row.line: row.why for row in log.bad} == bad
    assert {int(row["line"]): _said(log, row) for row in log.rows} == good
    assert log.read == len(log.rows) + log.bad_count + sum(d.rows for d in log.dropped)
    assert len(good) > 50
    assert len(bad) > 20


def test_customers_who_come_again_are_repeats(tmp_path: Path) -> None:
    """With `customer`, a contact within `repeat_hours` of the same customer's last is a repeat."""
    mapping = FULL.replace("customer: phone", "customer: phone\nrepeat_hours: 2")
    (tmp_path / "map.yaml").write_text(mapping, encoding="utf-8")
    times = {"09:00:00": "138", "09:30:00": "139", "10:59:00": "138", "12:59:30": "138",
             "13:00:00": "-", "13:00:01": "-"}  # fmt: skip
    rows = [["2025-11-11 " + t, "-", *["2025-11-11 " + t] * 2, "", "", "ok", "小王", who,
             "甲", "货", "电话", ""] for t, who in times.items()]  # fmt: skip
    with (tmp_path / "log.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([HEADER, *rows])
    log = read_log(tmp_path / "log.csv", tmp_path / "map.yaml")
    assert log.tells_repeats
    assert log.rows["repeat"].tolist() == [False, False, True, False, False, False]


def test_time_in_the_bot_is_kept_apart(tmp_path: Path) -> None:
    """Rows that ended in the bot are no contacts for people; their dialogues are counted, and so
    is the time in the bot of those who went on."""
    mapping = (
        FULL + "bot: {seconds: extra, ended: [{where: {how: [lost], who: ['-']}, as: left}]}\n"
    )
    (tmp_path / "map.yaml").write_text(mapping, encoding="utf-8")
    base = ["2025-11-11 09:00:00", "-", "-", "2025-11-11 09:00:30", ""]
    rows = [[*base, "7", "lost", "-", "-", "甲", "货", "电话", ""],
            [*base, "9", "lost", "小王", "-", "甲", "货", "电话", ""]]  # fmt: skip
    with (tmp_path / "log.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([HEADER, *rows])
    log = read_log(tmp_path / "log.csv", tmp_path / "map.yaml")
    assert (len(log.rows), log.in_bot) == (1, 1)
    assert log.bot is not None
    assert log.bot["seconds"].tolist() == [7.0, 9.0]
    assert log.bot["end"].tolist() == [0, 3]
