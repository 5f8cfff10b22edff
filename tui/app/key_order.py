"""Keys and pastes one after the other, each for whoever has the focus by then.

Textual gives a key to the focus of the moment in which it comes in, not of the moment in which it
is its turn. Over a slow line, from an input method, or from quick hands, several come in at once:
what is typed behind an enter that goes on to the next field would still land in the field before.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual import events
    from textual.app import App
    from textual.message_pump import MessagePump

PATIENCE_S = 1.0
"""No part of a screen holds keys up for longer than this."""
ROUNDS = 6
"""Enough for a key that answers a form, whose answer opens another one."""

Hand = Callable[[Any], Awaitable[None]]


class KeyOrder:
    """Hands one event on, and the next when all that it set off is done: a focus that moves, a
    form that closes, a screen that comes. What is read beside the screen is not waited for."""

    def __init__(self, app: App[Any], hand: Hand) -> None:
        """`hand` is given each event in its turn."""
        self._app = app
        self._hand = hand
        self._waiting: deque[events.Event] = deque()
        self._task: asyncio.Task[None] | None = None

    @property
    def busy(self) -> bool:
        """Whether some have not been handed on yet, or are still being handled."""
        return self._task is not None and not self._task.done()

    def take(self, event: events.Event) -> None:
        """The next event; returns at once, for what it sets off needs the app's own queue."""
        self._waiting.append(event)
        if not self.busy:
            self._task = asyncio.create_task(self._go())

    async def _go(self) -> None:
        try:
            while self._waiting and self._app.is_running:
                before = self._whose()
                await self._hand(self._waiting.popleft())
                await self._quiet(before)
        except Exception as error:  # As an error of any other handler: the app ends with it.
            self._app.call_later(_fail, error)

    def _whose(self) -> list[MessagePump]:
        """Who has the focus, and all round it, the app last."""
        if not self._app.screen_stack:
            return [self._app]
        return list((self._app.focused or self._app.screen).ancestors_with_self)

    async def _quiet(self, pumps: list[MessagePump]) -> None:
        """Wait until nobody whom the event has reached has anything left to do."""
        for _round in range(ROUNDS):
            for pump in pumps:
                await _through(pump)
            now = self._whose()
            if now == pumps and not any(pump.message_queue_size for pump in pumps):
                return
            pumps = now


async def _through(pump: MessagePump) -> None:
    """Wait until a part of the screen has handled what has been given to it."""
    done = asyncio.Event()
    if pump.call_later(done.set):
        with suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), PATIENCE_S)


def _fail(error: Exception) -> None:
    raise error
