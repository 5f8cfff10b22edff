"""The B1 day: its curve, its staffing rule and its arrivals."""

import math

import numpy as np
import pytest

from benchmarks.b1_model import MINUTES, b1_day, draw_arrivals, shape, staff_for


def test_staff_for_by_hand() -> None:
    """600 contacts of 300 s in a half hour are 100 erlang, and 100 + 0.5·10 is 105 agents."""
    assert staff_for(600.0, 300.0) == 105


def test_staff_is_rounded_up() -> None:
    """30 contacts of 300 s are 5 erlang: 5 + 1.118 is not 6 agents but 7."""
    assert staff_for(30.0, 300.0) == 7


def test_nobody_is_needed_without_contacts() -> None:
    """No contacts need no staff."""
    assert staff_for(0.0, 300.0) == 0


@pytest.mark.parametrize("contacts", [1_000, 20_000, 200_000])
def test_profile_sums_to_the_contacts(contacts: int) -> None:
    """The minutes of the day add up to the number of contacts asked for."""
    day = b1_day(contacts)
    assert len(day.per_minute) == MINUTES
    assert day.expected_contacts == pytest.approx(contacts, rel=1e-12)


def test_staff_follows_each_half_hour() -> None:
    """Each half hour's staff comes from the expected contacts of exactly its thirty minutes."""
    day = b1_day(20_000)
    assert len(day.staff) == 48
    for interval, staff in enumerate(day.staff):
        load = math.fsum(day.per_minute[30 * interval : 30 * (interval + 1)]) * 300 / 1800
        assert load + 0.5 * math.sqrt(load) <= staff < load + 0.5 * math.sqrt(load) + 1


def test_peaks_are_at_midnight_and_eight_in_the_evening() -> None:
    """The day's first minute is its highest, and the highest one after noon is at 20:00."""
    curve = shape()
    assert curve.argmax() == 0
    assert 720 + curve[720:].argmax() in (1199, 1200)


def test_burst_has_decayed_after_two_hours() -> None:
    """Two hours after the opening the rate is below a fifth of its height at 0:00."""
    curve = shape()
    assert curve[120] < curve[0] / 5


def test_arrivals_repeat_and_ascend() -> None:
    """The same seed gives the same ascending times inside the day, another seed gives others."""
    day = b1_day(1_000)
    first, again, other = (draw_arrivals(day, np.random.default_rng(s)) for s in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first[:10], other[:10])
    assert (np.diff(first) >= 0).all()
    assert first[0] >= 0
    assert first[-1] < 86_400


def test_arrivals_follow_the_profile() -> None:
    """Half-hourly counts of 200,000 contacts have a plausible chi-square against the profile."""
    day = b1_day(200_000)
    times = draw_arrivals(day, np.random.default_rng(5))
    counts = np.histogram(times, bins=48, range=(0, 86_400))[0]
    expected = np.array(day.per_minute).reshape(48, 30).sum(axis=1)
    chi_square = float(((counts - expected) ** 2 / expected).sum())
    # 48 degrees of freedom: the middle 99.98 % lies between these bounds.
    assert 19 < chi_square < 95
