"""Who has signed in: tokens that live in the server's memory alone."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Visitor:
    """Somebody who has signed in, until `until` (seconds of the clock)."""

    person_id: str
    form_token: str
    until: float


class Visitors:
    """Tokens and the people behind them; only hashes of tokens are held."""

    def __init__(self, hours: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._hours = hours
        self._clock = clock
        self._known: dict[str, Visitor] = {}

    def welcome(self, person_id: str) -> str:
        """A fresh token for somebody who has just shown who they are."""
        self._forget_old()
        token = secrets.token_urlsafe(32)
        until = self._clock() + self._hours * 3_600
        self._known[_hash(token)] = Visitor(person_id, secrets.token_urlsafe(16), until)
        return token

    def of(self, token: str | None) -> Visitor | None:
        """Who a token belongs to; None for unknown and expired ones."""
        found = self._known.get(_hash(token)) if token else None
        return found if found is not None and found.until > self._clock() else None

    def goodbye(self, token: str | None) -> None:
        """Forget a token."""
        if token:
            self._known.pop(_hash(token), None)

    def _forget_old(self) -> None:
        now = self._clock()
        self._known = {key: each for key, each in self._known.items() if each.until > now}


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
