"""Gaps: time that passed between two events while the clock of the session stood still (D14).

The clock of a session runs with the wall; where the wall went on further than the clock, the
program was not there: killed, suspended, or left for later. An exam has no pause, so leads are
told. On a server the wall is the database's clock, also between the beginning and the first event:
what a program says of the time is its own affair where people have a login of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import case, func, select

from simulator.records.access import Access
from simulator.records.table import events, sessions

LEAST_S = 10
"""What a slow machine or a busy database may lose is no gap."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Before event `seq`, so many `seconds` long."""

    seq: int
    seconds: float


@dataclass(frozen=True)
class Gaps:
    """`records.gaps`: of sessions that the caller may see."""

    access: Access

    def of(self, session_ids: Collection[str]) -> Mapping[str, tuple[Gap, ...]]:
        """The gaps of these sessions in order; a session without one is left out."""
        behind = func.coalesce(events.c.stored_us, events.c.wall_us) - events.c.offset_us
        before = func.coalesce(
            func.lag(behind).over(partition_by=events.c.session_id, order_by=events.c.seq),
            case((events.c.stored_us.is_not(None), sessions.c.started_us)),
        )
        joined = events.join(sessions, sessions.c.id == events.c.session_id)
        stepped = (
            select(events.c.session_id, events.c.seq, (behind - before).label("lost"))
            .select_from(joined)
            .where(
                # Of the sessions too, or PostgreSQL goes through all of them.
                self.access.among(events.c.session_id, session_ids),
                self.access.among(sessions.c.id, session_ids),
                self.access.sees(sessions.c.person_id),
            )
            .subquery()
        )
        wanted = select(stepped).where(stepped.c.lost >= LEAST_S * 1_000_000)
        found: dict[str, list[Gap]] = defaultdict(list)
        with self.access.read() as connection:
            wanted = wanted.order_by(stepped.c.session_id, stepped.c.seq)
            for row in connection.execute(wanted).all():
                found[row.session_id].append(Gap(row.seq, row.lost / 1_000_000))
        return {session: tuple(gaps) for session, gaps in found.items()}
