"""Repeats leave demand and come back as returns; dialogues with the bot become a bot."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from simulated_log import days_of, log_of

from simulator.peak.calibration.calibration import Calibration, Wish, calibrate
from simulator.peak.log.log import BOT_DTYPE, LEFT, Log
from simulator.peak.log.moment import DAY_US

WISH = Wish("found", patience="exponential")
CHANCE, DELAY_S = 0.4, 900.0


@cache
def _plain() -> Log:
    return log_of(days_of(14))


def _with_repeats(known: bool) -> Log:
    """Of those who left, 40 % come again after 15 min on average, and are then served."""
    log, rng = _plain(), np.random.default_rng(2)
    rows = log.rows.copy()
    rows["customer"] = np.arange(len(rows))
    again = rows[(rows["outcome"] == LEFT) & (rng.random(len(rows)) < CHANCE)].copy()
    again["arrived"] = again["ended"] + np.round(rng.exponential(DELAY_S * 1e6, len(again)))
    again["answered"], again["outcome"], again["wait"] = again["arrived"], 0, 0
    again["service"], again["agent"], again["repeat"] = 60_000_000, 0, True
    again["ended"] = again["arrived"] + again["service"]
    rows = np.concatenate([rows, again])
    rows["line"] = np.arange(len(rows))
    if not known:
        rows["customer"] = -1
    rows = rows[np.argsort(rows["arrived"], kind="stable")]
    return replace(log, rows=rows, tells_repeats=True)


def _per_day(found: Calibration) -> float:
    return sum(d.contacts for part in found.scenario.demand.direct for d in part.days)


@pytest.mark.parametrize("known", [True, False], ids=["customers", "flags"])
def test_repeats_leave_demand_and_return(known: bool) -> None:
    """Demand is that of the log without repeats; the chance of coming back is found within three
    standard errors, its delay too where the log says whose it is; otherwise it is assumed."""
    found = calibrate(_with_repeats(known), WISH)
    bare = calibrate(_plain(), WISH)
    assert _per_day(found) == pytest.approx(_per_day(bare))
    fit = found.repeats
    assert fit is not None
    error = np.sqrt(CHANCE * (1 - CHANCE) / fit.after_left.endings)
    assert fit.after_left.probability == pytest.approx(CHANCE, abs=3 * error)
    returns = found.scenario.returns.after_abandonment
    assert returns is not None
    if known:
        spread = DELAY_S / np.sqrt(fit.after_left.came_back)
        assert returns.delay.mean_s == pytest.approx(DELAY_S, abs=3 * spread)
        assert fit.after_served.came_back == 0
    kinds = {b.kind for b in found.scenario.basis if "returns" in b.paths}
    assert kinds == ({"measured"} if known else {"assumed"})


def test_without_repeats_nobody_returns() -> None:
    """A log that does not tell repeats apart holds them already: no returns on top."""
    found = calibrate(_plain(), WISH)
    assert found.repeats is None
    assert found.scenario.returns.max_attempts == 1


def test_the_bot_is_found_again() -> None:
    """Of 2,000 dialogues 10 % left and 30 % of the others were solved: shares and mean times come
    back, and those who ended in the bot count as first attempts."""
    log, rng = _plain(), np.random.default_rng(3)
    ended = rng.choice(3, 2000, p=(0.1, 0.27, 0.63))
    bot = np.zeros(2000, BOT_DTYPE)
    bot["end"] = np.where(ended == 2, 3, ended)
    bot["arrived"] = log.rows["arrived"][0] // DAY_US * DAY_US + 10 * 3_600_000_000
    mean = np.array([20.0, 60.0, 40.0])
    bot["seconds"] = rng.exponential(mean[ended])
    found = calibrate(replace(log, bot=bot, in_bot=int((ended < 2).sum())), WISH)
    (made,) = found.scenario.bots
    assert made.leaves == pytest.approx((ended == 0).mean())
    assert made.resolved == pytest.approx(0.3, abs=0.035)
    assert made.transferred == 1.0
    for law, wanted in ((made.times.leaves, 20.0), (made.times.resolved, 60.0),
                        (made.times.transferred, 40.0)):  # fmt: skip
        assert law.mean_s == pytest.approx(wanted, rel=0.2)
    assert found.demand.counts.table.sum() == len(log.rows) + (ended < 2).sum()
