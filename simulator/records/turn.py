"""Taking turns at writing to a SQLite file, in the order in which writers come.

SQLite itself lets waiting writers try again after a nap, so among fifty of them one may be
unlucky until its patience ends. The kernel's queue for a file lock wakes them one by one, and a
process that is killed gives its place up.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def turn(database: Path) -> Iterator[None]:
    """Wait for one's turn, and keep it while the block runs.

    Where a file system knows no such locks, SQLite's own waiting has to do.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    place = database.with_name(f"{database.name}-turn")
    handle = os.open(place, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
