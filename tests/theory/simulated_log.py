"""A simulated run written down as a contact log: what a calibration has to find again."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from scenarios.peak.load import load
from scenarios.peak.scenario import PeakScenario
from simulator.peak import simulate
from simulator.peak.log.log import LEFT, LOG_DTYPE, SERVED, Log
from simulator.peak.log.moment import local_us
from simulator.peak.record import SERVED as WAS_SERVED

SECOND = 1_000_000
MAPPING = """\
kind: contact-log
nothing: ["-"]
id: 编号
times: {arrived: 进线时间, answered: 接起时间, ended: 结束时间}
seconds: {wait: 等待秒数, service: 通话秒数}
outcome: {column: 结果, served: [已接], left: [放弃]}
agent: 坐席
shop: {always: shop}
intent: {column: 业务, values: {查物流: delivery, 退款: refund}}
channel: {always: phone}
tier: {column: 等级, values: {普通: regular, 会员: vip}}
limits: {wait_minutes: 60, service_minutes: 120}
"""
HEADER = "编号,进线时间,接起时间,结束时间,等待秒数,通话秒数,结果,坐席,业务,等级"
WORDS = {"delivery": "查物流", "refund": "退款", "regular": "普通", "vip": "会员"}


def days_of(days: int, sets: tuple[str, ...] = (), contacts: float = 600) -> PeakScenario:
    """`log-replay` over so many days, its undated staff on each, nobody on duty at night."""
    end = datetime(2025, 11, 3) + timedelta(days=days)
    night = [f"groups.{g}.staff={s}" for g, s in (
        ("general", "[{at: 09:00, people: 3}, {at: 21:00, people: 0}]"),
        ("after-sales", "[{at: 09:00, people: 2}, {at: 21:00, people: 0}]"))]  # fmt: skip
    clock = [f"clock.end={end:%Y-%m-%dT%H:%M}", "clock.start=2025-11-03T00:00"]
    return load("log-replay", (*night, *clock, f"demand.direct.calls.contacts_per_day={contacts}",
                               *sets))  # fmt: skip


def log_of(scenario: PeakScenario, seed: int = 1) -> Log:
    """One replication as a log; wrap-up is not in it, as logs have it."""
    contacts = simulate(scenario, seed=seed, keep_records=True).contacts
    contacts = contacts[contacts["joined"] >= 0]
    rows = np.zeros(len(contacts), LOG_DTYPE)
    origin = local_us(scenario.clock.origin)
    served = contacts["outcome"] == WAS_SERVED
    until = np.where(served, contacts["answered"], contacts["ended"])
    rows["line"] = np.arange(2, len(rows) + 2)
    rows["key"], rows["arrived"] = contacts["key"], contacts["joined"] + origin
    rows["answered"] = np.where(served, contacts["answered"] + origin, -1)
    rows["ended"] = contacts["ended"] + origin
    rows["wait"] = until - contacts["joined"]
    rows["service"] = np.where(served, contacts["ended"] - contacts["answered"], -1)
    rows["outcome"] = np.where(served, SERVED, LEFT)
    for field in ("shop", "intent", "channel", "tier"):
        rows[field] = contacts[field]
    rows["agent"] = np.where(served, contacts["agent"], -1)
    rows["customer"] = -1
    rows = rows[np.argsort(rows["arrived"], kind="stable")]
    agents = tuple(f"a{n}" for n in range(int(rows["agent"].max()) + 1))
    return Log(
        "simulated.csv", rows, ("shop",), tuple(i.name for i in scenario.intents),
        tuple(t.name for t in scenario.tiers), agents, False, len(rows), (), 0, (), (),
    )  # fmt: skip


def write_log(log: Log, folder: Path, encoding: str = "utf-8") -> Path:
    """The log as CSV in whole seconds, its mapping beside it."""
    path = folder / "calls.csv"
    text = "\n".join((HEADER, *(_line(log, row) for row in log.rows), ""))
    path.write_bytes(text.encode(encoding))
    (folder / "calls.map.yaml").write_text(MAPPING, encoding="utf-8")
    return path


def _line(log: Log, row: np.void) -> str:
    served = row["outcome"] == SERVED
    arrived, wait = int(row["arrived"]) // SECOND, int(row["wait"]) // SECOND
    service = int(row["service"]) // SECOND if served else 0
    cells = (
        f"n{row['line']}", _moment(arrived), _moment(arrived + wait) if served else "-",
        _moment(arrived + wait + service), str(wait), str(service) if served else "-",
        "已接" if served else "放弃", log.agents[row["agent"]] if served else "-",
        WORDS[log.intents[row["intent"]]], WORDS[log.tiers[row["tier"]]],
    )  # fmt: skip
    return ",".join(cells)


def _moment(seconds: int) -> str:
    return f"{datetime(1970, 1, 1) + timedelta(seconds=seconds):%Y-%m-%d %H:%M:%S}"
