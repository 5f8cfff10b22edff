"""The clock: SimPy's environment with the order of F17 among things at one instant.

Every scheduled event carries the key (kind, contact, agent) as its SimPy priority. Stories (SimPy
processes) go on *within* the step of the event they wait for, so nothing ever slips in between."""

from __future__ import annotations

from collections.abc import Callable, Generator
from heapq import heappush
from typing import Any

from simpy import Environment
from simpy.events import NORMAL, Event, EventPriority, Process

(
    BORDER,
    WORK_ENDS,
    HOLD_ENDS,
    BOT_ENDS,
    MESSAGE,
    ARRIVAL,
    OVERFLOW,
    ASSIGN,
    HANDS,
    PATIENCE_ENDS,
) = range(10)
"""Kinds of events, in the order in which they happen at one instant (F17)."""

Key = tuple[int, int, int]
"""(kind, contact id, agent id); −1 where there is none."""

Telling = Generator[Event, Any, Any]
"""What the body of a story yields (events it waits for) and is sent (their values)."""

_FAILURE: Key = (-1, -1, -1)


class Word(Event):
    """Something said to a story: it goes on at once, in the very step that says it."""

    def say(self, value: Any) -> None:
        """Let whoever waits for this word go on with ``value``."""
        self._ok = True
        self._value = value
        callbacks, self.callbacks = self.callbacks or [], None  # type: ignore[assignment]
        for callback in callbacks:
            callback(self)


class Moment(Event):
    """An instant to come. Whoever waits for it gets True, or False if it is cut short."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self._ok = True
        self._value = True

    def cancel(self) -> None:
        """Nobody waits for it any longer."""
        self.callbacks = []

    def cut(self) -> None:
        """Whoever waits for it goes on at once, with False."""
        self._value = False
        callbacks, self.callbacks = self.callbacks, []
        for callback in callbacks:
            callback(self)


class Story(Process):
    """A process that begins within the step that starts it."""

    def __init__(self, clock: Clock, telling: Telling) -> None:
        self.env = clock
        self.callbacks = []
        self._generator = telling
        self._target = start = Moment(clock)
        start._value = None
        self._resume(start)


class Clock(Environment):
    """Time in int µs (F1)."""

    def schedule(
        self,
        event: Event,
        priority: EventPriority | Key = NORMAL,
        delay: float = 0,
    ) -> None:
        """Set an event by its key. SimPy's own are ends of stories, which nobody awaits: dropped
        unless they failed."""
        if isinstance(priority, tuple):
            heappush(self._queue, (self._now + delay, priority, next(self._eid), event))  # type: ignore[misc]
        elif not event._ok:
            heappush(self._queue, (self._now, _FAILURE, next(self._eid), event))  # type: ignore[misc]

    def at(
        self,
        time: int,
        kind: int,
        contact: int = -1,
        agent: int = -1,
        then: Callable[[Event], None] | None = None,
    ) -> Moment:
        """A moment at ``time``; ``then`` is called when it comes."""
        moment = Moment(self)
        if then is not None:
            moment.callbacks.append(then)
        self.schedule(moment, (kind, contact, agent), time - self._now)
        return moment

    def after(
        self,
        delay: int,
        kind: int,
        contact: int = -1,
        agent: int = -1,
        then: Callable[[Event], None] | None = None,
    ) -> Moment:
        """A moment ``delay`` µs from now."""
        return self.at(int(self._now) + delay, kind, contact, agent, then)

    def run_to(self, limit: int) -> None:
        """Take every step up to and at ``limit`` (F15)."""
        while self.peek() <= limit:
            self.step()
