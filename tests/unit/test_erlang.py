"""The planning formulas: published values, limits, refusals, searches, offered load."""

import math

import numpy as np
import pytest

from simulator.peak.erlang import erlang_a, erlang_b, erlang_c, general_patience
from simulator.peak.offered_load import offered_load
from simulator.peak.people_needed import Target, people_needed
from simulator.peak.survival import constant, exponential, from_survival

# people, contacts per second, handle s, patience s, T s -> measure: value
PUBLISHED = [
    (
        (50, 0.8, 60, math.inf, 20),
        {"wait_probability": 0.69446, "mean_wait_s": 20.83, "mean_queue": 16.67},
    ),
    (
        (50, 0.8, 60, 120, 20),
        {
            "wait_probability": 0.46777,
            "abandonment": 0.03091,
            "mean_wait_s": 3.709,
            "mean_queue": 2.968,
            "occupancy": 0.9303,
        },
    ),
    ((100, 100 / 300, 300, 300, 20), {"service_level": 0.7265, "abandonment": 0.03986}),
    ((100, 150 / 300, 300, 300, 20), {"service_level": 0.00014, "abandonment": 0.33333}),
    (
        (55, 0.2, 240, math.inf, 15),
        {
            "wait_probability": 0.23870,
            "mean_wait_s": 8.184,
            "service_level": 0.84588,
            "occupancy": 0.87273,
        },
    ),
    (
        (14, 100 / 1800, 180, math.inf, 20),
        {"wait_probability": 0.17413, "service_level": 0.88835, "answered_wait_s": 7.836},
    ),
    (
        (100, 102, 1, 1, 0.1),
        {"abandonment": 0.049918, "wait_probability": 0.591719, "mean_queue": 5.0916},
    ),
]


@pytest.mark.parametrize(("case", "values"), PUBLISHED)
def test_published_values(case, values):
    """Published or independently computed values come out to their last printed digit."""
    measures = erlang_a(*case)
    for name, value in values.items():
        digits = len(str(value).split(".")[1])
        assert abs(float(getattr(measures, name)) - value) <= 0.51 * 10.0**-digits, name


def test_erlang_b_equals_its_recursion():
    """The integral form of Erlang B equals the textbook recursion from 1 to 5,000 servers."""
    for people in (1, 2, 7, 50, 1000, 5000):
        for per_server in (0.05, 0.5, 1.0, 1.5, 8.0):
            load, inverse = people * per_server, 1.0
            for server in range(1, people + 1):
                inverse = 1.0 + inverse * server / load
            expected = 0.0 if math.isinf(inverse) else 1.0 / inverse
            assert float(erlang_b(people, load)) == pytest.approx(expected, rel=1e-11, abs=1e-300)


def test_erlang_b_at_its_ends():
    """No servers block everybody; no load is never blocked."""
    assert erlang_b([0, 0, 3], [2.0, 0.0, 0.0]) == pytest.approx([1.0, 1.0, 0.0])


def test_shapes_are_broadcast():
    """Lanes keep the caller's shape."""
    measures = erlang_a([[10], [20]], [0.01, 0.02, 0.03], 300, 120)
    assert measures.service_level.shape == (2, 3)
    assert np.all(np.diff(measures.service_level, axis=0) > 0)
    assert np.all(np.diff(measures.service_level, axis=1) < 0)


def test_nobody_on_duty_and_nobody_calling():
    """Without people all leave when patience ends; without contacts every ratio target is met."""
    empty = erlang_a(0, 0.1, 300, 120, 20)
    assert (float(empty.abandonment), float(empty.mean_wait_s)) == (1.0, 120.0)
    assert math.isnan(float(empty.answered_wait_s))
    assert float(empty.abandoned_within) == pytest.approx(1 - math.exp(-20 / 120))
    calm = erlang_a([0, 5], 0.0, 300, 120, 20)
    assert calm.service_level.tolist() == [1.0, 1.0]
    assert calm.mean_queue.tolist() == [0.0, 0.0]


def test_erlang_c_overloaded_waits_for_ever():
    """With load at or above the people, Erlang C has infinite waits and no service level."""
    measures = erlang_c([10, 10, 0], [10 / 300, 12 / 300, 1 / 300], 300)
    assert np.all(np.isinf(measures.mean_wait_s))
    assert np.all(measures.service_level == 0)


def test_long_patience_tends_to_erlang_c():
    """Erlang A with ever longer patience approaches Erlang C below full load."""
    patient, endless = erlang_a(12, 10 / 300, 300, 1e9), erlang_c(12, 10 / 300, 300)
    assert float(patient.mean_wait_s) == pytest.approx(float(endless.mean_wait_s), rel=1e-5)


def test_bad_arguments_are_refused():
    """Negative people, rates and times, and NaN, are refused."""
    for case in ((-1, 1, 1, 1), (1, -1, 1, 1), (1, 1, 0, 1), (1, math.nan, 1, 1)):
        with pytest.raises(ValueError):
            erlang_a(*case)
    with pytest.raises(ValueError):
        erlang_b(-1, 1)
    with pytest.raises(ValueError):
        exponential(0.0)
    with pytest.raises(ValueError):
        constant(-1.0)
    for limits in ({}, {"service_level": 1.0}, {"abandonment_max": 0.0}):
        with pytest.raises(ValueError):
            Target(**limits)


