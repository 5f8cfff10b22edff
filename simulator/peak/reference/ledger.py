"""Keeping the books: agent time by interval, and the records at the end."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter

import numpy as np

from simulator.peak.floor import Floor
from simulator.peak.record import CONTACT_DTYPE, GROUP_TIME_DTYPE, REPLY_BINS, Records
from simulator.peak.reference.contact import Contact


class Level:
    """A number that changes over time, summed over each interval of the horizon (F16)."""

    def __init__(self, floor: Floor) -> None:
        self._start, self._end, self._interval = floor.start, floor.end, floor.interval
        self._level = 0
        self._since = floor.start
        self.sums = [0] * ((floor.end - floor.start) // floor.interval)

    def change(self, now: int, by: int) -> None:
        """From now on it is larger by ``by``."""
        if self._level:
            self.spread(now)
        self._since = now
        self._level += by

    def spread(self, now: int) -> None:
        """Book what has passed up to now."""
        since, end = self._since, min(now, self._end)
        while since < end:
            k = (since - self._start) // self._interval
            until = min(end, self._start + (k + 1) * self._interval)
            self.sums[k] += self._level * (until - since)
            since = until
        self._since = now


class GroupBooks:
    """A group's time: agents on duty (not in a break), hands busy, open sessions."""

    def __init__(self, floor: Floor) -> None:
        self.on_duty = Level(floor)
        self.busy = Level(floor)
        self.open = Level(floor)


def write_records(
    floor: Floor, contacts: Sequence[Contact], books: Sequence[GroupBooks]
) -> Records:
    """The records of a finished run."""
    fields = attrgetter(*(CONTACT_DTYPE.names or ()))
    rows = np.array([fields(contact.row) for contact in contacts], CONTACT_DTYPE)
    within = np.zeros((len(contacts), len(floor.limits)), np.uint8)
    histogram = np.zeros((len(contacts), REPLY_BINS), np.uint8)
    edges = floor.edges.tolist()
    limits = floor.limits.tolist()
    for contact in contacts:
        for wait in contact.reply_waits:
            histogram[contact.id, bisect_left(edges, wait)] += 1
            for n, limit in enumerate(limits):
                within[contact.id, n] += wait <= limit
    return Records(rows, within, histogram, _group_time(floor, books))


def _group_time(floor: Floor, books: Sequence[GroupBooks]) -> np.ndarray:
    intervals = (floor.end - floor.start) // floor.interval
    time = np.zeros((intervals, len(books)), GROUP_TIME_DTYPE)
    for g, book in enumerate(books):
        for name in ("on_duty", "busy", "open"):
            level: Level = getattr(book, name)
            level.spread(floor.end)
            time[name][:, g] = level.sums
    return time
