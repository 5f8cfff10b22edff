"""Small random peak scenarios that use every feature of the floor, with times that often coincide.

One description serves two sources of choices: a seeded generator, and Hypothesis, which shrinks
towards the first option of every choice."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any, NamedTuple, TypeVar

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from scenarios.peak.scenario import PeakScenario
from simulator.peak.arrivals import ARRIVAL_DTYPE
from simulator.peak.draw import child, run_key
from simulator.peak.floor import (
    BREAK,
    LAST_CALL,
    SHIFT_DTYPE,
    SHIFT_OFF,
    SHIFT_ON,
    Duty,
    Floor,
    lay_out,
)
from simulator.peak.staffing import duty_of, planned_people

T = TypeVar("T")
MINUTE_US = 60_000_000
CHANNELS = ("phone", "chat", "ticket")
GRAIN_S = 15
"""Arrivals come at multiples of this, so that many things happen at one instant."""


class Chooser:
    """Picks one of several options."""

    def pick(self, options: Sequence[T]) -> T:
        """One of the options."""
        raise NotImplementedError

    def often(self, options: Sequence[T], n: int) -> tuple[T, ...]:
        """Some of the options, ``n`` times."""
        return tuple(self.pick(options) for _ in range(n))


class Seeded(Chooser):
    """Choices of a seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def pick(self, options: Sequence[T]) -> T:
        """One of the options, all equally likely."""
        return self._random.choice(options)


class Drawn(Chooser):
    """Choices that Hypothesis makes and shrinks."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def pick(self, options: Sequence[T]) -> T:
        """One of the options; the first is the simplest."""
        return self._draw(st.sampled_from(options))


class Case(NamedTuple):
    """A scenario ready to run."""

    scenario: PeakScenario
    floor: Floor
    arrivals: NDArray[np.void]


def seeded_case(seed: int) -> Case:
    """The random case of a seed."""
    return _case(Seeded(seed))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Hypothesis strategy of random cases."""
    return _case(Drawn(draw))


def _case(choose: Chooser) -> Case:
    scenario = PeakScenario.model_validate(_scenario(choose))
    run = run_key(choose.pick(range(50)), 0)
    if scenario.floor.shift_end == "named":
        duty = _named_duty(choose, scenario)
    else:
        duty = duty_of(scenario, planned_people(scenario), run)
    floor = lay_out(scenario, duty, (30.0, 60.0))
    return Case(scenario, floor, _arrivals(choose, scenario, run))


def _named_duty(choose: Chooser, scenario: PeakScenario) -> Duty:
    """Shifts of named agents with every oddity that an engine must bear: a second shift right
    after the first, breaks that overlap, fall outside the shift, or wait for sessions."""
    clock = scenario.clock
    rows: list[tuple[int, int, int, int]] = []
    agents = np.zeros(len(scenario.groups), np.int64)
    for g, group in enumerate(scenario.groups):
        agents[g] = sum(shift.people for shift in group.shifts or ())
        for number in range(int(agents[:g].sum()), int(agents[: g + 1].sum())):
            for start, end in _spans(choose, clock.start_us, clock.end_us):
                last_call = end - choose.pick((0, 5, 15)) * MINUTE_US
                rows += [(start, number, SHIFT_ON, 0), (end, number, SHIFT_OFF, 0)]
                rows.append((max(start, last_call), number, LAST_CALL, 0))
                for _ in range(choose.pick((0, 1, 3))):
                    due = start + choose.pick(range(0, 90, 5)) * MINUTE_US
                    rows.append((due, number, BREAK, choose.pick((5, 1, 15)) * MINUTE_US))
    rows = sorted({row[:3]: row for row in rows if row[0] < clock.end_us}.values())
    nobody = np.zeros((len(scenario.groups), clock.intervals), np.int64)
    return Duty(nobody, agents, np.array(rows, SHIFT_DTYPE))


def _spans(choose: Chooser, opening: int, closing: int) -> list[tuple[int, int]]:
    spans = []
    start = opening + choose.pick((0, 0, 10, 30)) * MINUTE_US
    while start < closing and len(spans) < 3:
        end = start + choose.pick((60, 10, 30, 180)) * MINUTE_US
        spans.append((start, end))
        if choose.pick((True, False)):
            break
        start = end + choose.pick((0, 5, 1, 30)) * MINUTE_US
    return spans


