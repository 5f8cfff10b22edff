"""KPIs of small days, each worked out on paper."""

from typing import Any

import numpy as np
import pytest
from small_day import OPENING_S, TITLE, calls, chats, group, intent, law, queue

from scenarios.peak.scenario import PeakScenario
from simulator.peak import simulate
from simulator.peak.arrivals import ARRIVAL_DTYPE
from simulator.peak.kpi import View, Where, measure, measure_all
from simulator.peak.result import Result
from simulator.peak.target import held


def run(
    arrivals: list[tuple[float, int]],
    queues: list[dict[str, Any]],
    groups: list[dict[str, Any]],
    intents: list[dict[str, Any]],
    intent_of: tuple[int, ...] = (),
    platform: str = "own",
    **parts: Any,
) -> Result:
    """One replication of two hours from 09:00 with these arrivals."""
    data = {
        "kind": "peak",
        "name": "small-day",
        "title": TITLE,
        "clock": {"start": "2026-11-11T09:00", "end": "2026-11-11T11:00"},
        "shops": [{"name": "shop", "title": TITLE, "platform": platform}],
        "tiers": [{"name": "plain", "title": TITLE}],
        "intents": intents,
        "demand": {},
        "queues": queues,
        "groups": groups,
    }
    rows = np.zeros(len(arrivals), ARRIVAL_DTYPE)
    for i, (second, channel) in enumerate(arrivals):
        rows[i]["time"] = (OPENING_S + second) * 1_000_000
        rows[i]["key"] = i + 1
        rows[i]["channel"] = channel
        rows[i]["intent"] = intent_of[i] if intent_of else 0
    return simulate(PeakScenario.model_validate(data | parts), arrivals=rows)


def values(result: Result, view: View = "total", cell: str = "total") -> dict[str, float]:
    """Every KPI of one cell."""
    found = measure_all(result, view)
    return {k: float(m.estimate[m.cells.index(cell)]) for k, m in found.items()}


def target(name: str, kpi: str, **more: Any) -> dict[str, Any]:
    """A target."""
    return {"name": name, "title": TITLE, "kpi": kpi} | more


TARGETS = [
    target("fast", "service_level", within_seconds=60, at_least=0.7, per="interval"),
    target("slow", "service_level_net", within_seconds=160, at_least=0.9, per="day"),
    target("left", "abandonment", at_most=0.2, per="horizon", probability=0.9),
]


@pytest.fixture(scope="module")
def phone_day() -> Result:
    """One agent, calls of 100 s, patience 150 s; calls at 0, 20, 40, 1790 and 1850 s.

    Answered after 0, 80, –, 0 and 40 s; the third hangs up at 190 s, having waited 150 s."""
    return run(
        calls(0, 20, 40, 1790, 1850),
        [queue("line", "phone", "team")],
        [group("team", 1, yuan_per_hour=30)],
        [intent(pre_sale=True)],
        channels={"phone": {"patience": law(150)}},
        targets=TARGETS,
    )


def test_answers_and_waits_on_the_phone(phone_day: Result) -> None:
    """Service levels, waits and abandonment of five calls are the fractions counted by hand."""
    found = values(phone_day)
    expected = {
        "offered": 5,
        "service_level_20s": 2 / 5,
        "service_level_60s": 3 / 5,
        "service_level_160s": 4 / 5,
        "service_level_net_60s": 3 / 5,
        "service_level_net_160s": 4 / 4,
        "asa": (80 + 40) / 4,
        "mean_wait": (80 + 150 + 40) / 5,
        "abandonment": 1 / 5,
        "work_time": 400 / 4,
        "unfinished": 0,
    }
    assert {k: found[k] for k in expected} == pytest.approx(expected)


def test_percentiles_lie_in_their_bins(phone_day: Result) -> None:
    """Rank 2.5 of 0, 0, 40, 80, 150 s lies half way in the bin 38–40 s, rank 4.5 in 135–150 s."""
    found = values(phone_day)
    assert found["wait_p50"] == pytest.approx(39)
    assert found["wait_p90"] == pytest.approx(142.5)


