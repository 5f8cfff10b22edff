"""Sessions as lines of JSON, with all that is needed to check and to replay them elsewhere, and
what was said about them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Row, select

from simulator.records.access import Access
from simulator.records.body import canonical, parsed
from simulator.records.line import FORMAT
from simulator.records.review import seen_reviews
from simulator.records.table import (
    appeals,
    assignments,
    certificates,
    events,
    reviews,
    score_items,
    scorecards,
    sessions,
)  # fmt: skip


def export_lines(access: Access, session_ids: Iterable[str] | None = None) -> Iterator[str]:
    """The lines of all sessions that the caller may see (or of those named), oldest first.

    With what the caller may see of reviews, appeals and certificates; a certificate only where
    both its sessions are in the file. Read in one transaction, so that the lines fit together
    whatever else is written meanwhile. Sessions that are named and not there are left out.
    """
    yield canonical({"type": "shapan-records", "format": FORMAT})
    wanted = select(sessions).where(access.sees(sessions.c.person_id))
    wanted = wanted.order_by(sessions.c.started_us, sessions.c.id)
    chosen = None if session_ids is None else set(session_ids)
    with access.read() as connection:
        for row in connection.execute(wanted).all():
            if chosen is None or row.id in chosen:
                yield canonical({"type": "session", **row._asdict()})
                yield from _event_lines(connection, row.id)
                yield from _scorecard_lines(connection, row.id)
                yield from _review_lines(access, connection, row.id)
                yield from _appeal_lines(connection, row.id)
        yield from _certificate_lines(access, connection, chosen)


def _event_lines(connection: Connection, session_id: str) -> Iterator[str]:
    wanted = select(events).where(events.c.session_id == session_id).order_by(events.c.seq)
    for row in connection.execute(wanted):
        # The body goes out as the very text that was hashed, if that is JSON at all.
        head = {"type": "event", **row._asdict()}
        body = head.pop("body")
        if head["stored_us"] is None:
            # Of a file, as before there was such a thing.
            del head["stored_us"]
        yield f'{canonical(head)[:-1]},"body":{_one_line(body)}}}'


def _one_line(body: str) -> str:
    try:
        parsed(body)
    except ValueError:
        # Tampered with: still a line, whose hash shows it.
        return json.dumps({"text": body})
    return body.replace("\n", " ")


def _scorecard_lines(connection: Connection, session_id: str) -> Iterator[str]:
    wanted = select(scorecards).where(scorecards.c.session_id == session_id)
    for row in connection.execute(wanted.order_by(scorecards.c.id)).all():
        yield canonical(_scorecard(connection, row))


def _scorecard(connection: Connection, row: Row[Any]) -> dict[str, Any]:
    line: dict[str, Any] = {"type": "scorecard", **row._asdict()}
    del line["person_id"], line["critical_count"]
    line["critical"], line["card"] = parsed(line["critical"]), parsed(line["card"])
    items = select(score_items).where(score_items.c.scorecard_id == row.id)
    line["items"] = [
        {key: value for key, value in item._asdict().items() if key != "scorecard_id"}
        for item in connection.execute(items.order_by(score_items.c.item))
    ]
    return line


def _review_lines(access: Access, connection: Connection, session_id: str) -> Iterator[str]:
    joined = reviews.join(sessions, sessions.c.id == reviews.c.session_id)
    wanted = select(reviews).select_from(joined).where(
        reviews.c.session_id == session_id, seen_reviews(access)
    )  # fmt: skip
    for row in connection.execute(wanted.order_by(reviews.c.created_us, reviews.c.id)).all():
        line: dict[str, Any] = {"type": "review", **row._asdict()}
        line["sent_back"] = _sent_back(connection, line.pop("assignment_id"))
        yield canonical(line)


def _sent_back(connection: Connection, assignment_id: str | None) -> dict[str, Any] | None:
    columns = (assignments.c[name] for name in ("id", "due_us", "created_us", "withdrawn_us"))
    found = connection.execute(select(*columns).where(assignments.c.id == assignment_id)).first()
    return None if found is None else found._asdict()


def _appeal_lines(connection: Connection, session_id: str) -> Iterator[str]:
    wanted = select(appeals).where(appeals.c.session_id == session_id)
    for row in connection.execute(wanted.order_by(appeals.c.created_us, appeals.c.id)):
        line: dict[str, Any] = {"type": "appeal", **row._asdict()}
        # It is the session's.
        del line["person_id"]
        yield canonical(line)


def _certificate_lines(
    access: Access, connection: Connection, chosen: set[str] | None
) -> Iterator[str]:
    wanted = select(certificates).where(access.sees(certificates.c.person_id))
    for row in connection.execute(wanted.order_by(certificates.c.signed_us, certificates.c.id)):
        if chosen is None or {row.first_session_id, row.second_session_id} <= chosen:
            yield canonical({"type": "certificate", **row._asdict()})
