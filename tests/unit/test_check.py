"""Scenarios whose parts fit are accepted, however unusual; tests/bad has those that do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.peak.check import check
from scenarios.peak.check_demand import MAX_CONTACTS, expected_contacts
from scenarios.peak.load import load
from scenarios.peak.reach import Kind, queue_for, reachable
from sops.problem import Problems

BASE = Path(__file__).parent.parent / "bad" / "base.yaml"
NAMED = [
    "floor.shift_end=named",
    "groups.seniors.staff=null",
    "groups.seniors.shifts=[{start: 22:00, length_minutes: 480, people: 5}]",
    "groups.juniors.people=null",
]


def places(*sets: str) -> set[str]:
    """Where a changed base is refused; empty when it is accepted."""
    try:
        load(BASE, sets)
    except Problems as found:
        return {problem.path for problem in found.problems}
    return set()


@pytest.mark.parametrize(
    "sets",
    [
        ["groups.juniors.people=0", "groups.seniors.staff=[]"],
        ["groups.*.available=0", "floor.staff_scale=0"],
        ["demand.scale=0"],
        ["demand.orders=null", "demand.direct=[]"],
        ["bots.helper.seats=0", "bots.helper.when_full=wait", "bots.helper.patience=null"],
        ["bots.helper.understood=1", "bots.helper.resolved=1", "bots.helper.transferred=0"],
        ["queues.chat.hours=[]"],
        ["queues.second-line.priority=0"],
        ["targets.taobao.shops=[tmall, jd]"],
        ["targets=[]", "basis=[]"],
        ["clock.start=2025-11-11 20:00", "clock.end=2025-11-12 02:30"],
        ["clock.interval_minutes=15", "groups.seniors.staff=[{at: 08:15, people: 3}]"],
        [*NAMED, "groups.juniors.shifts=[]"],
    ],
    ids=lambda sets: sets[0],
)
def test_unusual_but_right(sets: list[str]) -> None:
    """Nobody on duty, no demand, a bot without seats and the like are situations, not mistakes."""
    assert places(*sets) == set()


def test_overlapping_shifts_are_different_people() -> None:
    """Shifts of a group may overlap; only rows alike in everything are one row too many."""
    early = "{start: 08:00, length_minutes: 480, people: 2}"
    rows = f"{early}, {early.replace('08', '10')}"
    assert places(*NAMED, f"groups.juniors.shifts=[{rows}]") == set()
    again = "{start: 08:00, length_minutes: 480, people: 9}"
    found = places(*NAMED, f"groups.juniors.shifts=[{rows}, {again}]")
    assert found == {"groups[1].shifts[2]"}


def test_check_works_without_files() -> None:
    """A scenario made in memory is checked by the same rules, with paths instead of lines."""
    base = load(BASE)
    assert check(base) == ()
    broken = base.model_copy(update={"groups": base.groups[:1]})
    assert ("queues", 0, "groups", 1, "group") in {path for path, message in check(broken)}


def test_reachable_kinds() -> None:
    """First attempts come by weights; a return may switch channel, over several steps."""
    base = load(BASE)
    kinds = reachable(base)
    assert kinds[Kind("jd", "ticket", "refund", "vip")] is False
    assert Kind("jd", "ticket", "logistics", "vip") not in kinds
    switched = load(
        BASE,
        [
            "intents.logistics.channels={chat: 1}",
            "returns.switch={chat: {phone: 0.2}, phone: {ticket: 0.1}}",
        ],
    )
    assert reachable(switched)[Kind("jd", "ticket", "logistics", "vip")] is True
    assert reachable(switched)[Kind("tmall", "phone", "logistics", "usual")] is True


def test_no_switch_when_nobody_returns() -> None:
    """Without a return, or with one attempt only, the switch of channels reaches nothing."""
    sets = ["intents.logistics.channels={chat: 1}", "intents.logistics.phone=null"]
    assert places(*sets) == {"intents[0]"}
    assert places(*sets, "returns.max_attempts=1") == set()
    assert places(*sets, "returns.after_abandonment.probability=0") == set()


def test_first_fitting_queue_wins() -> None:
    """Contacts join the first queue of the file that lists them."""
    base = load(BASE)
    names = [queue.name for queue in base.queues]
    assert names[queue_for(base, Kind("jd", "chat", "refund", "vip"))] == "vip-chat"
    assert names[queue_for(base, Kind("jd", "chat", "refund", "usual"))] == "chat"
    assert names[queue_for(base, Kind("jd", "ticket", "refund", "usual"))] == "tickets"


def test_zero_weight_needs_no_work() -> None:
    """An intent that never arrives needs neither work on a channel nor a queue."""
    sets = ["demand.direct.steady.mix.refund=0", "demand.direct.line.mix={logistics: 1}"]
    assert places(*sets, "queues.tickets.intents=[logistics]") == set()
    assert places("queues.tickets.intents=[logistics]") == {"queues"}


def test_expected_contacts_by_hand() -> None:
    """Volumes are days × contacts and orders × contacts per order, times pulses and scale."""
    base = load(BASE, ["demand.scale=2"])
    pulse = 1 + 3 * (20 + 30) / 1440
    found = expected_contacts(base)
    assert found[("demand", "direct", 0, "contacts_per_day")] == pytest.approx(600 * 2 * pulse)
    assert found[("demand", "direct", 1, "days")] == pytest.approx(80 * 2 * pulse)
    assert found[("demand", "orders")] == pytest.approx(13_000 * 0.05 * 2 * pulse)


def test_absurd_totals_point_at_their_cause() -> None:
    """Too many contacts are told at the scale, or else at the source that brings the most."""
    assert places(f"demand.scale={MAX_CONTACTS}") == {"demand.scale"}
    assert places("demand.orders.days[1].orders=1e12") == {"demand.orders"}
    assert places("demand.orders.days[1].orders=1e308", "demand.scale=1e300") == {"demand.orders"}


def test_too_many_agents_point_at_their_cause() -> None:
    """More agents than can be simulated are told at the factor, or else at the largest group."""
    assert places("floor.staff_scale=1000") == {"floor.staff_scale"}
    assert places("groups.seniors.staff[1].people=30000") == {"groups[0].staff"}


@pytest.mark.parametrize(
    "path",
    [
        "opinion.satisfaction.base",
        "groups.*.yuan_per_hour",
        "queues.hotline.groups.juniors.after_seconds",
        "queues[0]",
        "demand.orders.days.2025-11-10.orders",
        "demand.profiles.humps",
        "intents.*.chat.wrap_up",
    ],
)
def test_basis_may_name_defaults(path: str) -> None:
    """A note on where numbers come from may cover values that the file leaves at their default."""
    assert (
        places(f"basis[0].paths=[{path}]" if "[" not in path else f"basis[0].paths=['{path}']")
        == set()
    )