def test_intervals_count_by_joining(phone_day: Result) -> None:
    """The call at 1850 s counts in the second interval alone; nobody joined in the third."""
    waits = measure(phone_day, "mean_wait", by="interval")
    assert waits.cells == ("2026-11-11T09:00", "2026-11-11T09:30", "2026-11-11T10:00",
                           "2026-11-11T10:30")  # fmt: skip
    assert waits.estimate.tolist() == pytest.approx([57.5, 40, np.nan, np.nan], nan_ok=True)
    busy = measure(phone_day, "occupancy", by="interval")
    assert busy.estimate.tolist() == pytest.approx([210 / 1800, 190 / 1800, 0, 0])


def test_cases_and_money(phone_day: Result) -> None:
    """Four of five cases are solved at first; two agent-hours at 30 yuan make 15 yuan each."""
    found = values(phone_day)
    satisfied = (0.90 + 0.86 + 0.125 + 0.90 + 0.88) / 5
    expected = {
        "contacts": 5,
        "cases": 5,
        "contacts_per_case": 1,
        "first_contact_resolution": 4 / 5,
        "reached": 1,
        "cared_for": 4 / 5,
        "resolved": 4 / 5,
        "given_up": 1 / 5,
        "open_cases": 0,
        "satisfaction": satisfied,
        "recommendation": -100 + 160 * satisfied,
        "lost_orders": 0.32 - 0.18,
        "lost_order_value": 150 * (0.32 - 0.18),
        "paid": 2,
        "people_cost": 60,
        "total_cost": 60,
        "cost_per_resolved_case": 15,
    }
    assert {k: found[k] for k in expected} == pytest.approx(expected)


def test_what_nobody_did_is_nan(phone_day: Result) -> None:
    """Without chats, tickets and bots their shares are unknown, not 0."""
    found = values(phone_day)
    unknown = ("first_response", "reply_time", "platform_rate", "silent_abandonment",
               "ticket_on_time", "bot_understood", "reply_time_p50")  # fmt: skip
    assert all(np.isnan(found[k]) for k in unknown)
    assert np.isnan(measure(phone_day, "asa", where=Where(channels=("chat",))).estimate[0])


def test_targets_name_the_cell_that_binds(phone_day: Result) -> None:
    """60 s: 2/4 and 1/1 against 0.7, so 09:00 binds; 160 s net holds; 20 % given up just holds."""
    fast, slow, left = (held(phone_day, t) for t in phone_day.scenario.targets)
    assert (fast.holds, fast.binding_cell, fast.missed) == (
        False,
        "2026-11-11T09:00",
        ("2026-11-11T09:00",),
    )
    assert fast.slack.tolist() == pytest.approx([-0.2, 0.3, np.inf, np.inf])
    assert (slow.holds, slow.worst_slack) == (True, pytest.approx(0.1))
    assert (left.holds, left.share_held, left.direction) == (True, 1.0, "at_most")


@pytest.fixture(scope="module")
def chat_day() -> Result:
    """One agent with two slots; two chats at 0 and 10 s of two replies of 30 s, think 60 s; JD.

    Replies are sent at 30 (30 s), 60 (50 s), 120 (30 s) and 150 s (30 s)."""
    chat = {"rounds": {"law": "constant", "rounds": 2}, "reply": law(30), "think": law(60)}
    return run(
        chats(0, 10),
        [queue("window", "chat", "team")],
        [group("team", 1, concurrency=2)],
        [intent(chat=chat)],
        platform="jd",
    )


