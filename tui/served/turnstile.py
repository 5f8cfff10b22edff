"""Checking passwords beside the server: a few at a time, and no endless queue."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

from tui.served.limit import Limits

T = TypeVar("T")


class Crowded(Exception):
    """So many are waiting that nobody else can."""


class Turnstile:
    """Lets in what the limits allow; one address can fill only its own share of the queue."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._waiting: Counter[str] = Counter()
        self._pool = ThreadPoolExecutor(limits.hashing, thread_name_prefix="sign-in")

    async def through(self, address: str, check: Callable[[], T]) -> T:
        """What `check` gives, in its turn; `Crowded` where there is no place to wait."""
        if (
            self._waiting[address] >= self._limits.most_waiting_per_address
            or self._waiting.total() >= self._limits.most_waiting
        ):
            raise Crowded
        self._waiting[address] += 1
        try:
            # What is refused is said in the visitor's language, which the context holds.
            run = copy_context().run
            return await asyncio.get_running_loop().run_in_executor(self._pool, run, check)
        finally:
            self._waiting[address] -= 1
            if not self._waiting[address]:
                del self._waiting[address]

    def close(self) -> None:
        """Wait for nobody any more."""
        self._pool.shutdown(wait=False, cancel_futures=True)