def _arrivals(choose: Chooser, scenario: PeakScenario, run: np.uint64) -> NDArray[np.void]:
    clock = scenario.clock
    n = choose.pick((3, 10, 25, 40, 60, 90))
    # Crowded mornings as well as even ones.
    span_s = (clock.end_us - clock.start_us) // 1_000_000 // choose.pick((1, 2, 6))
    rows = np.zeros(n, ARRIVAL_DTYPE)
    grains = range(span_s // GRAIN_S)
    mix = choose.pick((CHANNELS, ("chat",), ("phone",), ("chat", "ticket"), ("phone", "ticket")))
    for i in range(n):
        rows[i]["time"] = clock.start_us + choose.pick(grains) * GRAIN_S * 1_000_000
        rows[i]["key"] = child(run, i)
        rows[i]["shop"] = choose.pick(range(len(scenario.shops)))
        rows[i]["intent"] = choose.pick(range(len(scenario.intents)))
        rows[i]["tier"] = choose.pick(range(len(scenario.tiers)))
        rows[i]["channel"] = CHANNELS.index(choose.pick(mix))
    rows.sort(order="time", kind="stable")
    return rows


def _scenario(choose: Chooser) -> dict[str, Any]:
    bots = _bots(choose)
    groups, shift_end, clock = _staff(choose)
    return {
        "kind": "peak",
        "name": "random",
        "title": _title(),
        "clock": clock,
        "shops": [{"name": f"s{i}", "title": _title(), "platform": "own"} for i in range(2)],
        "tiers": [{"name": t, "title": _title()} for t in ("plain", "vip")],
        "intents": [_intent(choose, f"i{i}") for i in range(choose.pick((1, 2)))],
        "channels": _behaviour(choose),
        "demand": {},
        "bots": bots,
        "queues": _queues(choose, [g["name"] for g in groups], bots),
        "groups": groups,
        "floor": {"shift_end": shift_end, "last_call_minutes": choose.pick((0, 10, 20))},
        "returns": _returns(choose),
    }


def _title() -> dict[str, str]:
    return {"zh": "随机", "en": "random"}


def _time(choose: Chooser, seconds: Sequence[float]) -> dict[str, Any]:
    """A law of coarse times, sometimes a fine one."""
    kind = choose.pick(("constant", "constant", "empirical", "empirical", "fine"))
    if kind == "constant":
        return {"law": "constant", "mean_seconds": choose.pick(seconds)}
    if kind == "empirical":
        return {"law": "empirical", "seconds": choose.often(seconds, 3)}
    mean = max(1.0, choose.pick(seconds))
    return choose.pick(
        (
            {"law": "exponential", "mean_seconds": mean},
            {"law": "lognormal", "mean_seconds": mean, "cv": 0.8},
            {"law": "weibull", "mean_seconds": mean, "shape": 1.5},
            {"law": "gamma", "mean_seconds": mean, "cv": 1.2},
            {"law": "erlang", "mean_seconds": mean, "stages": 3},
        )
    )


def _perhaps(choose: Chooser, seconds: Sequence[float]) -> dict[str, Any] | None:
    return _time(choose, seconds) if choose.pick((False, True, True)) else None


def _intent(choose: Chooser, name: str) -> dict[str, Any]:
    rounds = choose.pick(
        (
            {"law": "constant", "rounds": 1},
            {"law": "constant", "rounds": 3},
            {"law": "empirical", "rounds": [1, 2, 4]},
            {"law": "geometric", "mean_rounds": 2.0},
            {"law": "shifted_poisson", "mean_rounds": 2.5},
        )
    )
    work = (30, 60, 120, 300)
    return {
        "name": name,
        "title": _title(),
        "channels": {"phone": 1, "chat": 1, "ticket": 1},
        "phone": {
            "talk": _time(choose, (60, 0, 120, 300, 600)),
            "hold": _perhaps(choose, (0, 30)),
            "wrap_up": _perhaps(choose, (0, 30, 60)),
        },
        "chat": {
            "rounds": rounds,
            "reply": _time(choose, (0, *work)),
            "first_reply": _perhaps(choose, (0, *work)),
            "think": _time(choose, (0, *work)),
            "wrap_up": _perhaps(choose, (0, 30, 60)),
        },
        "ticket": {"work": _time(choose, (300, 0, 60, 900))},
        "resolved_by_person": choose.pick((1.0, 0.5, 0.0, 0.8)),
        "escalated": choose.pick((0.0, 0.5, 1.0)),
    }


def _behaviour(choose: Chooser) -> dict[str, Any]:
    patience = (120, 0, 30, 60, 300, 600)
    return {
        "phone": {"patience": _perhaps(choose, patience)},
        "chat": {
            "patience": _perhaps(choose, patience),
            "silent_share": choose.pick((0.0, 0.5, 1.0)),
            "ghost_wait": _time(choose, (0, 60, 300)),
            "idle_close": _time(choose, (0, 60, 120)),
            "reply_patience": _perhaps(choose, (60, 0, 30, 120)),
        },
    }


def _bots(choose: Chooser) -> list[dict[str, Any]]:
    layouts: tuple[list[tuple[tuple[str, ...], list[str] | None]], ...] = (
        [],
        [(("chat",), None)],
        [(("phone", "chat", "ticket"), None)],
        [(("chat",), ["s0"]), (("chat", "phone"), ["s1"])],
    )
    layout = choose.pick(layouts)
    return [_bot(choose, f"b{i}", *where) for i, where in enumerate(layout)]


def _bot(
    choose: Chooser, name: str, channels: tuple[str, ...], shops: list[str] | None
) -> dict[str, Any]:
    chance = (0.0, 0.3, 0.7, 1.0)
    leaves = ("demands_person", "leaves", "resolved", "transferred", "contained")
    own = {"i0": {"understood": choose.pick(chance)}} if choose.pick((False, True)) else {}
    return {
        "name": name,
        "title": _title(),
        "channels": channels,
        "shops": shops,
        "entry": choose.pick(("always", "on_trigger")),
        "seats": choose.pick((None, 1, 2, 0)),
        "when_full": choose.pick(("wait", "people")),
        "patience": _perhaps(choose, (60, 0, 30, 300)),
        "demands_person": choose.pick((0.0, 0.2)),
        "leaves": choose.pick((0.0, 0.2)),
        "understood": choose.pick(chance),
        "resolved": choose.pick(chance),
        "transferred": choose.pick(chance),
        "intents": own,
        "times": {leaf: _time(choose, (60, 0, 30, 120)) for leaf in leaves},
    }


def _queues(choose: Chooser, groups: list[str], bots: list[dict[str, Any]]) -> list[dict[str, Any]]:
    queues: list[dict[str, Any]] = []
    messages = choose.pick((False, True))
    for channel in CHANNELS:
        second = choose.pick((False, True))
        if choose.pick((False, True)):
            only: dict[str, Any] = choose.pick(({"tiers": ["vip"]}, {"shops": ["s1"]}))
            queues.append(_queue(choose, f"{channel}-special", channel, groups, bots) | only)
        queues.append(_queue(choose, f"{channel}-all", channel, groups, bots))
        for queue in queues:
            if queue["channel"] == channel:
                queue["escalates_to"] = f"{channel}-second" if second else None
                if channel == "chat" and messages:
                    queue["message_queue"] = "messages"
        if second:
            line = _queue(choose, f"{channel}-second", channel, groups, bots)
            queues.append(line | {"entry": "escalation"})
    if messages:
        line = _queue(choose, "messages", "ticket", groups, bots)
        queues.append(line | {"entry": "message"})
    _employ_everybody(choose, queues, groups)
    return queues


def _employ_everybody(choose: Chooser, queues: list[dict[str, Any]], groups: list[str]) -> None:
    used = {skill["group"] for queue in queues for skill in queue["groups"]}
    for group in groups:
        if group not in used:
            choose.pick(queues)["groups"].append({"group": group})


def _queue(
    choose: Chooser, name: str, channel: str, groups: list[str], bots: list[dict[str, Any]]
) -> dict[str, Any]:
    served = {shop for bot in bots if channel in bot["channels"] for shop in bot["shops"] or "*"}
    has_bot = served in ({"*"}, {"s0", "s1"})
    chosen = list(dict.fromkeys(choose.often(groups, choose.pick((1, 2, 3)))))
    hours: tuple[list[dict[str, str]], ...] = (
        *([],) * 6,
        [{"opens": "09:30", "closes": "24:00"}],
        [{"opens": "00:00", "closes": "10:00"}],
    )
    cap = None
    if choose.pick((False, False, True)):
        then = choose.pick(("refuse", "bot")) if has_bot else "refuse"
        cap = {"length": choose.pick((3, 6, 1, 2, 10, 0)), "then": then}
    above = (None, 0, 2) if has_bot else (None,)
    return {
        "name": name,
        "title": _title(),
        "channel": channel,
        "priority": choose.pick((10, 10, 5, 20)),
        "groups": [{"group": g, "after_seconds": choose.pick((0, 0, 30, 60))} for g in chosen],
        "hours": choose.pick(hours),
        "cap": cap,
        "bot_first_above": choose.pick(above),
        "due_minutes": choose.pick((60, 10, 240)) if channel == "ticket" else None,
    }


def _staff(choose: Chooser) -> tuple[list[dict[str, Any]], str, dict[str, Any]]:
    hours = choose.pick((1, 2, 3))
    start = choose.pick((9, 23))
    minutes = choose.pick((30, 15))
    end = start + hours
    clock = {
        "start": f"2026-11-11T{start:02d}:00",
        "end": f"2026-11-{11 + end // 24}T{end % 24:02d}:00",
        "interval_minutes": minutes,
        "drain_minutes": choose.pick((60, 0, 30)),
    }
    shift_end = choose.pick(("first_free", "handover", "handover", "named"))
    groups = []
    for i in range(choose.pick((1, 2, 3))):
        group = _group(choose, f"g{i}")
        if shift_end == "named":
            group["shifts"] = _shifts(choose, start, hours)
        else:
            group["people_per_interval"] = choose.often((1, 2, 3, 0, 5), hours * 60 // minutes)
        groups.append(group)
    return groups, shift_end, clock


def _group(choose: Chooser, name: str) -> dict[str, Any]:
    ramp = [
        {"week": 0, "speed": 0.5, "resolution": 0.6},
        {"week": 8, "speed": 1.0, "resolution": 1.0},
    ]
    group: dict[str, Any] = {
        "name": name,
        "title": _title(),
        "concurrency": choose.pick((1, 2, 3)),
        "speed": choose.pick((1.0, 2.0, 0.5, 0.9)),
        "resolution": choose.pick((1.0, 0.5, 2.0)),
        "escalation": choose.pick((1.0, 0.5)),
        "tickets": choose.pick(("no_sessions", "hands_free")),
    }
    if choose.pick((False, False, True)):
        group["experience"] = {"tenure_weeks": choose.pick((0, 4, 20)), "ramp": ramp}
    return group


def _shifts(choose: Chooser, start: int, hours: int) -> list[dict[str, Any]]:
    shifts: dict[tuple[int, int], dict[str, Any]] = {}
    for _ in range(choose.pick((1, 2, 3))):
        begin = start * 60 + choose.pick(range(-30, hours * 60, 15))
        length = choose.pick((60, 30, 90, 120))
        breaks: list[dict[str, int]] = []
        after = 0
        for pause in choose.pick(((), (5,), (5, 15), (10, 5))):
            after += choose.pick((5, 1, 10))
            if after + pause <= length:
                breaks.append({"after_minutes": after, "minutes": pause})
            after += pause
        shifts[begin, length] = {
            "start": f"{begin // 60 % 24:02d}:{begin % 60:02d}",
            "length_minutes": length,
            "people": choose.pick((1, 2, 3)),
            "breaks": breaks,
        }
    return list(shifts.values())


def _returns(choose: Chooser) -> dict[str, Any]:
    def cause() -> dict[str, Any] | None:
        if choose.pick((False, True)):
            delay = _time(choose, (30, 0, 300, 1800))
            return {"probability": choose.pick((0.5, 1.0)), "delay": delay}
        return None

    switch = choose.pick(({}, {"phone": {"chat": 0.5}, "chat": {"phone": 0.3, "ticket": 0.4}}))
    return {
        "max_attempts": choose.pick((5, 1, 2, 3)),
        "after_abandonment": cause(),
        "after_refusal": cause(),
        "after_bot": cause(),
        "after_service": cause(),
        "switch": switch,
    }
