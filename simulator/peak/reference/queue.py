"""A queue for people (F5): who waits, in order of rank."""

from __future__ import annotations

from heapq import heappop, heappush

from scenarios.peak.clock import DAY_US
from simulator.peak.floor import Floor
from simulator.peak.record import TICKET
from simulator.peak.reference.contact import Contact
from simulator.peak.reference.group import Group


class Queue:
    """A queue. Its contacts have one priority and one due time, so they rank by (joined, id)."""

    def __init__(self, floor: Floor, number: int, groups: list[Group]) -> None:
        row = floor.queues[number]
        self.id = number
        self.channel = int(row["channel"])
        self.priority = int(row["priority"])
        self.message_queue = int(row["message_queue"])
        self.cap = int(row["cap"])
        self.cap_to_bot = bool(row["cap_to_bot"])
        self.bot_above = int(row["bot_above"])
        self.due = int(row["due"])
        self.escalates_to = int(row["escalates_to"])
        hours = floor.hours[row["first_hours"] :][: row["hours"]]
        self.hours = [(int(opens), int(closes)) for opens, closes in hours]
        skills = floor.skills[row["first_skill"] :][: row["skills"]]
        self.skills = [(groups[int(s["group"])], int(s["after"])) for s in skills]
        self.overflows = sorted({after for _, after in self.skills if after > 0})
        """After these waits (µs) further groups may serve a contact."""
        self.waiting = 0
        """Contacts waiting, silent leavers who keep their place too."""
        self._line: list[tuple[int, int, Contact]] = []

    def is_open(self, now: int) -> bool:
        """Whether it takes newcomers at this time of day."""
        time = now % DAY_US
        return not self.hours or any(opens <= time < closes for opens, closes in self.hours)

    @property
    def is_capped(self) -> bool:
        """Whether as many wait as may."""
        return 0 <= self.cap <= self.waiting

    @property
    def wants_bot(self) -> bool:
        """Whether a newcomer is sent to a bot first (F5 b)."""
        return (0 <= self.bot_above < self.waiting) or (self.cap_to_bot and self.is_capped)

    def enter(self, contact: Contact) -> None:
        """Take a place by time of joining: whoever comes back to the queue gets its old place."""
        contact.waiting = True
        self.waiting += 1
        heappush(self._line, (contact.joined, contact.id, contact))

    def leave(self, contact: Contact) -> None:
        """The contact waits no longer."""
        contact.waiting = False
        self.waiting -= 1
        self._tidy()

    def first(self) -> Contact:
        """The highest-ranked contact; only while somebody waits. It has waited longest: every group
        that may serve the others may serve it, and nobody behind it can be assigned before it."""
        return self._line[0][2]

    def rank(self) -> tuple[int, int, int]:
        """Rank of the first contact among those of all queues."""
        joined, number, _ = self._line[0]
        return self.priority, joined + self.due if self.channel == TICKET else joined, number

    def _tidy(self) -> None:
        while self._line and not self._line[0][2].waiting:
            heappop(self._line)
