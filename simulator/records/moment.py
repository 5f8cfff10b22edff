"""Wall time in the records: whole microseconds since 1970 in UTC."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def now_us() -> int:
    """Now, in microseconds since 1970."""
    return time.time_ns() // 1000


def from_us(us: int) -> datetime:
    """A moment with its zone, UTC."""
    return _EPOCH + timedelta(microseconds=us)


def maybe_from_us(us: int | None) -> datetime | None:
    """Like `from_us`; None stays None."""
    return None if us is None else from_us(us)


def to_us(moment: datetime) -> int:
    """Microseconds since 1970; `ValueError` for a moment without zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return (moment - _EPOCH) // _MICROSECOND


def maybe_to_us(moment: datetime | None) -> int | None:
    """Like `to_us`; None stays None."""
    return None if moment is None else to_us(moment)
