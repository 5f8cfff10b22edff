"""Identifiers: UUID version 7 as text, in the order in which they were made."""

from __future__ import annotations

import os
import re
import threading
import time

_SHAPE = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_LOCK = threading.Lock()
_last = 0


def new_id() -> str:
    """A fresh identifier; later ones of one process sort after earlier ones (RFC 9562).

    48 bits of milliseconds, 12 bits of the fraction (made to rise), 62 bits of chance.
    """
    global _last
    with _LOCK:
        # 4096 steps a millisecond, as many as rand_a can tell apart.
        ticks = max(time.time_ns() * 4096 // 1_000_000, _last + 1)
        _last = ticks
    chance = int.from_bytes(os.urandom(8), "big") >> 2
    value = (ticks >> 12) << 80 | 7 << 76 | (ticks & 0xFFF) << 64 | 2 << 62 | chance
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def is_id(text: object) -> bool:
    """Whether `text` is written as an identifier."""
    return isinstance(text, str) and _SHAPE.fullmatch(text) is not None
