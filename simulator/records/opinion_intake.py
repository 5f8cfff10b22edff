"""Taking in what an export says about sessions: reviews, appeals, certificates."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, insert, select, update

from simulator.records.export_file import Bundle
from simulator.records.line import AppealLine, CertificateLine, ReviewLine
from simulator.records.moment import now_us
from simulator.records.table import (
    appeals,
    assignments,
    certificates,
    people,
    reviews,
    score_items,
    scorecards,
    sessions,
)  # fmt: skip
from sops.language import _


@dataclass
class Said:
    """How many came in, and lines that hold what cannot be."""

    reviews: int = 0
    appeals: int = 0
    wrong: list[tuple[int, str]] = field(default_factory=list)


def take_opinions(connection: Connection, bundle: Bundle, owner: str | None) -> Said:
    """The reviews and appeals of a session that is here, with its cards; what is known already
    comes in once, and an open appeal may have been answered meanwhile.

    With `owner` what the person who played did is the owner's; others keep their identifiers.
    """
    played = select(sessions.c.person_id, sessions.c.drill_id)
    here = connection.execute(played.where(sessions.c.id == bundle.session.id)).one()
    same = {bundle.session.person_id: here.person_id} if owner else {}
    said = Said()
    for number, line in bundle.reviews:
        problem = _out_of_bounds(connection, line)
        if problem:
            said.wrong.append((number, problem))
        else:
            reviewer = same.get(line.reviewer_id, line.reviewer_id)
            said.reviews += _take_review(connection, line, reviewer, here)
    for appeal in bundle.appeals:
        by = same.get(appeal.answered_by or "", appeal.answered_by)
        said.appeals += _take_appeal(connection, appeal, by, here.person_id)
    return said


def take_certificate(connection: Connection, line: CertificateLine) -> int | str:
    """1 where it is new, 0 where it is known; a text where it does not fit what is here."""
    known = select(certificates.c.id)
    if connection.execute(known.where(certificates.c.id == line.id)).first() is not None:
        return 0
    pair = (line.first_session_id, line.second_session_id)
    exams = connection.execute(select(sessions).where(sessions.c.id.in_(pair))).all()
    owners = {each.person_id for each in exams}
    fits = all(
        (each.sop_id, each.sop_hash, each.mode, each.state)
        == (line.sop_id, line.sop_hash, "exam", "ended")
        for each in exams
    )
    if len(exams) != 2 or len(owners) != 1 or not fits:
        return _("证书要有同一个人、同一份 SOP 的两场考完的考试，文件和记录库里没有")
    # The sessions may have become somebody's on the way.
    (person,) = owners
    held = known.where(
        certificates.c.person_id == person, certificates.c.sop_id == line.sop_id,
        certificates.c.sop_hash == line.sop_hash,
    )  # fmt: skip
    if connection.execute(held).first() is not None:
        return _("这个人已经有这份 SOP 的证书")
    if person == line.signed_by:
        return _("不能给自己签发证书")
    need_person(connection, line.signed_by)
    row = {**line.model_dump(exclude={"type"}), "person_id": person}
    connection.execute(insert(certificates).values(row))
    return 1


def need_person(connection: Connection, person_id: str) -> None:
    """A person without a name and without a way in, where there is none of that identifier."""
    known = select(people.c.id).where(people.c.id == person_id)
    if connection.execute(known).first() is None:
        connection.execute(
            insert(people).values(
                id=person_id, login=f"imported-{person_id}", name="", role="trainee",
                local=False, disabled=True, created_us=now_us(),
            )
        )  # fmt: skip


def _out_of_bounds(connection: Connection, line: ReviewLine) -> str | None:
    """What an override may not be of any card of that session made with that rubric. One of an
    item that no card has changes nothing, and comes along."""
    if line.kind != "override":
        return None
    joined = score_items.join(scorecards, scorecards.c.id == score_items.c.scorecard_id)
    wanted = select(score_items.c.points, score_items.c.possible).select_from(joined).where(
        scorecards.c.session_id == line.session_id, scorecards.c.rubric_id == line.rubric_id,
        scorecards.c.rubric_version == line.rubric_version, score_items.c.item == line.item,
    )  # fmt: skip
    found = connection.execute(wanted).all()
    if not found:
        return None
    least = min(min(each.points, 0.0) for each in found)
    most = max(max(each.possible, 0.0) for each in found)
    if line.new_points is not None and least <= line.new_points <= most:
        return None
    return _("分数要在 {least} 和 {most} 之间").format(least=f"{least:g}", most=f"{most:g}")


def _take_review(connection: Connection, line: ReviewLine, reviewer: str, here: Any) -> int:
    known = select(reviews.c.id).where(reviews.c.id == line.id)
    if connection.execute(known).first() is not None:
        return 0
    need_person(connection, reviewer)
    row = {**line.model_dump(exclude={"type", "sent_back"}), "reviewer_id": reviewer}
    if line.sent_back is not None:
        row["assignment_id"] = line.sent_back.id
        same = select(assignments.c.id).where(assignments.c.id == line.sent_back.id)
        if connection.execute(same).first() is None:
            given = {**line.sent_back.model_dump(), "person_id": here.person_id,
                     "drill_id": here.drill_id, "assigned_by": reviewer}  # fmt: skip
            connection.execute(insert(assignments).values(given))
    connection.execute(insert(reviews).values(row))
    return 1


def _take_appeal(connection: Connection, line: AppealLine, by: str | None, person: str) -> int:
    wanted = select(appeals.c.state).where(appeals.c.id == line.id)
    state = connection.execute(wanted).scalar()
    if by is not None:
        need_person(connection, by)
    if state is None:
        row = {**line.model_dump(exclude={"type"}), "person_id": person, "answered_by": by}
        connection.execute(insert(appeals).values(row))
        return 1
    if state == "open" and line.state != "open":
        answer = {"state": line.state, "answer": line.answer, "answered_by": by,
                  "answered_us": line.answered_us}  # fmt: skip
        connection.execute(update(appeals).where(appeals.c.id == line.id).values(answer))
        return 1
    return 0
