"""Benchmark: calibrating and backtesting on a real call log, days held back.

The log is not part of the project (docs/guides/log-replay.md says where it comes from): its path is
in SHAPAN_CALL_LOG; without it the benchmark says so and ends well. Two splits: the last week of the
log held back, and the week before it. Exit code 1 if a target is missed on the last week.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from simulator.peak.backtest.backtest import Backtest, backtest  # noqa: E402
from simulator.peak.backtest.error import Score  # noqa: E402
from simulator.peak.calibration.calibration import Wish, calibrate  # noqa: E402
from simulator.peak.calibration.trial import simple_patience_s  # noqa: E402
from simulator.peak.log.log import Log  # noqa: E402
from simulator.peak.log.reading import read_log  # noqa: E402
from simulator.peak.parallel import Workers  # noqa: E402

MAPPING = ROOT / "scenarios" / "library" / "logs" / "bank-hotline.map.yaml"
VARIABLE = "SHAPAN_CALL_LOG"
SPLITS = ((date(1999, 8, 20), 7), (date(1999, 8, 13), 6))
"""(last day used, days held back)."""
REPLICATIONS = 100
UNDER_LAST_WEEK = (0.30, 0.40)
"""Of waits and of leaving."""
NAMES = ("model", "floor", "formula", "last_week", "expected", "under_last_week", "over_formula")


def measure(log: Log, last: date, hold_back: int) -> dict[str, Any]:
    """One split: calibrated on the days before, tested on the days held back."""
    found = calibrate(log, Wish("backtest", hold_back=hold_back, last=last))
    patience = simple_patience_s(found.rows, found.scenario)
    result = backtest(found.scenario, log, patience_s=patience, replications=REPLICATIONS,
                      workers=Workers(2))  # fmt: skip
    wait, left = result.wait, result.left
    reached = (
        wait.under_last_week.value >= UNDER_LAST_WEEK[0]
        and left.under_last_week.value >= UNDER_LAST_WEEK[1]
        and wait.over_formula.value <= 0.0
        and left.over_formula.value <= 0.0
    )
    return {
        "fitted": [found.span.fitted[0].isoformat(), found.span.fitted[-1].isoformat()],
        "held_back": [found.span.held_back[0].isoformat(), found.span.held_back[-1].isoformat()],
        "patience": found.scenario.channels.phone.patience.law,  # type: ignore[union-attr]
        "wait_s": _errors(wait), "left_share": _errors(left),
        "occupancy_share": _errors(result.busy),
        "totals": _totals(result), "reached": reached,
    }  # fmt: skip


def _errors(score: Score) -> dict[str, list[float]]:
    """Each error with its interval."""
    found = {name: getattr(score, name) for name in NAMES}
    return {name: [e.value, e.low, e.high] for name, e in found.items()}


def _totals(result: Backtest) -> dict[str, list[float]]:
    """[measured, simulated] over all days."""
    flows = (result.measured, result.simulated)
    return {
        "contacts": [float(result.measured["contacts"].sum())],
        "wait_s": [float(f["wait"].sum() / f["waits"].sum() / 1e6) for f in flows],
        "left_share": [float(f["left"].sum() / f["contacts"].sum()) for f in flows],
    }


def show(report: dict[str, Any]) -> None:
    """Prints what a person reads."""
    for split in report["splits"]:
        print(f"留出 held back {split['held_back'][0]} – {split['held_back'][1]}，"
              f"拟合 fitted {split['fitted'][0]} – {split['fitted'][1]}，"
              f"{split['totals']['contacts'][0]:,.0f} 个 contacts")  # fmt: skip
        print(f"  合计 totals：等待 wait {split['totals']['wait_s']}，"
              f"放弃 left {split['totals']['left_share']}")  # fmt: skip
        for name in NAMES:
            wait, left = split["wait_s"][name], split["left_share"][name]
            pairs = (f"{v:>9.3f} [{low:.3f}, {high:.3f}]" for v, low, high in (wait, left))
            print(f"  {name:<16}" + "".join(pairs))


def main() -> int:
    """Reads the options, measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    file = os.environ.get(VARIABLE, "")
    if not os.path.isfile(file):
        print(f"{VARIABLE} 没有指向日志，跳过 / names no file: skipped", file=sys.stderr)
        return 0
    log = read_log(file, MAPPING)
    splits = [measure(log, *split) for split in SPLITS]
    report = {"benchmark": "backtest", "replications": REPLICATIONS, "splits": splits}
    if options.json:
        print(json.dumps(report, ensure_ascii=False, indent=1))
    else:
        show(report)
    return 0 if splits[0]["reached"] else 1


if __name__ == "__main__":
    raise SystemExit(main())
