"""The synthetic log of the library: a simulated day written down as a contact log.

``python -m simulator.peak.log.synthetic scenarios/library/logs/synthetic.csv`` writes it anew."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from scenarios.peak.load import load
from scenarios.peak.scenario import PeakScenario
from simulator.peak.record import SERVED
from simulator.peak.simulation import simulate

SEED = 20251111
HEADER = "会话编号,进线时间,接起时间,结束时间,等待秒数,通话秒数,结果,坐席,业务,等级"
INTENTS = {"delivery": "查物流", "refund": "退款"}
TIERS = {"regular": "普通", "vip": "会员"}
SECOND = 1_000_000

MISTAKES = (
    "坏-1,2025-11-11 24:05:10,-,2025-11-11 24:06:00,50,-,放弃,-,退款,普通",
    "坏-2,2025-11-11 11:20:00,2025-11-11 11:20:05,2025-11-11 11:18:40,5,-85,已接,综合1,查物流,普通",
    "坏-3,2025-11-11 15:00:00,2025-11-11 15:00:09,2025-11-12 01:04:09,"
    "9,36240,已接,综合2,查物流,普通",
    "试-1,2025-11-11 09:00:01,-,2025-11-11 09:00:02,1,-,测试,-,查物流,普通",
)
"""Rows that real logs have too: an hour 24, a negative time, a call of ten hours, a line test."""


def synthetic_log(scenario: PeakScenario) -> str:
    """One replication of ``scenario`` as CSV text, times in whole seconds, `MISTAKES` mixed in."""
    contacts = simulate(scenario, seed=SEED, keep_records=True).contacts
    rows = [_row(scenario, number, row) for number, row in enumerate(contacts, start=1)]
    for number, mistake in enumerate(MISTAKES, start=1):
        rows.insert(len(rows) * number // (len(MISTAKES) + 1), mistake)
    return "\n".join((HEADER, *rows, ""))


def _row(scenario: PeakScenario, number: int, row: np.void) -> str:
    served = row["outcome"] == SERVED
    arrived, ended = int(row["arrived"]) // SECOND, int(row["ended"]) // SECOND
    answered = int(row["answered"]) // SECOND if served else ended
    cells = (
        f"合成-{number:04d}",
        _moment(scenario, arrived),
        _moment(scenario, answered) if served else "-",
        _moment(scenario, ended),
        str(answered - arrived),
        str(ended - answered) if served else "-",
        "已接" if served else "放弃",
        _agent(scenario, row) if served else "-",
        INTENTS[scenario.intents[row["intent"]].name],
        TIERS[scenario.tiers[row["tier"]].name],
    )
    return ",".join(cells)


def _moment(scenario: PeakScenario, seconds: int) -> str:
    return scenario.clock.moment(seconds * SECOND).strftime("%Y-%m-%d %H:%M:%S")


def _agent(scenario: PeakScenario, row: np.void) -> str:
    group = scenario.groups[row["group"]]
    return f"{group.title.zh.removesuffix('组')}{int(row['agent'])}"


if __name__ == "__main__":
    # Nobody comes back: a log with returns in it would not tell them apart.
    text = synthetic_log(load("log-replay"))
    Path(sys.argv[1]).write_text(text, encoding="utf-8")
