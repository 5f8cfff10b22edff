"""Loading what stays for good, without keys waiting for it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_loaded: set[str] = set()


@contextmanager
def lasting(what: str) -> Iterator[None]:
    """What is loaded within is never looked at by the garbage collector again; `what` is loaded
    once in a process, later on nothing is done.

    A full collection goes over every object there is while all else stands still: a hundred
    thousand after the first drill has begun, some 50 to 100 ms of a processor, and several times
    that between two keys on a busy machine. Loading is what sets it off.
    """
    if what in _loaded:
        yield
        return
    _loaded.add(what)
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
