"""Playing a log again: the same inputs at the same times (D11)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from scenarios.drill.case import Case
from simulator.drill.conversation.event import INPUTS, Event
from simulator.drill.conversation.session import Session
from simulator.drill.ear import Ear


def replay(case: Case, log: Iterable[Event], mode: str = "practise") -> Session:
    """A session brought to where `log` stops, by its inputs alone.

    Acts are taken from the log, not understood anew: a message means what it meant then.
    """
    kept = tuple(log)
    session = Session(case, mode, RememberingEar(case, kept))
    for event in kept:
        repeat(session, event)
    return session


class RememberingEar(Ear):
    """Hears what the log says was heard, message by message, and listens itself to what is new."""

    def __init__(self, case: Case, log: Sequence[Event]) -> None:
        super().__init__(case.sop, case.language)
        self._kept = iter([e.body["understood"] for e in log if e.kind == "message"])

    def hear(self, text: str, context: str, declined: bool = False) -> dict[str, Any]:
        """What the log keeps for the next message, else what is understood now."""
        return next(self._kept, None) or super().hear(text, context, declined)


def repeat(session: Session, event: Event) -> None:
    """Make one input of a log again; what is no input only lets its time pass."""
    body, at_us = event.body, event.at_us
    if event.kind == "message":
        session.message(body["text"], at_us)
    elif event.kind == "action":
        session.act(body["name"], body["with"], at_us)
    elif event.kind == "hold":
        session.hold(body["seconds"], at_us)
    elif event.kind == "hint":
        session.hint(body, at_us)
    elif event.kind == "close":
        session.close(at_us)
    elif event.kind not in INPUTS and event.kind != "started":
        session.advance(at_us)


def same_log(one: Sequence[Event], other: Sequence[Event]) -> bool:
    """Whether two logs are equal, event by event, as the records keep them.

    What the back office said in words is not compared: it is in the language of whoever looks.
    """
    return _kept(one) == _kept(other)


def _kept(log: Sequence[Event]) -> list[Any]:
    events = [event.as_dict() for event in log]
    for event in events:
        if event["kind"] == "action":
            event["body"] = {key: v for key, v in event["body"].items() if key != "message"}
    return list(json.loads(json.dumps(events)))
