"""A session's log as the scorer reads it: messages, actions, customer turns, what was told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from scenarios.drill.case import Case
from simulator.drill.conversation.event import Event
from simulator.drill.conversation.heard import Heard
from simulator.drill.office.desk import call
from simulator.drill.office.state import OfficeState
from simulator.drill.scoring.item import Evidence


@dataclass(frozen=True)
class Message:
    """One message of the agent."""

    event: Event
    text: str
    heard: Heard

    def words(self, start: int, end: int) -> Evidence:
        """A part of it as evidence."""
        return Evidence(self.event.seq, start, end, self.text[start:end])

    def whole(self) -> Evidence:
        """All of it as evidence."""
        return self.words(0, len(self.text))

    def act(self, *acts: str) -> Evidence:
        """The first of these acts in it as evidence, else the whole."""
        for act in acts:
            if act in self.heard.acts:
                start, end = self.heard.span(act)
                if end > start:
                    return self.words(start, end)
        return self.whole()


@dataclass(frozen=True)
class Told:
    """A fact told: in which message, and with what value."""

    message: Message
    fact: str
    value: Any
    start: int
    end: int
    confidence: float

    def evidence(self) -> Evidence:
        """The words that told it."""
        return self.message.words(self.start, self.end)


class Transcript:
    """A view of a log. The office's rows are worked out again from the actions in it."""

    def __init__(self, case: Case, log: Sequence[Event]) -> None:
        self.case = case
        self.log = tuple(log)

    @cached_property
    def messages(self) -> tuple[Message, ...]:
        """The agent's messages in order."""
        return tuple(
            Message(event, event.body["text"], Heard(event.body["understood"]))
            for event in self.log
            if event.kind == "message"
        )

    @cached_property
    def actions(self) -> tuple[Event, ...]:
        """Calls to the back office in order."""
        return tuple(event for event in self.log if event.kind == "action")

    @cached_property
    def turns(self) -> tuple[Event, ...]:
        """The customer's turns, nags left out."""
        return tuple(
            event for event in self.log
            if event.kind == "customer" and not event.body.get("nag")
        )  # fmt: skip

    @cached_property
    def told(self) -> tuple[Told, ...]:
        """Facts told outright, in order."""
        return tuple(
            Told(
                message, fact["fact"], fact["value"], fact["start"], fact["end"],
                float(fact.get("confidence", 1.0)),
            )
            for message in self.messages
            for fact in message.heard.told()
        )  # fmt: skip

    @cached_property
    def last_told(self) -> dict[str, Any]:
        """Fact → the value told last."""
        return {told.fact: told.value for told in self.told}

    @cached_property
    def office(self) -> OfficeState:
        """The back office at the end."""
        return self.office_before(len(self.log) + 1)

    def office_before(self, seq: int) -> OfficeState:
        """The back office as it stood before event `seq`."""
        state = OfficeState(
            self.case.tables, self.case.account, self.case.now, dict(self.case.sop.authority_fen)
        )
        for event in self.actions:
            if event.seq < seq:
                call(state, event.body["name"], event.body["with"], event.at_us)
        return state

    @cached_property
    def ended(self) -> str | None:
        """How it ended: `content`, `discontent`, `unsolved`, `left`, `handed_over`, None."""
        last = [event for event in self.log if event.kind == "ended"]
        return str(last[-1].body["how"]) if last else None

    def replies(self) -> Iterator[tuple[Event, tuple[Message, ...]]]:
        """Each customer turn with the agent's messages that follow it before the next turn."""
        marks = [*self.turns]
        for position, turn in enumerate(marks):
            end = marks[position + 1].seq if position + 1 < len(marks) else len(self.log) + 1
            yield turn, tuple(m for m in self.messages if turn.seq < m.event.seq < end)
