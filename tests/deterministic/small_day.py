"""Small days with constant laws, whose records can be worked out on paper.

Days open at 09:00; all times here are seconds after that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.scenario import PeakScenario
from simulator.peak.arrivals import ARRIVAL_DTYPE
from simulator.peak.draw import child, run_key
from simulator.peak.floor import Floor, lay_out
from simulator.peak.kernel.engine import run as run_kernel
from simulator.peak.record import CHAT, OUTCOMES, PHONE, TICKET, Records
from simulator.peak.reference.engine import run as run_reference
from simulator.peak.staffing import duty_of, planned_people

Engine = Callable[[Floor, NDArray[np.void]], Records]
ENGINES: dict[str, Engine] = {"reference": run_reference, "kernel": run_kernel}

TITLE = {"zh": "小日子", "en": "small day"}
OPENING_S = 9 * 3600
NEVER = -1.0


def law(seconds: float) -> dict[str, Any]:
    """Always this many seconds."""
    return {"law": "constant", "mean_seconds": seconds}


def queue(name: str, channel: str, *groups: str | tuple[str, float], **more: Any) -> dict[str, Any]:
    """A queue served by groups, or (group, seconds of waiting before it may)."""
    pairs = [g if isinstance(g, tuple) else (g, 0.0) for g in groups]
    due = {"due_minutes": 60} if channel == "ticket" else {}
    skills = [{"group": g, "after_seconds": after} for g, after in pairs]
    head = {"name": name, "title": TITLE, "channel": channel, "groups": skills}
    return head | due | more


def group(name: str, people: int | Sequence[int] | None, **more: Any) -> dict[str, Any]:
    """A group with so many people, constant or per interval of 30 minutes."""
    if isinstance(people, int):
        more["people"] = people
    elif people is not None:
        more["people_per_interval"] = people
    return {"name": name, "title": TITLE} | more


def intent(**more: Any) -> dict[str, Any]:
    """Calls of 100 s, chats of one reply of 60 s, tickets of 600 s; all resolved, no wrap-up."""
    work = {
        "phone": {"talk": law(100)},
        "chat": {"rounds": {"law": "constant", "rounds": 1}, "reply": law(60), "think": law(0)},
        "ticket": {"work": law(600)},
    }
    for channel, change in more.items():
        if channel in work:
            work[channel] = work[channel] | change
    rest = {key: value for key, value in more.items() if key not in work}
    share = {"phone": 1, "chat": 1, "ticket": 1}
    head = {"name": "ask", "title": TITLE, "channels": share, "resolved_by_person": 1.0}
    return head | work | rest


class Day:
    """A day that has been run."""

    def __init__(
        self,
        engine: Engine,
        arrivals: Sequence[tuple[float, int]],
        queues: Sequence[dict[str, Any]],
        groups: Sequence[dict[str, Any]],
        intents: Sequence[dict[str, Any]] = (),
        hours: int = 1,
        drain_minutes: float = 60,
        tiers: Sequence[int] = (),
        **parts: Any,
    ) -> None:
        """``arrivals``: (seconds, channel); ``tiers``: of each arrival, all plain when absent."""
        data = {
            "kind": "peak",
            "name": "small-day",
            "title": TITLE,
            "clock": {
                "start": "2026-11-11T09:00",
                "end": f"2026-11-11T{9 + hours:02d}:00",
                "drain_minutes": drain_minutes,
            },
            "shops": [{"name": "shop", "title": TITLE, "platform": "own"}],
            "tiers": [{"name": name, "title": TITLE} for name in ("plain", "vip")],
            "intents": list(intents or [intent()]),
            "demand": {},
            "queues": list(queues),
            "groups": list(groups),
        }
        scenario = PeakScenario.model_validate(data | parts)
        run = run_key(1, 0)
        floor = lay_out(scenario, duty_of(scenario, planned_people(scenario), run), (60.0,))
        rows = np.zeros(len(arrivals), ARRIVAL_DTYPE)
        for i, (second, channel) in enumerate(arrivals):
            rows[i]["time"] = (OPENING_S + second) * 1_000_000
            rows[i]["key"] = child(run, i)
            rows[i]["channel"] = channel
            rows[i]["tier"] = tiers[i] if tiers else 0
        self.records = engine(floor, rows)

    def seconds(self, what: str) -> list[float]:
        """A time of every contact in seconds after opening, NEVER where it did not happen."""
        times = self.records.contacts[what]
        return [NEVER if t < 0 else (t - OPENING_S * 1_000_000) / 1e6 for t in times.tolist()]

    def values(self, what: str) -> list[int]:
        """Another field of every contact."""
        return self.records.contacts[what].tolist()

    def outcomes(self) -> list[str]:
        """The outcomes."""
        return [OUTCOMES[o] for o in self.records.contacts["outcome"]]


def calls(*seconds: float) -> list[tuple[float, int]]:
    """Calls at these seconds."""
    return [(s, PHONE) for s in seconds]


def chats(*seconds: float) -> list[tuple[float, int]]:
    """Chats at these seconds."""
    return [(s, CHAT) for s in seconds]


def tickets(*seconds: float) -> list[tuple[float, int]]:
    """Tickets at these seconds."""
    return [(s, TICKET) for s in seconds]