def test_balkers_leave_at_once():
    """A share that never waits is lost exactly when it would have to wait."""
    law = from_survival(lambda x: np.where(x < 0, 1.0, 0.7 * np.exp(-x / 120.0)))
    measures = general_patience(10, 12 / 300, 300, law, 0.0)
    assert float(measures.abandoned_within) == pytest.approx(
        0.3 * float(measures.wait_probability), rel=1e-9
    )


TARGETS = [
    Target(service_level=0.8),
    Target(service_level=0.8, excluding_abandoned=True),
    Target(service_level=0.95, within_s=0.0),
    Target(abandonment_max=0.03),
    Target(answered_wait_max_s=15.0),
    Target(occupancy_max=0.85),
    Target(service_level=0.5, within_s=60.0, abandonment_max=0.4, occupancy_max=0.99),
]


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("patience", [20.0, 120.0, math.inf])
def test_fewest_people(target, patience):
    """The number found meets the target and one fewer does not, in every interval."""
    loads = np.array([0.0, 0.01, 0.4, 1.0, 3.7, 25.0, 180.0, 2333.0, 9000.0])
    needed = people_needed(loads / 300, 300.0, patience, target)
    assert needed.possible.all()
    assert needed.people[0] == 0
    assert np.all(target.met(needed.measures))
    fewer = erlang_a(needed.people[1:] - 1, loads[1:] / 300, 300.0, patience, target.within_s)
    assert not np.any(target.met(fewer))


def test_fewer_people_than_the_load_may_do():
    """With abandonment 80/20 needs fewer people than the offered load; Erlang C needs more."""
    target = Target(service_level=0.8)
    impatient = people_needed(2333 / 300, 300.0, 120.0, target).people
    endless = people_needed(2333 / 300, 300.0, math.inf, target).people
    assert (int(impatient), int(endless)) == (2066, 2351)


def test_a_cap_makes_a_target_impossible():
    """Where the cap on people is too low the lane says so and keeps the cap."""
    needed = people_needed([10 / 300, 100 / 300], 300.0, 120.0, Target(service_level=0.8), most=50)
    assert needed.possible.tolist() == [True, False]
    assert needed.people[1] == 50
    assert float(needed.measures.service_level[1]) < 0.8
    closed = people_needed(0.1, 300.0, 120.0, Target(service_level=0.8), most=0)
    assert (bool(closed.possible), int(closed.people)) == (False, 0)


def test_people_needed_with_a_general_law():
    """A survival law gives the same people as the exponential mean it describes."""
    law = from_survival(lambda x: np.exp(-x / 120.0))
    loads = np.array([5.0, 80.0, 900.0])
    by_law = people_needed(loads / 300, 300.0, law, Target(service_level=0.8)).people
    by_mean = people_needed(loads / 300, 300.0, 120.0, Target(service_level=0.8)).people
    assert by_law.tolist() == by_mean.tolist()


def test_survival_laws_agree_with_their_integrals():
    """The numerical integral, mean and inverse of a law equal its closed forms."""
    points = np.array([0.0, 1e-6, 3.0, 89.9, 90.1, 1e5])
    by_table = from_survival(lambda x: np.exp(-x / 90.0))
    closed = exponential(90.0)
    assert by_table.integral(points) == pytest.approx(closed.integral(points), rel=1e-12)
    assert float(by_table.mean_s) == pytest.approx(90.0, rel=1e-12)
    assert by_table.inverse(np.array([0.3])) == pytest.approx(closed.inverse(np.array([0.3])))
    step = from_survival(lambda x: np.where(x < 90.0, 1.0, 0.0), breaks=(90.0,))
    assert step.integral(points) == pytest.approx(constant(90.0).integral(points), rel=1e-12)


def test_offered_load_builds_up_from_empty():
    """Constant rates from empty give a(1 − e^(−t/S)), averaged over each minute."""
    minutes = np.arange(60.0)
    loads = offered_load(np.full(60, 6.0), 300.0)
    grown = np.exp(-minutes * 60 / 300) * (1 - np.exp(-60 / 300)) * 300 / 60
    assert loads == pytest.approx(30.0 * (1 - grown), rel=1e-12)


def test_offered_load_of_a_constant_handle_time():
    """A burst of one minute with handle time 90 s is busy for exactly its 90 s each."""
    loads = offered_load([60.0, 0.0, 0.0, 0.0], constant(90.0))
    assert loads == pytest.approx([30.0, 52.5, 7.5, 0.0], abs=1e-9)


def test_offered_load_keeps_all_work():
    """Work is neither lost nor made, whatever the law, and intervals average their minutes."""
    rates = np.zeros((2, 240))
    rates[:, :30] = 5.0
    rates[1, 10:20] = 40.0
    law = from_survival(lambda x: np.exp(-((x / 200.0) ** 2)))
    loads = offered_load(rates, law, interval_minutes=30)
    assert loads.shape == (2, 8)
    assert loads.sum(axis=1) * 1800 == pytest.approx(rates.sum(axis=1) * float(law.mean_s))
    with pytest.raises(ValueError):
        offered_load([1.0, 2.0, 3.0], 300.0, interval_minutes=2)