def test_first_and_average_response(chat_day: Result) -> None:
    """首响 is (30 + 50) / 2, 平响 (30 + 50 + 30 + 30) / 4; half are first answered within 30 s."""
    found = values(chat_day)
    expected = {
        "first_response": 40,
        "reply_time": 35,
        "platform_rate": 1 / 2,
        "first_response_p50": 30,
        "reply_time_p50": 25 + 5 * 2 / 3,
        "work_time": 60,
        "left_in_service": 0,
    }
    assert {k: found[k] for k in expected} == pytest.approx(expected)


def test_open_sessions(chat_day: Result) -> None:
    """120 + 140 s of open sessions in the first half hour of one agent, 120 s of them busy."""
    found = values(chat_day, "interval", "2026-11-11T09:00")
    assert found["open_sessions"] == pytest.approx(260 / 1800)
    assert found["occupancy"] == pytest.approx(120 / 1800)
    assert values(chat_day, "group", "team")["open_sessions"] == pytest.approx(260 / 7200)


def test_second_lines_count_in_their_own_row() -> None:
    """Two calls of 100 s, both escalated to one expert: the later one waits 80 s there alone."""
    targets = [
        target("all", "mean_wait_s", at_most=1, per="day"),
        target("second", "mean_wait_s", at_most=1, per="day", queues=["experts"]),
    ]
    result = run(
        calls(0, 20),
        [
            queue("line", "phone", "team", escalates_to="experts"),
            queue("experts", "phone", "pros", entry="escalation"),
        ],
        [group("team", 2), group("pros", 1)],
        [intent(escalated=1.0)],
        targets=targets,
    )
    waits = measure(result, "mean_wait", by="queue")
    assert dict(zip(waits.cells, waits.estimate.tolist(), strict=True)) == {
        "line": 0,
        "experts": 40,
    }
    total = values(result)
    assert (total["offered"], total["mean_wait"], total["escalated"]) == (2, 0, 1)
    assert values(result, "channel", "phone")["mean_wait"] == 0
    assert [held(result, t).holds for t in result.scenario.targets] == [True, False]


BOT_SKILLS: dict[str, dict[str, float]] = {
    "resolves": {"understood": 1, "resolved": 1},
    "contains": {"understood": 0, "transferred": 0},
    "transfers": {"understood": 1, "resolved": 0, "transferred": 1},
    "demands": {"demands_person": 1},
    "leaves": {"leaves": 1},
}


@pytest.mark.parametrize(("delay_hours", "effective"), [(23, 1 / 5), (25, 2 / 5)])
def test_leaves_of_the_bot(delay_hours: float, effective: float) -> None:
    """One contact on each leaf: 2 of 3 understood, 2 of 5 contained, 1 solved; the contained one
    counts as effective only where it comes back after more than 24 hours."""
    names = list(BOT_SKILLS)
    times = ("demands_person", "leaves", "resolved", "transferred", "contained")
    bot = {
        "name": "bot", "title": TITLE, "channels": ["chat"], "understood": 1, "resolved": 1,
        "transferred": 1, "intents": BOT_SKILLS, "times": {t: law(10) for t in times},
        "yuan_per_session": 0.1,
    }  # fmt: skip
    result = run(
        chats(0, 100, 200, 300, 400),
        [queue("window", "chat", "team")],
        [group("team", 1)],
        [intent() | {"name": name} for name in names],
        intent_of=tuple(range(len(names))),
        bots=[bot],
        returns={"after_bot": {"probability": 1, "delay": law(delay_hours * 3600)}},
    )
    expected = {
        "bot_sessions": 5,
        "bot_understood": 2 / 3,
        "bot_containment": 2 / 5,
        "bot_resolution": 1 / 5,
        "bot_effective_24h": effective,
        "bot_transfer": 2 / 5,
        "bot_cost": 0.5,
        "offered": 2,
        "reached": 1,
        "cared_for": 3 / 5,
        "resolved": 3 / 5,
        "open_cases": 2 / 5,
        "first_contact_resolution": 1,
    }
    found = values(result)
    assert {k: found[k] for k in expected} == pytest.approx(expected)
