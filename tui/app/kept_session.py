"""A kept session as it is read: its conversation, and the card that counts (D11, D13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scenarios.drill.case import Case
from simulator.drill.conversation.event import Event
from simulator.drill.scoring.scorecard import Scorecard
from simulator.records import Records, Session
from sops.language import _

# What the conversation shows of each kind of event.
_SHOWN = {
    "customer": ("text",), "message": ("text",), "hint": ("text",),
    "action": ("name", "ok", "message", "rows"),
}  # fmt: skip


class UnreadableError(Exception):
    """The log or the card is not what this program writes; the text is for the user."""


@dataclass(frozen=True)
class KeptSession:
    """`case` is None where the drill or its SOP has changed since: the session can be read all
    the same."""

    session: Session
    case: Case | None
    log: Sequence[Event]
    card: Scorecard


def kept_session(records: Records, session_id: str) -> KeptSession:
    """Raises `RecordsError`, `OpenExamError`, and `UnreadableError`.

    The card is worked out again where that gives the very numbers that are kept, so that its
    reasons are in the reader's language; otherwise it is the kept one.
    """
    from simulator.drill.scoring.kept import scorecard_from
    from simulator.drill.sitting import log_of

    session = records.sessions.get(session_id)
    log = log_of(records, session_id)
    if not all(_readable(event) for event in log):
        raise UnreadableError(_("这一场的记录不是沙盘写的，读不出来"))
    case = _case(session)
    saved = records.scorecards.latest(session_id)
    try:
        again = _again(session, case, log, saved)
        if again is not None:
            return KeptSession(session, case, log, again)
        if saved is not None:
            return KeptSession(session, case, log, scorecard_from(saved.card))
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise UnreadableError(_("这一场的成绩单读不出来")) from error
    raise UnreadableError(_("这一场没有成绩单，演练或 SOP 又已改过，不能再评"))


def _case(session: Session) -> Case | None:
    from simulator.drill.sitting import ChangedError, case_of_kept
    from sops.problem import Problems

    try:
        return case_of_kept(session)
    except (ChangedError, Problems):
        return None


def _again(
    session: Session, case: Case | None, log: Sequence[Event], saved: Any
) -> Scorecard | None:
    """The card made again; None where it cannot be, or is another than the kept one."""
    from simulator.drill.scoring.rubric import load_rubric
    from simulator.drill.sitting import OpenExamError, card_of
    from sops.problem import Problems

    if session.mode == "exam" and session.state == "open":
        raise OpenExamError(_("考试还没有结束，结束之后才有成绩：shapan drill resume"))
    if case is None or session.erased_at is not None:
        return None
    named = f"{saved.rubric_id}-{saved.rubric_version}" if saved else "standard-1"
    try:
        card = card_of(case, log, session.mode, load_rubric(named))
    except Problems:
        return None
    same = saved is None or (card.resolution, card.empathy, card.passed is True) == (
        saved.resolution, saved.empathy, saved.passed,
    )  # fmt: skip
    return card if same else None


def _readable(event: Event) -> bool:
    return isinstance(event.body, dict) and all(key in event.body for key in _SHOWN.get(
        event.kind, ()))  # fmt: skip
