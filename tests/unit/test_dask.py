"""Replications on a Dask cluster."""

import pytest

from scenarios.peak.load import load
from simulator.peak import Workers, simulate

distributed = pytest.importorskip("dask.distributed")

ARRAYS = (
    "people",
    "demand",
    "satisfied",
    "group_time",
    "waits",
    "answered_waits",
    "reply_waits",
    "interval_waits",
)


@pytest.fixture(scope="module")
def address():
    """A cluster of two processes on this machine."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        yield cluster.scheduler_address


def test_a_cluster_gives_the_same_result(address):
    """Six replications on a local Dask cluster equal those of one process, array by array."""
    scenario = load("ordinary-day", ["demand.scale=0.03"])
    here = simulate(scenario, seed=5, replications=6, keep_records=True)
    workers = Workers(backend="dask", address=address)
    there = simulate(scenario, seed=5, replications=6, keep_records=True, workers=workers)
    assert here.people.any()
    for name in ARRAYS:
        assert (getattr(here, name) == getattr(there, name)).all(), name
    for one, other in zip(here.records, there.records, strict=True):
        assert (one.contacts == other.contacts).all()


def test_a_cluster_can_be_used_again(address):
    """A second run on the same cluster works, and progress is told one by one up to the end."""
    told = []
    result = simulate(
        load("minimal", ["demand.scale=0.01"]),
        replications=3,
        workers=Workers(backend="dask", address=address),
        progress=lambda done, total: told.append((done, total)),
    )
    assert result.replications == 3
    assert told == [(1, 3), (2, 3), (3, 3)]
