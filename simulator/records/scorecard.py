"""Scorecards: three numbers with their evidence (D7-D10), kept for good, never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, insert, select
from sqlalchemy.exc import IntegrityError

from simulator.records.access import Access
from simulator.records.body import canonical, parsed
from simulator.records.error import Conflict, Missing, NotAllowed
from simulator.records.identity import new_id
from simulator.records.moment import from_us, now_us
from simulator.records.score import Score, Scores, Source
from simulator.records.table import score_items, scorecards, sessions
from simulator.records.version import app_version
from sops.language import _
from sops.problem import printable


@dataclass(frozen=True, slots=True)
class ScoreItem:
    """One item of the rubric: what was reached of what was possible. `part` names the part of the
    rubric (or the number it counts for: `resolution`, `empathy`), `step` the SOP's step where
    there is one."""

    item: str
    part: str
    points: float
    possible: float
    step: str = ""
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class Scorecard:
    """All of a scorecard; `empathy` is None where the drill does not score it."""

    id: str
    session_id: str
    person_id: str
    scored_by: str
    source: Source
    rubric_id: str
    rubric_version: str
    rubric_hash: str
    app_version: str
    scored_at: datetime
    resolution: float
    empathy: float | None
    felt: float | None
    passed: bool
    uncertain: bool
    critical: Sequence[Any]
    card: Mapping[str, Any]
    solved_from: float
    warm_from: float
    items: tuple[ScoreItem, ...]


@dataclass(frozen=True)
class Scorecards:
    """`records.scorecards`."""

    access: Access

    def save(
        self, *, session_id: str, rubric_id: str, rubric_version: str, rubric_hash: str,
        resolution: float, empathy: float | None, felt: float | None, passed: bool,
        critical: Sequence[Any], uncertain: bool, card: Mapping[str, Any],
        items: Sequence[ScoreItem] = (), solved_from: float = 80.0, warm_from: float = 60.0,
    ) -> Scorecard:  # fmt: skip
        """Keep the scorecard of an ended session; the same one twice is kept once.

        The person who played, or a lead, may save; nobody changes a score, and the person who
        played saves one for each rubric version (`Conflict` for a second, different one).
        `solved_from` and `warm_from` are the rubric's marks.
        """
        given: dict[str, Any] = {
            "session_id": session_id, "rubric_id": rubric_id, "rubric_version": rubric_version,
            "rubric_hash": rubric_hash, "app_version": app_version(), "resolution": resolution,
            "empathy": empathy, "felt": felt, "passed": passed, "uncertain": uncertain,
            "critical_count": len(critical), "critical": canonical(list(critical)),
            "card": canonical(dict(card)), "solved_from": solved_from, "warm_from": warm_from,
        }  # fmt: skip
        with self.access.write() as connection:
            owner = self._owner(connection, session_id)
            given |= self._authorship(connection, owner)
            given["fingerprint"] = _fingerprint(given, items)
            kept = self._kept(connection, given, owner)
            if kept is None:
                kept = new_id()
                _insert(connection, {**given, "id": kept, "scored_us": now_us()}, items)
            return self._get(connection, kept)

    def get(self, scorecard_id: str) -> Scorecard:
        """`Missing` where there is none that the caller may see."""
        with self.access.read() as connection:
            return self._get(connection, scorecard_id)

    def list(self, session_id: str) -> tuple[Scorecard, ...]:
        """All scorecards of a session, oldest first."""
        with self.access.read() as connection:
            wanted = (
                select(scorecards.c.id)
                .where(scorecards.c.session_id == session_id)
                .where(self.access.sees(scorecards.c.person_id))
                .order_by(scorecards.c.id)
            )
            ids = connection.execute(wanted).scalars().all()
            return tuple(self._get(connection, id_) for id_ in ids)

    def latest(self, session_id: str) -> Scorecard | None:
        """The scorecard that counts: the newest, but a claim only where there is no other."""
        found = self.list(session_id)
        house = [card for card in found if card.source != "claim"]
        counting = house or found
        return counting[-1] if counting else None

    def scores(
        self, *, person_id: str | None = None, cohort_id: str | None = None,
        sop_id: str | None = None, since: datetime | None = None,
        uncertain: bool | None = None, limit: int | None = None,
    ) -> tuple[Score, ...]:  # fmt: skip
        """See `score.Scores.list`."""
        return Scores(self.access).list(
            person_id=person_id, cohort_id=cohort_id, sop_id=sop_id, since=since,
            uncertain=uncertain, limit=limit,
        )  # fmt: skip

    def _owner(self, connection: Connection, session_id: str) -> str:
        row = connection.execute(
            select(sessions.c.person_id, sessions.c.state).where(
                sessions.c.id == session_id, self.access.sees(sessions.c.person_id)
            )
        ).first()
        if row is None:
            raise Missing(_("没有会话 {session}").format(session=printable(session_id)))
        if row.state == "open":
            text = _("会话 {session} 还没有结束，不能评分")
            raise Conflict(text.format(session=printable(session_id)))
        return str(row.person_id)

    def _authorship(self, connection: Connection, owner: str) -> dict[str, Any]:
        """Who scores whom, and how far the score is to be believed."""
        caller = self.access.caller
        if caller.trusted:
            return {"person_id": owner, "scored_by": caller.person_id or owner, "source": "local"}
        mine = caller.person_id == owner
        if not mine and not self.access.leads(connection, owner):
            raise NotAllowed(_("只有本人的程序和带班的组长能评这次会话"))
        house = self.access.served or self.access.store.as_gateway or not mine
        source = "house" if house else "claim"
        return {"person_id": owner, "scored_by": caller.person_id, "source": source}

    def _kept(self, connection: Connection, given: Mapping[str, Any], owner: str) -> str | None:
        """The same scorecard where it is kept already."""
        same = ("session_id", "rubric_id", "rubric_version", "scored_by")
        wanted = select(scorecards.c.id, scorecards.c.fingerprint)
        for column in same:
            wanted = wanted.where(scorecards.c[column] == given[column])
        found = connection.execute(wanted).all()
        for row in found:
            if row.fingerprint == given["fingerprint"]:
                return str(row.id)
        if found and not self.access.caller.trusted and given["scored_by"] == owner:
            raise Conflict(_("这次会话已经评过分，不能自己改分"))
        return None

    def _get(self, connection: Connection, scorecard_id: str) -> Scorecard:
        wanted = select(scorecards).where(
            scorecards.c.id == scorecard_id, self.access.sees(scorecards.c.person_id)
        )
        row = connection.execute(wanted).first()
        if row is None:
            raise Missing(_("没有评分 {id}").format(id=printable(scorecard_id)))
        return scorecard_of(connection, row)


def scorecard_of(connection: Connection, row: Row[Any]) -> Scorecard:
    """The scorecard of a row of the table, with its items."""
    values = row._asdict()
    del values["critical_count"], values["fingerprint"]
    values["scored_at"] = from_us(values.pop("scored_us"))
    values["critical"] = tuple(parsed(values["critical"]))
    values["card"] = parsed(values["card"])
    wanted = select(score_items).where(score_items.c.scorecard_id == row.id)
    rows = connection.execute(wanted.order_by(score_items.c.item)).all()
    items = (ScoreItem(r.item, r.part, r.points, r.possible, r.step, r.uncertain) for r in rows)
    return Scorecard(**values, items=tuple(items))


def _insert(connection: Connection, row: Mapping[str, Any], items: Sequence[ScoreItem]) -> None:
    try:
        connection.execute(insert(scorecards).values(dict(row)))
        if items:
            listed = [
                {
                    "scorecard_id": row["id"], "item": i.item, "part": i.part, "step": i.step,
                    "points": i.points, "possible": i.possible, "uncertain": i.uncertain,
                }
                for i in items
            ]  # fmt: skip
            connection.execute(insert(score_items), listed)
    except IntegrityError as error:
        raise Conflict(_("同一份评分里，一个评分项写了两次")) from error


def _fingerprint(given: Mapping[str, Any], items: Sequence[ScoreItem]) -> str:
    named = sorted((i.item, i.part, i.step, i.points, i.possible, i.uncertain) for i in items)
    parts = [given[c] for c in (
        "rubric_hash", "resolution", "empathy", "felt", "passed", "uncertain", "critical", "card",
    )]  # fmt: skip
    return sha256(canonical([*parts, named]).encode()).hexdigest()
