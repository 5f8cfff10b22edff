"""A contact log as read: good rows as arrays, the others kept aside."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.strict import Note

SERVED, LEFT = range(2)

LOG_DTYPE = np.dtype(
    [
        ("line", np.int64),
        ("key", np.uint64),  # of the row's identity; the same wherever the row stands
        ("arrived", np.int64),  # µs from 1970-01-01 00:00, local time; so are answered and ended
        ("answered", np.int64),
        ("ended", np.int64),
        ("wait", np.int64),  # µs, until answered or gone
        ("service", np.int64),  # µs
        ("outcome", np.uint8),
        ("shop", np.int16),  # positions in Log.shops and so on
        ("intent", np.int16),
        ("channel", np.uint8),  # 0 phone, 1 chat, 2 ticket
        ("tier", np.int16),
        ("agent", np.int32),  # position in Log.agents
        ("repeat", np.bool_),
        ("customer", np.int64),  # a hash of who it is
    ]
)
"""One contact for people. −1 where the log does not say."""


BOT_LEFT, BOT_RESOLVED, BOT_CONTAINED, BOT_WENT_ON = range(4)

BOT_DTYPE = np.dtype(
    [
        ("arrived", np.int64),  # as in LOG_DTYPE; of those who ended in the bot −1 if not written
        ("seconds", np.float64),  # −1 where the log does not say
        ("intent", np.int16),
        ("channel", np.uint8),
        ("end", np.uint8),
    ]
)
"""One contact's time in the bot, whether or not it went on to people."""


@dataclass(frozen=True)
class BadRow:
    """A row that cannot be believed or read: the line it ends on, why, and its cells."""

    line: int
    why: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Dropped:
    """A rule of the mapping and the number of rows that it left out."""

    because: Note
    rows: int


@dataclass(frozen=True)
class Log:
    """The rows of a log, in order of (arrived, line), and an account of all others:
    ``read`` = rows + dropped + bad + in_bot."""

    file: str
    rows: NDArray[np.void]
    """Of LOG_DTYPE."""
    shops: tuple[str, ...]
    intents: tuple[str, ...]
    tiers: tuple[str, ...]
    agents: tuple[str, ...]
    tells_repeats: bool
    read: int
    dropped: tuple[Dropped, ...]
    bad_count: int
    bad: tuple[BadRow, ...]
    """The first `KEPT_ASIDE` bad rows."""
    header: tuple[str, ...]
    bot: NDArray[np.void] | None = None
    """Of BOT_DTYPE, where the mapping tells of a bot; rows that ended in it are counted here and
    under ``in_bot``, not in `rows`."""
    in_bot: int = 0

    def write_bad(self, path: str | Path) -> None:
        """Write the bad rows to a CSV file: line, why, then the cells as they were."""
        with open(path, "w", encoding="utf-8", newline="") as stream:
            rows = csv.writer(stream)
            rows.writerow(["line", "why", *self.header])
            rows.writerows([row.line, row.why, *row.cells] for row in self.bad)


KEPT_ASIDE = 100_000
