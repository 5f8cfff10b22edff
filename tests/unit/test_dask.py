"""Replications on a Dask cluster."""

from dataclasses import replace

import pytest

from scenarios.peak.load import load
from simulator.peak import Workers, simulate
from simulator.peak.whatif.variant import Change, Effort, run_variants
from tui.command.run import run

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


def same_results(one, other):
    """Two results are equal, array by array."""
    assert one.people.any()
    assert (one.plan == other.plan).all()
    for name in ARRAYS:
        assert (getattr(one, name) == getattr(other, name)).all(), name


@pytest.mark.parametrize("sized", [False, True])
def test_variants_are_the_same_on_a_cluster(address, sized):
    """What-if variants, with their own people and with people sized for each, equal those of one
    process."""
    changes = [
        Change(f"x{factor}", load("minimal", [f"demand.scale={factor}"]), 10.0)
        for factor in (0.02, 0.03, 0.04)
    ]
    effort = Effort(replications=3, sized=sized, sizing_replications=2, sizing_verify=6)
    here = run_variants(changes, effort)
    dask = Workers(backend="dask", address=address)
    told = []
    there = run_variants(
        changes, replace(effort, workers=dask), lambda done, total: told.append((done, total))
    )
    for one, other in zip(here, there, strict=True):
        same_results(one.result, other.result)
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize(
    "words",
    [
        ["whatif", "minimal", "--set", "demand.scale=0.03", "--lever", "{lever}", "--json"],
        ["sweep", "minimal", "--over", "demand.scale=0.02,0.03", "--over",
         "groups.agents.people=2,3", "--json"],
        ["report", "minimal", "--set", "demand.scale=0.03", "--own-staff", "-o", "{out}"],
        ["bots", "ordinary-day", "--set", "demand.scale=0.02", "--points", "5", "--json"],
    ],
    ids=lambda words: words[0],
)  # fmt: skip
def test_a_command_answers_alike_on_a_cluster(address, words, tmp_path, capsys):
    """The answer of a command, and the file it writes, do not depend on where it is computed."""
    lever = tmp_path / "more.yaml"
    lever.write_text(
        "kind: lever\nname: more\ntitle: {zh: 多, en: More}\nnote: {zh: 试, en: Try}\n"
        "set: {groups.agents.people: 70}\n",
        encoding="utf-8",
    )
    answers = []
    for place in ([], ["--backend", "dask", "--address", address]):
        out = tmp_path / "report.html"
        filled = [w.format(lever=lever, out=out) if "{" in w else w for w in words]
        assert run([*filled, "--replications", "3", *place]) == 0
        answers.append((capsys.readouterr().out, out.read_bytes() if out.exists() else b""))
    assert answers[0] == answers[1]
    assert answers[0][0]
