"""Drawing for a contact (F3): every draw is named, keyed by its case and attempt."""

from __future__ import annotations

from simulator.peak.draw import uniform
from simulator.peak.floor import Floor
from simulator.peak.law_draw import draw_rounds, draw_us
from simulator.peak.reference.contact import Contact


class Draws:
    """The random quantities of contacts on a floor."""

    def __init__(self, floor: Floor) -> None:
        self._laws = floor.laws
        self._values = floor.values

    def time(self, contact: Contact, law: int, quantity: int, index: int) -> int:
        """A time in µs from a law; 0 where there is no law (−1)."""
        if law < 0:
            return 0
        row = contact.row
        return int(draw_us(self._laws, self._values, law, row.key, row.attempt, quantity, index))

    def rounds(self, contact: Contact, law: int, quantity: int, index: int) -> int:
        """A number of rounds, at least 1."""
        row = contact.row
        return int(
            draw_rounds(self._laws, self._values, law, row.key, row.attempt, quantity, index)
        )

    def uniform(self, contact: Contact, quantity: int, index: int = 0) -> float:
        """A uniform strictly between 0 and 1."""
        return float(uniform(contact.row.key, contact.row.attempt, quantity, index))

    def holds(self, contact: Contact, quantity: int, probability: float, index: int = 0) -> bool:
        """Whether something of this probability happens."""
        return self.uniform(contact, quantity, index) < probability
