"""A bot: its seats, its line, and how a dialogue with it ends (F4)."""

from __future__ import annotations

from collections import OrderedDict

from simulator.peak.draw import (
    BOT_DEMANDS,
    BOT_LEAVES,
    BOT_RESOLVED,
    BOT_TIME,
    BOT_TRANSFERRED,
    BOT_UNDERSTOOD,
)
from simulator.peak.floor import (
    P_DEMANDS,
    P_LEAVES,
    P_RESOLVED,
    P_TRANSFERRED,
    P_UNDERSTOOD,
    Floor,
)
from simulator.peak.record import CONTAINED, DEMANDED, LEFT, RESOLVED, TRANSFERRED
from simulator.peak.reference.contact import Contact
from simulator.peak.reference.draws import Draws


class Bot:
    """A bot with ``seats`` dialogues at a time (−1: without limit)."""

    def __init__(self, floor: Floor, number: int, draws: Draws) -> None:
        row = floor.bots[number]
        self.id = number
        self.seats = int(row["seats"])
        self.waits = bool(row["waits"])
        self.patience = int(row["patience"])
        self.taken = 0
        self.line: OrderedDict[int, Contact] = OrderedDict()
        self._chance: list[list[float]] = floor.bot_chance[number].tolist()
        self._time: list[int] = floor.bot_time[number].tolist()
        self._draws = draws

    @property
    def is_full(self) -> bool:
        """Whether every seat is taken."""
        return 0 <= self.seats <= self.taken

    def stand(self, contact: Contact) -> None:
        """Stand at the end of the line."""
        contact.in_line = self
        contact.row.bot = self.id
        self.line[contact.id] = contact

    def step_out(self, contact: Contact) -> None:
        """Out of the line, to a seat or away."""
        contact.in_line = None
        del self.line[contact.id]

    def sit(self, contact: Contact, now: int) -> int:
        """Take a seat; all is drawn now. The length of the dialogue, µs."""
        self.taken += 1
        row = contact.row
        row.bot, row.bot_started = self.id, now
        row.bot_leaf = self._leaf(contact)
        return self._draws.time(contact, self._time[row.bot_leaf - DEMANDED], BOT_TIME, 0)

    def stand_up(self) -> Contact | None:
        """A seat is given free: who is first in line?"""
        self.taken -= 1
        return next(iter(self.line.values()), None)

    def _leaf(self, contact: Contact) -> int:
        draws, chance = self._draws, self._chance[contact.row.intent]
        if draws.holds(contact, BOT_DEMANDS, chance[P_DEMANDS]):
            return DEMANDED
        if draws.holds(contact, BOT_LEAVES, chance[P_LEAVES]):
            return LEFT
        understood = draws.holds(contact, BOT_UNDERSTOOD, chance[P_UNDERSTOOD])
        contact.row.understood = int(understood)
        if understood and draws.holds(contact, BOT_RESOLVED, chance[P_RESOLVED]):
            return RESOLVED
        if draws.holds(contact, BOT_TRANSFERRED, chance[P_TRANSFERRED]):
            return TRANSFERRED
        return CONTAINED
