"""Whether the records are whole: the file itself, and the chain of hashes of every session."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, text

from simulator.records.access import Access
from simulator.records.session import broken_at, session_of
from simulator.records.table import sessions


@dataclass(frozen=True, slots=True)
class Broken:
    """A session whose log does not hold from event `seq` on."""

    session_id: str
    seq: int


@dataclass(frozen=True, slots=True)
class Checked:
    """What was looked at, and what was found."""

    sessions: int
    erased: int
    broken: tuple[Broken, ...]
    damage: tuple[str, ...]
    """What SQLite says of the file itself."""

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.broken and not self.damage


def check(access: Access) -> Checked:
    """Check the file and every session that the caller may see."""
    wanted = select(sessions).where(access.sees(sessions.c.person_id)).order_by(sessions.c.id)
    broken: list[Broken] = []
    damage: list[str] = []
    with access.read() as connection:
        if access.store.local:
            found = connection.execute(text("PRAGMA integrity_check")).scalars().all()
            damage += [line for line in found if line != "ok"]
            strays = connection.execute(text("PRAGMA foreign_key_check")).all()
            damage += [f"{row[0]} → {row[2]}" for row in strays]
        rows = connection.execute(wanted).all()
        for row in rows:
            place = broken_at(connection, session_of(row))
            if place is not None:
                broken.append(Broken(row.id, place))
    erased = sum(row.erased_us is not None for row in rows)
    return Checked(len(rows), erased, tuple(broken), tuple(damage))
