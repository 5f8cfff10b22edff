"""Reviews: what a lead says about a session: overrides, comments and blind scores (D13)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, insert, select
from sqlalchemy import true as everything

from simulator.records.access import Access
from simulator.records.assignment import give
from simulator.records.audit import enter
from simulator.records.error import Conflict, Missing, NotAllowed
from simulator.records.identity import new_id
from simulator.records.moment import maybe_to_us, now_us
from simulator.records.row import values_of
from simulator.records.table import counting, reviews, score_items, sessions
from sops.language import _
from sops.problem import printable

ReviewKind = Literal["override", "comment", "blind"]


@dataclass(frozen=True, slots=True)
class Review:
    """Bound to session, rubric version and item; an item is None in a comment on the whole."""

    id: str
    session_id: str
    reviewer_id: str
    rubric_id: str
    rubric_version: str
    kind: ReviewKind
    item: str | None
    old_points: float | None
    new_points: float | None
    reason: str
    created_at: datetime
    assignment_id: str | None = None
    """The assignment by which a comment has sent the session back."""


@dataclass(frozen=True, slots=True)
class Change:
    """Other points for an item of the card that counts."""

    item: str
    points: float


@dataclass(frozen=True)
class Reviews:
    """`records.reviews`."""

    access: Access

    def override(
        self, session_id: str, rubric_id: str, rubric_version: str, item: str,
        new_points: float, reason: str,
    ) -> Review:  # fmt: skip
        """Other points for an item, with a reason; leads of that person's cohort only.

        The item is one of the card that counts, made with this rubric version (`Conflict` if
        not). Points are between nothing and what was possible; a penalty may be made smaller.
        The same points as before settle a doubt. The newest override of an item holds, and the
        score that counts follows from it (`score.Scores`); older ones stay to be seen.
        """
        if not reason.strip():
            raise Conflict(_("改分要写理由"))
        return self._write(
            session_id, rubric_id=rubric_id, rubric_version=rubric_version, kind="override",
            item=item, new_points=new_points, reason=reason,
        )[0]  # fmt: skip

    def comment(
        self, session_id: str, rubric_id: str, rubric_version: str, text: str,
        item: str | None = None,
    ) -> Review:  # fmt: skip
        """A comment on a session or on one item of it; the person who played sees it."""
        if not text.strip():
            raise Conflict(_("评语是空的"))
        return self._write(
            session_id, rubric_id=rubric_id, rubric_version=rubric_version, kind="comment",
            item=item, reason=text,
        )[0]  # fmt: skip

    def send_back(
        self, session_id: str, rubric_id: str, rubric_version: str, text: str,
        due_at: datetime | None = None,
    ) -> Review:  # fmt: skip
        """The same drill again for the person who played, by a day, with a comment why; both or
        neither are written, and the comment names the assignment."""
        if not text.strip():
            raise Conflict(_("退回要写哪里要再练"))
        with self.access.write() as connection:
            reviewer = self._reviewer(connection, session_id)
            wanted = select(sessions.c.person_id, sessions.c.drill_id)
            played = connection.execute(wanted.where(sessions.c.id == session_id)).one()
            assignment = new_id()
            give(
                connection, reviewer, id=assignment, person_id=played.person_id,
                drill_id=played.drill_id, due_us=maybe_to_us(due_at),
            )  # fmt: skip
            written = _insert(
                connection, session_id, reviewer, rubric_id=rubric_id,
                rubric_version=rubric_version, kind="comment", reason=text,
                assignment_id=assignment,
            )  # fmt: skip
            _enter(connection, reviewer, written)
            return written

    def blind(
        self, session_id: str, rubric_id: str, rubric_version: str, points: Mapping[str, float]
    ) -> tuple[Review, ...]:
        """Points for all items, given without having seen the machine's or anybody's.

        Once for each lead, session and rubric version; the person who played never sees them.
        """
        if not points:
            raise Conflict(_("盲评至少要给一项打分"))
        same = [
            {"rubric_id": rubric_id, "rubric_version": rubric_version, "kind": "blind",
             "item": item, "new_points": value, "reason": ""}
            for item, value in sorted(points.items())
        ]  # fmt: skip
        return self._write(session_id, *same)

    def list(
        self, *, session_id: str | None = None, kind: ReviewKind | None = None,
        person_id: str | None = None, since: datetime | None = None,
        among: Collection[str] | None = None, sent_back: bool = False,
    ) -> tuple[Review, ...]:  # fmt: skip
        """Reviews that the caller may see, oldest first. `among`: of these sessions only;
        `sent_back`: only what has sent a session back."""
        joined = reviews.join(sessions, sessions.c.id == reviews.c.session_id)
        wanted = select(reviews).select_from(joined).where(seen_reviews(self.access))
        if among is not None:
            wanted = wanted.where(self.access.among(reviews.c.session_id, among))
        if sent_back:
            wanted = wanted.where(reviews.c.assignment_id.is_not(None))
        if session_id is not None:
            wanted = wanted.where(reviews.c.session_id == session_id)
        if kind is not None:
            wanted = wanted.where(reviews.c.kind == kind)
        if person_id is not None:
            wanted = wanted.where(sessions.c.person_id == person_id)
        if since is not None:
            from simulator.records.moment import to_us

            wanted = wanted.where(reviews.c.created_us >= to_us(since))
        with self.access.read() as connection:
            rows = connection.execute(wanted.order_by(reviews.c.created_us, reviews.c.id))
            return tuple(Review(**values_of(row)) for row in rows)

    def _write(
        self, session_id: str, *entries: Mapping[str, Any], **entry: Any
    ) -> tuple[Review, ...]:
        written = []
        with self.access.write() as connection:
            reviewer = self._reviewer(connection, session_id)
            for given in entries or (entry,):
                self._once(connection, session_id, reviewer, given)
            if entry.get("kind") == "override":
                entry["old_points"] = _old_points(connection, session_id, entry)
            for given in entries or (entry,):
                written.append(_insert(connection, session_id, reviewer, **given))
            _enter(connection, reviewer, *written)
        return tuple(written)

    def _reviewer(self, connection: Connection, session_id: str) -> str:
        owner = connection.execute(
            select(sessions.c.person_id).where(
                sessions.c.id == session_id, self.access.sees(sessions.c.person_id)
            )
        ).scalar()
        if owner is None:
            raise Missing(_("没有会话 {session}").format(session=printable(session_id)))
        caller = self.access.caller
        if caller.trusted:
            return caller.person_id or str(owner)
        if owner == caller.person_id or not self.access.leads(connection, owner):
            raise NotAllowed(_("只有带这位学员的组长能评阅，且不能评阅自己"))
        return caller.person_id

    def _once(
        self, connection: Connection, session_id: str, reviewer: str, given: Mapping[str, Any]
    ) -> None:
        if given["kind"] != "blind":
            return
        wanted = select(reviews.c.id).where(
            reviews.c.session_id == session_id, reviews.c.reviewer_id == reviewer,
            reviews.c.kind == "blind", reviews.c.rubric_id == given["rubric_id"],
            reviews.c.rubric_version == given["rubric_version"],
        )  # fmt: skip
        if connection.execute(wanted.limit(1)).first() is not None:
            raise Conflict(_("这次会话你已经盲评过"))


def seen_reviews(access: Access) -> Any:
    """Which reviews the caller sees, where they are joined with their sessions."""
    caller = access.caller
    if caller.trusted:
        return everything()
    seen = (reviews.c.reviewer_id == caller.person_id) | (
        (reviews.c.kind != "blind") & (sessions.c.person_id == caller.person_id)
    )
    if caller.role == "lead":
        seen |= sessions.c.person_id.in_(access.led())
    return seen


def override_in(
    connection: Connection, reviewer: str, session_id: str, change: Change, reason: str
) -> Review:
    """Write an override of the card that counts, in a transaction whose reviewer has been asked
    for the right to it; see `Reviews.override`."""
    if not reason.strip():
        raise Conflict(_("改分要写理由"))
    wanted = select(counting.c.rubric_id, counting.c.rubric_version)
    card = connection.execute(wanted.where(counting.c.session_id == session_id)).first()
    if card is None:
        raise Conflict(_("这一场还没有评分"))
    values = {**card._asdict(), "item": change.item, "new_points": change.points}
    old = _old_points(connection, session_id, values)
    written = _insert(
        connection, session_id, reviewer, kind="override", reason=reason, old_points=old, **values
    )
    _enter(connection, reviewer, written)
    return written


def _insert(connection: Connection, session_id: str, reviewer: str, **given: Any) -> Review:
    values = {**_EMPTY, **given, "id": new_id(), "session_id": session_id,
              "reviewer_id": reviewer, "created_us": now_us()}  # fmt: skip
    connection.execute(insert(reviews).values(values))
    row = connection.execute(select(reviews).where(reviews.c.id == values["id"]))
    return Review(**values_of(row.one()))


def _enter(connection: Connection, reviewer: str, *written: Review) -> None:
    first = written[0]
    act = "send_back" if first.assignment_id else first.kind
    enter(connection, reviewer, f"reviews.{act}", first.session_id,
          items=[review.item for review in written])  # fmt: skip


def _old_points(connection: Connection, session_id: str, given: Mapping[str, Any]) -> float:
    """What the machine gave for the item to be overridden; `Conflict` where it cannot be so."""
    joined = counting.join(score_items, score_items.c.scorecard_id == counting.c.scorecard_id)
    wanted = select(score_items.c.points, score_items.c.possible).select_from(joined).where(
        counting.c.session_id == session_id, counting.c.rubric_id == given["rubric_id"],
        counting.c.rubric_version == given["rubric_version"],
        score_items.c.item == given["item"],
    )  # fmt: skip
    item = connection.execute(wanted).first()
    if item is None:
        raise Conflict(_("现在算数的评分里没有这一项，可能已按另一版评分表重评，请重新打开"))
    least, most = min(item.points, 0.0), max(item.possible, 0.0)
    if not least <= given["new_points"] <= most:
        text = _("分数要在 {least} 和 {most} 之间")
        raise Conflict(text.format(least=f"{least:g}", most=f"{most:g}"))
    return float(item.points)


_EMPTY = {"item": None, "old_points": None, "new_points": None, "reason": ""}
