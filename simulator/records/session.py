"""Sessions of drills: what was played by whom, pinned to the files it was played with (D11)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from simulator.records.access import Access
from simulator.records.body import parsed
from simulator.records.chain import Link, first_break, following, start
from simulator.records.error import Conflict, Missing
from simulator.records.event import Event, Happening, event_of, link_of
from simulator.records.identity import new_id
from simulator.records.moment import from_us, maybe_from_us, now_us, to_us
from simulator.records.table import events, memberships, sessions
from simulator.records.version import app_version
from sops.language import _
from sops.problem import printable

Mode = Literal["practise", "coach", "exam"]
State = Literal["open", "ended", "abandoned"]


@dataclass(frozen=True, slots=True)
class Session:
    """A session and the pins under which its log can be replayed and scored again."""

    id: str
    person_id: str
    drill_id: str
    drill_hash: str
    sop_id: str
    sop_hash: str
    contact_type: str
    rubric_id: str
    rubric_version: str
    rubric_hash: str
    recogniser: str
    seed: int
    mode: Mode
    lang: str
    channel: str
    floor_id: str | None
    """Sessions played side by side on one clock (D14) have it in common."""
    app_version: str
    started_at: datetime
    ended_at: datetime | None
    state: State
    last_seq: int | None
    last_hash: str | None
    erased_at: datetime | None


@dataclass(frozen=True)
class Sessions:
    """`records.sessions`."""

    access: Access

    def start(
        self, *, person_id: str, drill_id: str, drill_hash: str, sop_id: str, sop_hash: str,
        rubric_id: str, rubric_version: str, rubric_hash: str, recogniser: str, seed: int,
        mode: Mode, lang: str, channel: str, contact_type: str = "", floor_id: str | None = None,
    ) -> Session:  # fmt: skip
        """A new open session of a person; one starts only sessions of one's own.

        `Missing` where there is no such person; `ValueError` for a seed beyond 64 bits and for
        a mode there is not.
        """
        self.access.need_oneself(person_id)
        if not -(2**63) <= seed < 2**63:
            raise ValueError("a seed has at most 64 bits")
        if mode not in get_args(Mode):
            raise ValueError(f"no such mode: {mode!r}")
        values: dict[str, Any] = {
            "id": new_id(), "person_id": person_id, "drill_id": drill_id,
            "drill_hash": drill_hash, "sop_id": sop_id, "sop_hash": sop_hash,
            "contact_type": contact_type, "rubric_id": rubric_id,
            "rubric_version": rubric_version, "rubric_hash": rubric_hash,
            "recogniser": recogniser, "seed": seed, "mode": mode, "lang": lang,
            "channel": channel, "floor_id": floor_id, "app_version": app_version(),
            "started_us": now_us(), "state": "open",
        }  # fmt: skip
        with self.access.write() as connection:
            try:
                connection.execute(insert(sessions).values(values))
            except IntegrityError as error:
                text = _("没有这个人：{person}")
                raise Missing(text.format(person=printable(person_id))) from error
            return self._get(connection, values["id"])

    def get(self, session_id: str) -> Session:
        """`Missing` where there is none that the caller may see."""
        with self.access.read() as connection:
            return self._get(connection, session_id)

    def append(
        self, session_id: str, seq: int, kind: str, offset_us: int, body: Mapping[str, Any]
    ) -> Event:
        """Write event number `seq`; kept when this returns.

        Writing the same event twice is the same as once. `Conflict` where another event has the
        number, an earlier one is missing, or the session is over.
        """
        return self.append_all(session_id, seq, [Happening(kind, offset_us, body)])[0]

    def append_all(
        self, session_id: str, first_seq: int, happenings: Sequence[Happening]
    ) -> tuple[Event, ...]:
        """Write several events in a row, all or none of them; see `append`."""
        with self.access.write() as connection:
            owner = self._open(connection, session_id)
            self.access.need_oneself(owner.person_id)
            written = []
            for seq, happening in enumerate(happenings, first_seq):
                written.append(self._append(connection, owner, seq, happening))
            return tuple(written)

    def events(self, session_id: str, after: int = 0) -> tuple[Event, ...]:
        """The log of a session in order, from the event after number `after`."""
        with self.access.read() as connection:
            self._get(connection, session_id)
            wanted = (
                select(events)
                .where(events.c.session_id == session_id, events.c.seq > after)
                .order_by(events.c.seq)
            )
            return tuple(map(event_of, connection.execute(wanted)))

    def end(self, session_id: str, state: Literal["ended", "abandoned"] = "ended") -> Session:
        """Close a session; its log is sealed. Ending it twice the same way changes nothing."""
        with self.access.write() as connection:
            found = self._get(connection, session_id, lock=True)
            self.access.need_oneself(found.person_id)
            if found.state == state:
                return found
            if found.state != "open":
                raise Conflict(_over(session_id))
            last = _last(connection, session_id)
            sealed: dict[str, Any] = {"state": state, "ended_us": now_us()}
            sealed["last_seq"] = last.seq if last else 0
            sealed["last_hash"] = last.hash if last else start(session_id)
            connection.execute(update(sessions).where(sessions.c.id == session_id).values(sealed))
            return self._get(connection, session_id)

    def open_sessions(self, person_id: str) -> tuple[Session, ...]:
        """Sessions of a person that can be gone on with, newest first."""
        return self.list(person_id=person_id, state="open")

    def list(
        self, *, person_id: str | None = None, cohort_id: str | None = None,
        sop_id: str | None = None, drill_id: str | None = None, state: State | None = None,
        mode: Mode | None = None, since: datetime | None = None, limit: int | None = None,
    ) -> tuple[Session, ...]:  # fmt: skip
        """Sessions that the caller may see, newest first."""
        wanted = select(sessions).where(self.access.sees(sessions.c.person_id))
        given = {"person_id": person_id, "sop_id": sop_id, "drill_id": drill_id, "state": state,
                 "mode": mode}  # fmt: skip
        for column, value in given.items():
            if value is not None:
                wanted = wanted.where(sessions.c[column] == value)
        if since is not None:
            wanted = wanted.where(sessions.c.started_us >= to_us(since))
        if cohort_id is not None:
            members = select(memberships.c.person_id).where(
                memberships.c.cohort_id == cohort_id, ~memberships.c.leads
            )
            wanted = wanted.where(sessions.c.person_id.in_(members))
        wanted = wanted.order_by(sessions.c.started_us.desc(), sessions.c.id.desc()).limit(limit)
        with self.access.read() as connection:
            return tuple(map(session_of, connection.execute(wanted)))

    def first_break(self, session_id: str) -> int | None:
        """The number of the first event that was tampered with or is gone; None if all is well."""
        with self.access.read() as connection:
            found = self._get(connection, session_id)
            return broken_at(connection, found)

    def _open(self, connection: Connection, session_id: str) -> Session:
        found = self._get(connection, session_id, lock=True)
        if found.state != "open":
            raise Conflict(_over(session_id))
        return found

    def _append(
        self, connection: Connection, session: Session, seq: int, happening: Happening
    ) -> Event:
        link = link_of(seq, happening, now_us())
        near = {row.seq: row for row in connection.execute(_near(session.id, seq))}
        if seq in near:
            return _same(event_of(near[seq]), happening)
        if seq > 1 and seq - 1 not in near:
            text = _("会话 {session} 的第 {seq} 个事件还没有写，不能先写后面的")
            raise Conflict(text.format(session=printable(session.id), seq=seq - 1))
        before = near[seq - 1].hash if seq > 1 else start(session.id)
        values: dict[str, Any] = {
            "session_id": session.id, "seq": seq, "offset_us": link.offset_us,
            "wall_us": link.wall_us, "kind": link.kind, "body": link.body,
            "hash": following(before, link),
        }  # fmt: skip
        connection.execute(insert(events).values(values))
        return Event(
            session.id, seq, link.offset_us, from_us(link.wall_us), link.kind,
            parsed(link.body), values["hash"],
        )  # fmt: skip

    def _get(self, connection: Connection, session_id: str, lock: bool = False) -> Session:
        wanted = select(sessions).where(
            sessions.c.id == session_id, self.access.sees(sessions.c.person_id)
        )
        # PostgreSQL: two writers of one session wait for each other (SQLite has one writer).
        row = connection.execute(wanted.with_for_update() if lock else wanted).first()
        if row is None:
            raise Missing(_("没有会话 {session}").format(session=printable(session_id)))
        return session_of(row)


def session_of(row: Row[Any]) -> Session:
    """The session of a row of the table."""
    values = row._asdict()
    values["started_at"] = from_us(values.pop("started_us"))
    values["ended_at"] = maybe_from_us(values.pop("ended_us"))
    values["erased_at"] = maybe_from_us(values.pop("erased_us"))
    return Session(**values)


def event_rows(connection: Connection, session_id: str) -> Iterator[Event]:
    """The log of a session, one event at a time."""
    wanted = select(events).where(events.c.session_id == session_id).order_by(events.c.seq)
    return map(event_of, connection.execute(wanted))


def broken_at(connection: Connection, session: Session) -> int | None:
    """See `Sessions.first_break`."""
    # The body as it stands: what was tampered with need not be JSON any more.
    wanted = select(events).where(events.c.session_id == session.id).order_by(events.c.seq)
    links = [
        (Link(row.seq, row.offset_us, row.wall_us, row.kind, row.body), row.hash)
        for row in connection.execute(wanted)
    ]
    first = start(session.id, erased=session.erased_at is not None)
    broken = first_break(first, links)
    if broken is not None or session.last_seq is None:
        return broken
    if len(links) != session.last_seq:
        return min(len(links), session.last_seq) + 1
    last = links[-1][1] if links else first
    return None if last == session.last_hash else session.last_seq


def _near(session_id: str, seq: int) -> Any:
    return select(events).where(
        events.c.session_id == session_id, events.c.seq.between(seq - 1, seq)
    )


def _last(connection: Connection, session_id: str) -> Any:
    wanted = select(events.c.seq, events.c.hash).where(events.c.session_id == session_id)
    return connection.execute(wanted.order_by(events.c.seq.desc()).limit(1)).first()


def _same(kept: Event, happening: Happening) -> Event:
    """The event that is kept already, if it is this one."""
    given = link_of(kept.seq, happening, 0)
    link = kept.link()
    if (link.kind, link.offset_us, link.body) == (given.kind, given.offset_us, given.body):
        return kept
    text = _("会话 {session} 的第 {seq} 个事件已经写过，内容不同")
    raise Conflict(text.format(session=printable(kept.session_id), seq=kept.seq))


def _over(session_id: str) -> str:
    return _("会话 {session} 已经结束，不能再写").format(session=printable(session_id))
