"""The rest of a day: the posterior is Bayes', and the differences keep their promise."""

from __future__ import annotations

from datetime import datetime
from functools import cache

import numpy as np
import pytest
from scipy import stats
from simulated_log import days_of, log_of

from simulator.peak.intraday.advice import Possible, advise
from simulator.peak.intraday.busy import busy_today
from simulator.peak.intraday.outlook import Change, Outlook, as_is, difference, look
from simulator.peak.intraday.today import Today, today

SETS = ("demand.busyness.cv=0.3",)


@cache
def _today() -> Today:
    scenario = days_of(3, SETS)
    return today(scenario, log_of(scenario), datetime(2025, 11, 4, 14))


def test_one_factor_is_conjugate() -> None:
    """Gamma before, Gamma after: mean (k + came) ÷ (k + expected), whatever the split by intent."""
    busy = busy_today(np.array([60, 90]), np.array([50.0, 50.0]), 0.2, 1.0, 1)
    k = 1 / 0.2**2
    assert busy.mean == pytest.approx([(k + 150) / (k + 100)] * 2, rel=0.01)
    law = stats.gamma(k + 150, scale=1 / (k + 100))
    assert busy.low[0] == pytest.approx(law.ppf(0.05), rel=0.01)
    assert busy.high[0] == pytest.approx(law.ppf(0.95), rel=0.01)


def test_correlated_factors_agree_with_one_factor_and_with_none() -> None:
    """Nearly 1: as one factor. 0: each intent by itself, conjugate again."""
    came, expected = np.array([60, 90]), np.array([50.0, 50.0])
    nearly = busy_today(came, expected, 0.2, 0.9999, 1)
    together = busy_today(came, expected, 0.2, 1.0, 1)
    assert nearly.mean == pytest.approx(together.mean, rel=0.02)
    apart = busy_today(came, expected, 0.2, 0.0, 1)
    k = 1 / 0.2**2
    assert apart.mean == pytest.approx((k + came) / (k + expected), rel=0.01)


def test_nothing_seen_leaves_what_was_known() -> None:
    """Before anybody was expected the factors are the prior: mean 1, given CV and correlation."""
    busy = busy_today(np.zeros(2, int), np.zeros(2), 0.3, 0.5, 2)
    assert busy.mean == pytest.approx([1.0, 1.0], abs=0.02)
    assert busy.draws.std(axis=0) == pytest.approx([0.3, 0.3], rel=0.06)
    assert np.corrcoef(busy.draws.T)[0, 1] == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize("correlation", [1.0, 0.5])
def test_ninety_percent_intervals_hold_the_truth_as_often(correlation: float) -> None:
    """Days drawn from the model: the 90 % interval holds the true factor in 90 % of 400 of them."""
    rng = np.random.default_rng(8)
    expected, held = np.array([40.0, 80.0]), 0
    prior = busy_today(np.zeros(2, int), np.zeros(2), 0.3, correlation, 9)
    for day in range(400):
        truth = prior.draws[day]
        busy = busy_today(rng.poisson(truth * expected), expected, 0.3, correlation, day)
        held += int(busy.low[0] <= truth[0] <= busy.high[0])
    assert stats.binomtest(held, 400, 0.9).pvalue > 0.001


def test_the_morning_is_as_logged_and_the_rest_is_drawn() -> None:
    """Before 14:00 exactly the logged contacts and the inferred people; afterwards the plan."""
    here = _today()
    assert (here.so_far["time"] < here.at_us).all()
    assert len(here.so_far) == here.came.sum() > 100
    minute = here.at_us // 60_000_000 - here.streams.start_minute
    assert here.streams.rate[:minute].sum() == 0.0
    assert here.streams.rate[minute:].sum() == pytest.approx(here.to_come.sum())
    assert here.plan[:, here.now : here.now + 10].sum(axis=0).tolist() == [5] * 10
    assert here.plan[:, 20:26].sum(axis=0).mean() == pytest.approx(5.0, abs=1.0)


def test_rows_after_the_moment_change_nothing() -> None:
    """What the log holds after 14:00 is not looked at."""
    from dataclasses import replace

    scenario = days_of(3, SETS)
    log = log_of(scenario)
    at = datetime(2025, 11, 4, 14)
    from simulator.peak.log.moment import local_us

    rows = log.rows[log.rows["arrived"] < local_us(at)]
    whole, cut = today(scenario, log, at), today(scenario, replace(log, rows=rows), at)
    assert (whole.came == cut.came).all()
    assert (whole.plan == cut.plan).all()


def _more(here: Today, people: int) -> Change:
    plan = here.plan.copy()
    plan[0, here.now : here.now + 14] += people
    return Change(plan, as_is(here).demand)


def test_paired_differences_have_honest_coverage() -> None:
    """Of 60 batches of 20 replications about 95 % hold the difference of all 1,200 between ends;
    pairing makes the intervals less than two thirds as wide."""
    here, batches, size = _today(), 60, 20
    before = look(here, as_is(here), 30.0, replications=batches * size)
    after = look(here, _more(here, 1), 30.0, replications=batches * size)
    for figure in ("left", "wait_s"):
        truth = difference(before, after, figure)[0]
        held, widths, alone = 0, [], []
        for n in range(batches):
            part = slice(n * size, (n + 1) * size)
            one, two = (Outlook(o.sums[part], o.by_interval) for o in (before, after))
            value, half = difference(one, two, figure)
            held += int(abs(value - truth) <= half)
            widths.append(half)
            alone.append(np.hypot(one.share(figure)[1], two.share(figure)[1]))
        assert stats.binomtest(held, batches, 0.95).pvalue > 0.001, figure
        assert held >= 51
        assert np.mean(widths) < 0.67 * np.mean(alone)


def test_no_change_makes_no_difference() -> None:
    """The same plan meets the same customers: the difference is exactly 0."""
    here = _today()
    outlooks = [look(here, as_is(here), 30.0, replications=5) for _ in range(2)]
    assert difference(*outlooks, "left") == (0.0, 0.0)


def test_advice_reaches_a_goal_that_can_be_reached() -> None:
    """On a day with too few people the advice brings the share that leaves to the goal; a goal that
    holds already needs nothing."""
    here = _today()
    now = look(here, as_is(here), 30.0, replications=30).share("left")[0]
    advice = advise(here, Possible(call_in_minutes=30), goal=now * 0.6, replications=30)
    assert advice.chosen
    assert advice.reached
    assert advice.chosen[-1].outlook.share("left")[0] <= now * 0.6
    steps = [now, *(effect.outlook.share("left")[0] for effect in advice.chosen)]
    assert (np.diff(steps) < 0).all(), "nothing is advised that does no good"
    assert not advise(here, goal=min(now * 1.01, 1.0), replications=30).chosen


def test_moved_breaks_keep_the_hours() -> None:
    """Moving breaks adds no people-hours; calling in adds what it says."""
    here = _today()
    advice = advise(here, replications=10, goal=0.0)
    for effect in advice.effects:
        added = (effect.lever.change.plan - here.plan).sum() / 2
        assert effect.lever.hours == pytest.approx(added)
        assert (effect.lever.hours == 0) == (effect.lever.kind in ("breaks", "message"))
        past = effect.lever.change.plan[:, : here.now] == here.plan[:, : here.now]
        assert past.all(), "the past cannot be changed"
