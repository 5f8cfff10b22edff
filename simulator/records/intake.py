"""Taking in an export: all of it or nothing, and what is there already only once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from simulator.records.access import Access
from simulator.records.audit import enter
from simulator.records.body import canonical
from simulator.records.error import NotAllowed
from simulator.records.export_file import Bundle, Export, read_export
from simulator.records.line import EventLine, ScorecardLine
from simulator.records.opinion_intake import need_person, take_certificate, take_opinions
from simulator.records.table import events, people, score_items, scorecards, sessions
from sops.language import _
from sops.problem import Problem, Problems


@dataclass(frozen=True, slots=True)
class Taken:
    """What came in: sessions that are new, sessions that went on, events, scorecards, and what
    was said about sessions."""

    new: int
    grown: int
    known: int
    events: int
    scorecards: int
    reviews: int
    appeals: int
    certificates: int


@dataclass
class _Count:
    new: int = 0
    grown: int = 0
    known: int = 0
    events: int = 0
    scorecards: int = 0
    reviews: int = 0
    appeals: int = 0
    certificates: int = 0


def take_in(access: Access, name: str, lines: Iterable[bytes], owner: str | None = None) -> Taken:
    """Import the export `lines` of the file `name`, in one transaction.

    Only into a local file, or by the operator of a shared database: nobody else may bring along
    logs and scores. People who are not known here come in without name and cannot sign in;
    with `owner` all sessions become that person's. Doing it twice is the same as once.
    `Problems` with every wrong line, and nothing is imported.
    """
    if not access.caller.trusted:
        raise NotAllowed(_("只能导入本地记录库，或由数据库的所有者来导入"))
    found = read_export(name, lines)
    count = _Count()
    with access.write() as connection:
        wrong = list(_take_all(connection, found, owner, count))
        if wrong:
            raise Problems([Problem(name, line, 1, path, text) for line, path, text in wrong])
        enter(connection, access.caller.person_id, "records.import", "",
              sessions=len(found.bundles))  # fmt: skip
    return Taken(**vars(count))


def _take_all(
    connection: Connection, found: Export, owner: str | None, count: _Count
) -> Iterator[tuple[int, str, str]]:
    """Import everything; line, path and text of what is wrong."""
    for bundle in found.bundles:
        problem = _take(connection, bundle, owner, count)
        if problem:
            yield bundle.number, bundle.session.id, problem
            continue
        said = take_opinions(connection, bundle, owner)
        count.reviews += said.reviews
        count.appeals += said.appeals
        for number, text in said.wrong:
            yield number, "new_points", text
    for number, certificate in found.certificates:
        taken = take_certificate(connection, certificate)
        if isinstance(taken, str):
            yield number, certificate.id, taken
        else:
            count.certificates += taken


def _take(connection: Connection, bundle: Bundle, owner: str | None, count: _Count) -> str | None:
    """Import one session; returns what is wrong with it, if anything."""
    given = bundle.session
    known = connection.execute(select(sessions).where(sessions.c.id == given.id)).first()
    if known is None:
        # What was erased elsewhere belongs to nobody here.
        person = given.person_id if given.erased_us is not None or not owner else owner
        need_person(connection, person)
        if given.erased_us is not None and not _is_nobody(connection, person):
            return _("这个会话的人在别处已抹去，这里还在；请先在这里抹去")
        # Open at first: a session that is over takes no events.
        row = {**given.model_dump(exclude={"type"}), "person_id": person, "state": "open"}
        row |= {"ended_us": None, "last_seq": None, "last_hash": None, "erased_us": None}
        connection.execute(insert(sessions).values(row))
        kept: list[str] = []
        count.new += 1
    else:
        kept = _hashes(connection, given.id)
        problem = _differs(known, kept, bundle)
        if problem:
            return problem
        person = known.person_id
    new = bundle.events[len(kept) :]
    if known is not None:
        count.grown += bool(new)
        count.known += not new
    _write(connection, bundle, new, known)
    count.events += len(new)
    for card in bundle.scorecards:
        scored_by = owner if owner and given.erased_us is None else card.scored_by
        count.scorecards += _take_card(connection, card, person, scored_by)
    return None


def _differs(known: Row[Any], kept: list[str], bundle: Bundle) -> str | None:
    """Why a session of the same name is not this one, or an earlier state of it."""
    pins = bundle.session.model_dump(
        exclude={"type", "person_id", "ended_us", "state", "last_seq", "last_hash", "erased_us"}
    )
    if any(getattr(known, name) != value for name, value in pins.items()):
        return _("记录库里有同名的会话，但演练、种子或别的设定不同")
    given = [event.hash for event in bundle.events]
    shared = min(len(kept), len(given))
    if kept[:shared] != given[:shared]:
        return _("记录库里有同名的会话，但事件不同")
    if known.state != "open" and len(given) > len(kept):
        return _("记录库里的这个会话已经结束，文件里却有更多事件")
    if bundle.session.state != "open" and len(kept) > len(given):
        return _("文件里的这个会话已经结束，记录库里却有更多事件")
    return None


def _write(
    connection: Connection, bundle: Bundle, new: list[EventLine], known: Row[Any] | None
) -> None:
    if new:
        rows = [{**e.model_dump(exclude={"type"}), "body": canonical(e.body)} for e in new]
        connection.execute(insert(events), rows)
    given = bundle.session
    if given.state != "open" and (known is None or known.state == "open"):
        sealed = {"state": given.state, "ended_us": given.ended_us, "last_seq": given.last_seq,
                  "last_hash": given.last_hash}  # fmt: skip
        connection.execute(update(sessions).where(sessions.c.id == given.id).values(sealed))
    if given.erased_us is not None and known is None:
        _mark_erased(connection, bundle)


def _mark_erased(connection: Connection, bundle: Bundle) -> None:
    """An erased session stays one, and so does its person, who has no name here anyway."""
    given = bundle.session
    person = select(sessions.c.person_id).where(sessions.c.id == given.id).scalar_subquery()
    connection.execute(
        update(people)
        .where(people.c.id == person, people.c.disabled, people.c.erased_us.is_(None))
        .values(erased_us=given.erased_us)
    )
    connection.execute(
        update(sessions).where(sessions.c.id == given.id).values(erased_us=given.erased_us)
    )


def _take_card(connection: Connection, card: ScorecardLine, person: str, scored_by: str) -> int:
    same = select(scorecards.c.id).where(scorecards.c.id == card.id)
    if connection.execute(same).first() is not None:
        return 0
    need_person(connection, scored_by)
    row = card.model_dump(exclude={"type", "items", "critical", "card"})
    row |= {
        "person_id": person, "scored_by": scored_by, "critical": canonical(card.critical),
        "critical_count": len(card.critical), "card": canonical(card.card),
    }  # fmt: skip
    connection.execute(insert(scorecards).values(row))
    if card.items:
        items = [{**item.model_dump(), "scorecard_id": card.id} for item in card.items]
        connection.execute(insert(score_items), items)
    return 1


def _is_nobody(connection: Connection, person_id: str) -> bool:
    """Whether a person came in without a name, or has been erased."""
    wanted = select(people.c.name, people.c.disabled).where(people.c.id == person_id)
    row = connection.execute(wanted).one()
    return row.disabled and not row.name


def _hashes(connection: Connection, session_id: str) -> list[str]:
    wanted = select(events.c.hash).where(events.c.session_id == session_id)
    return list(connection.execute(wanted.order_by(events.c.seq)).scalars())
