"""Who has signed in: tokens that live in the server's memory alone."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Visitor:
    """Somebody who has signed in, until `until` (seconds of the clock).

    `standing` is what the sign-in stands on (see `simulator.records.sign_in`): when the records
    say another, it is over.
    """

    key: str
    person_id: str
    form_token: str
    until: float
    standing: str


class Visitors:
    """Tokens and the people behind them; only hashes of tokens are held."""

    def __init__(self, hours: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._hours = hours
        self._clock = clock
        self._known: dict[str, Visitor] = {}

    def welcome(self, person_id: str, standing: str = "") -> str:
        """A fresh token for somebody who has just shown who they are."""
        self._forget_old()
        token = secrets.token_urlsafe(32)
        key = _hash(token)
        until = self._clock() + self._hours * 3_600
        self._known[key] = Visitor(key, person_id, secrets.token_urlsafe(16), until, standing)
        return token

    def of(self, token: str | None) -> Visitor | None:
        """Who a token belongs to; None for unknown and expired ones."""
        return self.there(_hash(token)) if token else None

    def there(self, key: str) -> Visitor | None:
        """A visitor who has neither gone nor stayed too long."""
        found = self._known.get(key)
        return found if found is not None and found.until > self._clock() else None

    def goodbye(self, key: str | None) -> None:
        """Forget a visitor."""
        self._known.pop(key or "", None)

    def __len__(self) -> int:
        return len(self._known)

    def _forget_old(self) -> None:
        now = self._clock()
        self._known = {key: each for key, each in self._known.items() if each.until > now}


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
