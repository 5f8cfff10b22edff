"""The chat chain where it reduces to known queues, and its balances where it does not."""

import pytest
from solvers.chat_chain import Agent, solve

from simulator.peak.erlang import erlang_a, erlang_c


def test_one_slot_one_round_is_a_single_server_queue():
    """One slot, one round and endless patience: M/M/1."""
    figures = solve(Agent(1 / 200, 1, 100.0, 30.0, 1.0))
    assert figures.first_response == pytest.approx(
        float(erlang_c(1, 1 / 200, 100.0).mean_wait_s) + 100.0, rel=1e-9
    )
    assert figures.throughput == pytest.approx(1 / 200, rel=1e-9)


def test_one_slot_many_rounds_is_a_general_single_server():
    """One slot: the wait for it is Pollaczek–Khinchine's with the law of a whole session."""
    rate, work, think, rounds = 1 / 400, 20.0, 30.0, 4.0
    figures = solve(Agent(rate, 1, work, think, rounds, most_waiting=600))
    # A session is a geometric number of (work + think), less the last think time: moments from
    # S = work + B·(think + S'), B = 1 with probability 1 − 1/rounds.
    more = 1 - 1 / rounds
    first = (work + more * think) / (1 - more)
    square = (
        2 * work**2 + 2 * work * more * (think + first) + more * (2 * think**2 + 2 * think * first)
    ) / (1 - more)
    wait = rate * square / (2 * (1 - rate * first))
    assert figures.first_response == pytest.approx(wait + work, rel=1e-9)
    assert figures.open_sessions == pytest.approx(rate * first, rel=1e-9)
    assert figures.later_response == pytest.approx(work, rel=1e-9)


def test_many_slots_are_an_open_network():
    """Slots without end: replies waiting or worked are M/M/1 in number (Jackson), any order."""
    rate, work, think, rounds = 1 / 300, 20.0, 60.0, 6.0
    figures = solve(Agent(rate, 14, work, think, rounds, most_waiting=8))
    load = rate * rounds * work
    assert figures.occupancy == pytest.approx(load, rel=1e-4)
    thinking = rate * (rounds - 1) * think
    assert figures.open_sessions == pytest.approx(load / (1 - load) + thinking, rel=2e-3)
    by_kind = figures.first_response + (rounds - 1) * figures.later_response
    assert rate * by_kind == pytest.approx(load / (1 - load), rel=2e-3)
    assert figures.first_response < figures.later_response


@pytest.mark.parametrize("slots", [1, 2, 4])
def test_patience_and_flows(slots):
    """Arrivals are finished or lost, and hands are busy less when customers leave."""
    patient = solve(Agent(1 / 110, slots, 20.0, 15.0, 5.0, patience=90.0))
    assert patient.throughput + patient.abandonment / 110 == pytest.approx(1 / 110, rel=1e-9)
    assert patient.first_response == pytest.approx(patient.abandonment * 90.0, rel=1e-9)
    assert patient.cut < 1e-12


def test_impatience_in_the_outside_queue_is_erlang_a():
    """One slot, one round, patience that also runs during work: a queue lost at rate θ per head."""
    figures = solve(Agent(1 / 100, 1, 100.0, 30.0, 1.0, patience=80.0))
    # Leaving during work makes the hands free at rate 1/work + 1/patience: M/M/1+M in that rate.
    held = 1 / (1 / 100 + 1 / 80)
    steady = erlang_a(1, 1 / 100, held, 80.0)
    served = (1 - float(steady.abandonment)) * held / 100
    assert figures.throughput == pytest.approx(served / 100, rel=1e-9)


def test_more_slots_shorten_the_first_reply_and_slow_the_later_ones():
    """Concurrency trades later replies for first ones; the hands' work stays the same."""
    figures = [solve(Agent(1 / 300, slots, 20.0, 30.0, 6.0)) for slots in (1, 2, 4)]
    assert figures[0].first_response > figures[1].first_response > figures[2].first_response
    assert figures[0].later_response < figures[1].later_response < figures[2].later_response
    assert all(f.occupancy == pytest.approx(0.4, rel=1e-9) for f in figures)
