"""What a calibration leaves beside its scenario: days, counts and goodness of fit, as JSON.

A backtest reads it to be sure that it tests on no day that was fitted."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from scenarios.peak.channel import CHANNELS
from simulator.peak.calibration.bot import BotFit
from simulator.peak.calibration.calibration import Calibration
from simulator.peak.calibration.patience import PatienceFit
from simulator.peak.calibration.time_law import Fit
from simulator.peak.calibration.trial import simple_patience_s
from simulator.peak.log.log import BOT_CONTAINED, BOT_LEFT, BOT_RESOLVED, BOT_WENT_ON
from sops.language import _
from sops.problem import Problem, Problems

Data = dict[str, Any]
KIND = "calibration"


@dataclass(frozen=True)
class Fitted:
    """The days of a calibration, and the mean of an exponential patience."""

    fitted: tuple[date, ...]
    held_back: tuple[date, ...]
    patience_s: float


def record_path(scenario: Path) -> Path:
    """``bank.yaml`` → ``bank.fit.json``."""
    return scenario.with_name(scenario.stem + ".fit.json")


def record_of(found: Calibration) -> Data:
    """Everything that was fitted, beside what it was fitted to."""
    log, demand = found.log, found.demand
    return {
        "kind": KIND,
        "log": Path(log.file).name,
        "read_rows": log.read,
        "dropped_rows": sum(d.rows for d in log.dropped),
        "bad_rows": log.bad_count,
        "fitted_rows": len(found.rows),
        "fitted_days": [d.isoformat() for d in found.span.fitted],
        "held_back_days": [d.isoformat() for d in found.span.held_back],
        "patience_s": simple_patience_s(found.rows, found.scenario),
        "demand": {
            "first_attempts_count": int(demand.counts.table.sum()),
            "contacts_by_weekday": [round(float(v), 2) for v in demand.expected.sum(axis=1)],
            "days_by_weekday": demand.seen.tolist(),
            "busyness_cv": demand.busy.cv,
            "busyness_correlation": demand.busy.correlation,
            "busyness_freedom": demand.busy.freedom,
            "profiles": [
                {"name": p.name, "intents": [log.intents[i] for i in p.intents],
                 "shared_weight": p.weight, "misfit": p.misfit} for p in demand.parts
            ],
        },
        "work": [
            {"intent": log.intents[w.intent], "channel": CHANNELS[w.channel], "pooled": w.pooled,
             **_time_fit(w.fit)} for w in found.work
        ],
        "patience": {CHANNELS[c]: _patience_fit(p) for c, p in found.patience.items()},
        "patience_trial": None if found.trial is None else [
            {"law": law, "wait_error": wait, "left_error": left}
            for law, wait, left in found.trial.errors
        ],
        "bot": None if found.bot is None else _bot_fit(found.bot),
        "repeats_count": int(found.rows["repeat"].sum()),
        "staff_from": "log" if found.duty is not None else "nowhere",
    }  # fmt: skip


def read_record(path: Path) -> Fitted | None:
    """The record at ``path``, or None where there is none; `Problems` where it is no such thing."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["kind"] != KIND:
            raise ValueError
        days = [tuple(date.fromisoformat(d) for d in data[key])
                for key in ("fitted_days", "held_back_days")]  # fmt: skip
        return Fitted(days[0], days[1], float(data["patience_s"]))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        message = _("这不是校准留下的记录；删掉它，或重新校准")
        raise Problems([Problem(str(path), 1, 1, "", message)]) from None


def _time_fit(fit: Fit) -> Data:
    return {
        "times_count": fit.times, "mean_s": fit.mean_s, "cv": fit.cv, "law": fit.law.law,
        "distance": fit.distance, "tried": _tried(fit.tried),
    }  # fmt: skip


def _bot_fit(fit: BotFit) -> Data:
    ends = dict(zip((BOT_LEFT, BOT_RESOLVED, BOT_CONTAINED, BOT_WENT_ON),
                    ("left", "resolved", "contained", "went_on"), strict=True))  # fmt: skip
    return {
        "dialogues_count": fit.dialogues, "leaves_share": fit.leaves,
        "resolves_share": fit.resolves, "transfers_share": fit.transfers,
        "endings": [{"end": ends[end], **_time_fit(found)} for end, found in fit.times.items()],
    }  # fmt: skip


def _patience_fit(fit: PatienceFit) -> Data:
    return {
        "waited_count": fit.waited, "left_count": fit.left, "censored_share": fit.censored,
        "law": fit.law.law, "mean_s": fit.law.mean_s, "longest_s": fit.longest_s,
        "distance": fit.distance, "tried": _tried(fit.tried),
    }  # fmt: skip


def _tried(tried: tuple[tuple[str, float, float], ...]) -> list[Data]:
    return [
        {"law": law, "aic_over_best": None if aic != aic else float(aic), "distance": far}
        for law, aic, far in tried
    ]  # fmt: skip
