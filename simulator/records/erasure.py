"""Erasing a person on request: identity and texts go, pseudonymous scores stay."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, select, update

from simulator.records.access import Access
from simulator.records.attempt import account_of, code_account
from simulator.records.audit import enter
from simulator.records.body import canonical, parsed
from simulator.records.chain import following, start
from simulator.records.error import Conflict, Missing, NotAllowed
from simulator.records.moment import now_us
from simulator.records.session import event_rows
from simulator.records.table import (
    appeals,
    events,
    people,
    reviews,
    scorecards,
    sessions,
    sign_in_attempts,
)  # fmt: skip
from simulator.records.taking import take_credentials
from sops.language import _
from sops.problem import printable

# What the program itself names: acts, kinds, items. Everything else could be somebody's words.
_NAME = re.compile(r"[a-z][a-z0-9]*([_.-][a-z0-9]+)*")
_LONGEST_NAME = 40
# Under these keys stands what was said or written, whatever it looks like.
_WORDS = frozenset(
    ("text", "words", "word", "quote", "span", "message", "note", "reason", "line", "said",
     "typed", "address", "name", "value", "evidence", "clause", "reply", "comment", "answer")
)  # fmt: skip


def blanked(value: Any, key: str = "") -> Any:
    """`value` with every text emptied that could be somebody's words; numbers and the program's
    own names stay."""
    if isinstance(value, dict):
        # A key may be somebody's words as well, in a table by customer or by order.
        return {_name_or_blank(k): blanked(inner, k) for k, inner in value.items()}
    if isinstance(value, list | tuple):
        return [blanked(inner, key) for inner in value]
    if not isinstance(value, str):
        return value
    return "" if key in _WORDS else _name_or_blank(value)


def _name_or_blank(text: str) -> str:
    return text if len(text) <= _LONGEST_NAME and _NAME.fullmatch(text) else ""


@dataclass(frozen=True, slots=True)
class Erased:
    """How much was blanked."""

    person_id: str
    sessions: int
    events: int
    scorecards: int


@dataclass(frozen=True)
class Erasure:
    """`records.erase`."""

    access: Access

    def erase(self, person_id: str) -> Erased:
        """Erase a person, all in one transaction; administrators only, and never oneself.

        Name, login and credentials go; texts in events, cards, reviews and appeals are blanked;
        open sessions are abandoned; the chains of hashes are made anew and marked as erased.
        Numbers, acts, times and scores stay under an identifier that names nobody. Copies that
        were made before (exports, backups) are not reached.
        """
        self.access.need("administrator")
        if person_id == self.access.caller.person_id:
            raise NotAllowed(_("不能抹去自己，请另一位管理员来做"))
        with self.access.write() as connection:
            self._erase_identity(connection, person_id)
            ids = connection.execute(
                select(sessions.c.id).where(sessions.c.person_id == person_id)
            ).scalars()
            played = list(ids)
            count = sum(_erase_session(connection, session_id) for session_id in played)
            cards = _erase_cards(connection, person_id)
            _erase_opinions(connection, person_id, played)
            enter(connection, self.access.caller.person_id, "people.erase", person_id)
        return Erased(person_id, len(played), count, cards)

    def _erase_identity(self, connection: Connection, person_id: str) -> None:
        store = self.access.store
        row = connection.execute(select(people).where(people.c.id == person_id)).first()
        if row is None:
            raise Missing(_("没有这个人：{person}").format(person=printable(person_id)))
        if row.erased_us is not None:
            raise Conflict(_("这个人的资料已经抹去"))
        connection.execute(
            update(people)
            .where(people.c.id == person_id)
            .values(login=f"erased-{person_id}", name="", disabled=True, database_role=None,
                    erased_us=now_us())
        )  # fmt: skip
        take_credentials(connection, person_id)
        if store.local or store.as_gateway or store.operator:
            # Under a login of one's own nobody reaches these; they go by themselves in time.
            account = account_of(row.login)
            tries = sign_in_attempts.c.account.in_((account, code_account(account)))
            connection.execute(delete(sign_in_attempts).where(tries))


def _erase_session(connection: Connection, session_id: str) -> int:
    """Blank the events of a session and chain them anew; returns how many there are."""
    before = start(session_id, erased=True)
    kept = list(event_rows(connection, session_id))
    for event in kept:
        body = canonical(blanked(dict(event.body)))
        link = event.link()
        link = type(link)(link.seq, link.offset_us, link.wall_us, link.kind, body)
        before = following(before, link)
        connection.execute(
            update(events)
            .where(events.c.session_id == session_id, events.c.seq == event.seq)
            .values(body=body, hash=before)
        )
    wanted = sessions.c.id == session_id
    connection.execute(
        update(sessions)
        .where(wanted, sessions.c.state == "open")
        .values(state="abandoned", ended_us=now_us(), last_seq=len(kept), last_hash=before)
    )
    connection.execute(update(sessions).where(wanted).values(last_hash=before, erased_us=now_us()))
    return len(kept)


def _erase_cards(connection: Connection, person_id: str) -> int:
    wanted = select(scorecards.c.id, scorecards.c.critical, scorecards.c.card).where(
        scorecards.c.person_id == person_id
    )
    rows = connection.execute(wanted).all()
    for row in rows:
        connection.execute(
            update(scorecards)
            .where(scorecards.c.id == row.id)
            # The fingerprint would tell whether a guessed text was the right one.
            .values(
                critical=canonical(blanked(parsed(row.critical))),
                card=canonical(blanked(parsed(row.card))),
                fingerprint=f"erased-{row.id}",
            )
        )
    return len(rows)


def _erase_opinions(connection: Connection, person_id: str, played: list[str]) -> None:
    """What was written about the person's sessions, and what the person wrote about others'."""
    written = reviews.c.reviewer_id == person_id
    connection.execute(update(reviews).where(written).values(reason=""))
    for session_id in played:
        about = reviews.c.session_id == session_id
        connection.execute(update(reviews).where(about).values(reason=""))
    mine = update(appeals).where(appeals.c.person_id == person_id)
    connection.execute(mine.values(reason=""))
    answered = appeals.c.answer.is_not(None)
    connection.execute(mine.where(answered).values(answer=""))
    given = update(appeals).where(appeals.c.answered_by == person_id)
    connection.execute(given.values(answer=""))
