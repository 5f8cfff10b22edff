"""Playing a list of moves: typing takes time, and the customer is listened to (D12, D14)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from scenarios.drill.case import Case
from simulator.drill.conversation.event import MICROSECONDS
from simulator.drill.conversation.session import Session
from simulator.drill.ear import Ear

TYPED_PER_SECOND = {"zh": 6.0, "en": 20.0}
"""Characters a practised agent types in a second, quick phrases counted in. Assumed."""
READING_S = 2.0
LONGEST_TYPING_S = 20.0
ACTION_S = 3.0


@dataclass(frozen=True)
class Move:
    """One thing an agent does: `say` a text, `do` an action, `close`, or wait."""

    say: str | None = None
    do: str | None = None
    with_: Mapping[str, Any] = field(default_factory=dict)
    hold_seconds: float | None = None
    close: bool = False
    wait_seconds: float = 0.0


def play(
    case: Case, moves: Iterable[Move], mode: str = "practise", ear: Ear | None = None
) -> Session:
    """The session after these moves, ended: what is left open is closed by the agent."""
    session = Session(case, mode, ear)
    for move in moves:
        if session.ended:
            break
        _make(session, move)
    if not session.ended:
        session.close(session.at_us + int(READING_S * MICROSECONDS))
    return session


def typing_us(text: str, language: str) -> int:
    """How long reading and typing take, in microseconds."""
    seconds = READING_S + min(LONGEST_TYPING_S, len(text) / TYPED_PER_SECOND[language])
    return int(seconds * MICROSECONDS)


def _make(session: Session, move: Move) -> None:
    now = session.at_us
    if move.wait_seconds:
        session.advance(now + int(move.wait_seconds * MICROSECONDS))
    elif move.say is not None:
        session.message(move.say, now + typing_us(move.say, session.case.language))
        listen(session)
    elif move.do is not None:
        session.act(move.do, move.with_, now + int(ACTION_S * MICROSECONDS))
    elif move.hold_seconds is not None:
        session.hold(move.hold_seconds, now + MICROSECONDS)
        session.advance(session.at_us + int(move.hold_seconds * MICROSECONDS))
    elif move.close:
        session.close(now + MICROSECONDS)


def listen(session: Session) -> None:
    """Wait for the customer's answer, if one is coming."""
    if session.answering and session.due_us is not None:
        session.advance(session.due_us)
