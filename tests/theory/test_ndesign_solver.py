"""The N-design solver where it reduces to Erlang A, and its balances where it does not."""

import pytest
from solvers.ndesign import Design, solve

from simulator.peak.erlang import erlang_a


def test_without_b_queue_one_is_erlang_a():
    """With nobody in B, queue 1 is an Erlang A of group A and queue 2 is lost."""
    figures = solve(Design((0.03, 0.01), 8, 0, 240.0, (240.0, 240.0), (120.0, 90.0)))
    steady = erlang_a(8, 0.03, 240.0, 120.0)
    assert figures.wait_probability[0] == pytest.approx(float(steady.wait_probability), rel=1e-9)
    assert figures.abandonment == pytest.approx((float(steady.abandonment), 1.0), rel=1e-9)


def test_without_queue_one_queue_two_is_erlang_a():
    """With no contacts for queue 1, queue 2 is an Erlang A of group B."""
    figures = solve(Design((1e-12, 0.03), 2, 7, 240.0, (240.0, 240.0), (120.0, 90.0)))
    steady = erlang_a(7, 0.03, 240.0, 90.0)
    assert figures.mean_wait[1] == pytest.approx(float(steady.mean_wait_s), rel=1e-6)


@pytest.mark.parametrize("first", [1, 2])
def test_equal_contacts_pool(first):
    """With group B alone and equal times, the total is one Erlang A whoever goes first."""
    figures = solve(Design((0.02, 0.015), 0, 8, 1.0, (240.0, 240.0), (100.0, 100.0), first))
    steady = erlang_a(8, 0.035, 240.0, 100.0)
    assert sum(figures.mean_queue) == pytest.approx(float(steady.mean_queue), rel=1e-9)
    favoured, other = (0, 1) if first == 1 else (1, 0)
    assert figures.mean_wait[favoured] < 0.8 * figures.mean_wait[other]


@pytest.mark.parametrize("first", [1, 2])
def test_flows_balance(first):
    """What is answered equals the work the groups do, queue by queue."""
    design = Design((0.03, 0.02), 4, 3, 200.0, (250.0, 300.0), (120.0, 90.0), first)
    figures = solve(design)
    one = figures.busy_a / design.handle_a + figures.busy_b[0] / design.handle_b[0]
    two = figures.busy_b[1] / design.handle_b[1]
    assert 0.03 * (1 - figures.abandonment[0]) == pytest.approx(one, rel=1e-9)
    assert 0.02 * (1 - figures.abandonment[1]) == pytest.approx(two, rel=1e-9)
    assert figures.cut < 1e-12
