"""Customers who come back (F13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.peak.draw import RETURN, RETURN_DELAY, SWITCH
from simulator.peak.reference.contact import Contact, Row

if TYPE_CHECKING:
    from simulator.peak.reference.house import House


class Returns:
    """Decides who comes back, when and on which channel."""

    def __init__(self, house: House) -> None:
        floor = house.floor
        self._house = house
        self._chance: list[float] = floor.return_chance.tolist()
        self._law: list[int] = floor.return_law.tolist()
        self._switch: list[list[float]] = floor.switch.tolist()
        self._max_attempts = floor.max_attempts

    def decide(self, contact: Contact, cause: int) -> None:
        """A contact ended unresolved: perhaps a new contact of the case is on its way."""
        house, row = self._house, contact.row
        if row.attempt + 1 >= self._max_attempts:
            return
        if not house.draws.holds(contact, RETURN, self._chance[cause]):
            return
        row.return_delay = house.draws.time(contact, self._law[cause], RETURN_DELAY, 0)
        row.return_channel = self._channel(contact)
        due = house.now + row.return_delay
        if due < house.floor.end:
            again = self._again(row, due)
            row.next = house.expect(again)

    def _channel(self, contact: Contact) -> int:
        u = self._house.draws.uniform(contact, SWITCH)
        for channel, cumulative in enumerate(self._switch[contact.row.channel]):
            if u < cumulative:
                return channel
        return contact.row.channel

    @staticmethod
    def _again(row: Row, due: int) -> Row:
        again = Row()
        again.key, again.case, again.attempt = row.key, row.case, row.attempt + 1
        again.shop, again.intent, again.tier = row.shop, row.intent, row.tier
        again.channel, again.arrived = row.return_channel, due
        return again
