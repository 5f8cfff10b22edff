"""Small peak scenarios built in memory, for comparison with theory.

Rates are per second, times in seconds; a law is a dictionary as in a scenario file, a bare number
means the exponential law of that mean.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from scenarios.peak.scenario import PeakScenario

START = datetime(2025, 1, 1)
AT_ONCE_S = 1e-6
"""A wait of at most this is none: the clock of a run ticks in microseconds (F1)."""

Law = float | dict[str, Any]


def title() -> dict[str, str]:
    """A name that nobody reads."""
    return {"zh": "小世界", "en": "small world"}


def law(value: Law) -> dict[str, Any]:
    """A number as the exponential law of that mean (0: constant 0)."""
    if isinstance(value, dict):
        return value
    if value == 0.0:
        return {"law": "constant", "mean_seconds": 0.0}
    return {"law": "exponential", "mean_seconds": value}


def constant(seconds: float) -> dict[str, Any]:
    """Always `seconds`."""
    return {"law": "constant", "mean_seconds": seconds}


def calls(name: str, talk: Law, **work: Law) -> dict[str, Any]:
    """A phone intent that is always solved; `work` may name hold and wrap_up."""
    return {
        "name": name,
        "title": title(),
        "channels": {"phone": 1},
        "phone": {"talk": law(talk), **{part: law(time) for part, time in work.items()}},
        "resolved_by_person": 1.0,
    }


def chats(name: str, reply: Law, think: Law, rounds: dict[str, Any]) -> dict[str, Any]:
    """A chat intent that is always solved."""
    return {
        "name": name,
        "title": title(),
        "channels": {"chat": 1},
        "chat": {"rounds": rounds, "reply": law(reply), "think": law(think)},
        "resolved_by_person": 1.0,
    }


def group(name: str, people: int | tuple[int, ...], **fields: Any) -> dict[str, Any]:
    """A group with the same people always, or `people` per interval."""
    staff = {"people": people} if isinstance(people, int) else {"people_per_interval": people}
    return {"name": name, "title": title(), **staff, **fields}


def queue(name: str, channel: str, *groups: str, **fields: Any) -> dict[str, Any]:
    """A queue that the groups serve in that order of preference."""
    skills = [{"group": g} for g in groups]
    return {"name": name, "title": title(), "channel": channel, "groups": skills, **fields}


def flat(name: str, rate: float, **fields: Any) -> dict[str, Any]:
    """Direct demand of one intent at a constant rate per second."""
    return {
        "name": f"demand-{name}",
        "contacts_per_day": rate * 86_400.0,
        "profile": "flat",
        "mix": {name: 1},
        **fields,
    }


def answered_within(*seconds: float) -> list[dict[str, Any]]:
    """Targets that make a run count these thresholds of service level."""
    return [
        {
            "name": f"within-{number}",
            "title": title(),
            "kpi": "service_level",
            "within_seconds": limit,
            "at_least": 0.0,
        }
        for number, limit in enumerate(seconds)
    ]


def world(
    *,
    hours: float,
    intents: list[dict[str, Any]],
    queues: list[dict[str, Any]],
    groups: list[dict[str, Any]],
    demand: dict[str, Any] | list[dict[str, Any]],
    interval_minutes: int = 30,
    drain_minutes: float = 1440.0,
    shift_end: str = "first_free",
    **fields: Any,
) -> PeakScenario:
    """A scenario from 00:00 on; a list of demand is direct demand with a flat profile."""
    if isinstance(demand, list):
        demand = {"profiles": {"flat": [1]}, "direct": demand}
    clock = {
        "start": START.isoformat(timespec="minutes"),
        "end": (START + timedelta(hours=hours)).isoformat(timespec="minutes"),
        "interval_minutes": interval_minutes,
        "drain_minutes": drain_minutes,
    }
    return PeakScenario.model_validate(
        {
            "kind": "peak",
            "name": "small-world",
            "title": title(),
            "clock": clock,
            "shops": [{"name": "shop", "title": title(), "platform": "own"}],
            "tiers": [{"name": "regular", "title": title()}],
            "intents": intents,
            "queues": queues,
            "groups": groups,
            "demand": demand,
            "floor": {"shift_end": shift_end},
            **fields,
        }
    )


def hotline(
    people: int | tuple[int, ...],
    rate: float,
    talk: Law,
    patience: Law | None,
    *,
    hours: float,
    within: tuple[float, ...] = (),
    **fields: Any,
) -> PeakScenario:
    """One phone queue, one group: M/G/n+G."""
    phone = {} if patience is None else {"phone": {"patience": law(patience)}}
    return world(
        hours=hours,
        intents=[calls("call", talk)],
        queues=[queue("phone", "phone", "agents")],
        groups=[group("agents", people)],
        demand=fields.pop("demand", [flat("call", rate)]),
        channels=phone,
        targets=answered_within(*within),
        **fields,
    )


def chat_room(
    people: int | tuple[int, ...],
    rate: float,
    reply: Law,
    think: Law,
    rounds: dict[str, Any],
    *,
    concurrency: int,
    hours: float,
    patience: Law | None = None,
    **fields: Any,
) -> PeakScenario:
    """One chat queue, one group of agents with `concurrency` slots each."""
    chat = {} if patience is None else {"chat": {"patience": law(patience)}}
    return world(
        hours=hours,
        intents=[chats("chat", reply, think, rounds)],
        queues=[queue("chat", "chat", "agents")],
        groups=[group("agents", people, concurrency=concurrency)],
        demand=fields.pop("demand", [flat("chat", rate)]),
        channels=chat,
        **fields,
    )
