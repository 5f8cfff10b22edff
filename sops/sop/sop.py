"""A standard operating procedure (D1): what is known, done, said, allowed and forbidden."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sops.sop.condition import Condition
from sops.sop.fact import Fact, Patterns
from sops.sop.step import Step
from sops.strict import Closed, Lines, Name, Word, Words

Status = Literal["draft", "tested", "stable"]


class Proposal(Closed):
    """Patterns by which an agent proposes an action to the customer, asking for consent."""

    zh: Patterns = ()
    en: Patterns = ()

    def of(self, language: str) -> Patterns:
        """The patterns of one language."""
        return self.en if language == "en" else self.zh


class ActionRule(Closed):
    """When an action of the back office may be taken.

    - `requires`: a tree over facts and steps done, checked when the action happens (D6);
    - `consent`: the customer must have agreed, or asked for it with the same arguments;
    - `forbidden`: it may never be taken under this SOP.
    """

    action: Word
    requires: Condition | None = None
    because: Words | None = None
    """Why, for the trainee who broke it."""
    consent: bool = False
    proposed: Proposal = Proposal()
    forbidden: bool = False


class Phrase(Closed):
    """Words for a step: better ones as patterns with slots, and what to avoid.

    A slot `{fact}` is filled with the case's own fact: truthfully filled it counts in full,
    verbatim or unfilled it is boilerplate. It is shown only where `when` holds.
    """

    step: Name | None = None
    when: Condition | None = None
    better: Words
    avoid: Lines = Lines()


class Critical(Closed):
    """An error that fails a drill whatever the sum (D10), from certain evidence only."""

    id: Name
    title: Words
    tells: tuple[Word, ...] = ()
    """Protected facts that must not be told."""
    actions: tuple[Word, ...] = ()
    phrases: Lines = Lines()
    """Listed phrases, heard neither negated nor quoted."""


class Promise(Closed):
    """What may be promised beyond the session: at most so many hours, with a ticket due by then."""

    at_most_hours: Annotated[float, Field(gt=0.0, le=24 * 60)] = 72
    ticket: bool = True


class Sop(Closed):
    """One procedure; `facts` are in no order, `steps` start with the first."""

    kind: Literal["sop"] = "sop"
    id: Name
    version: Annotated[int, Field(ge=1)]
    status: Status
    contact_type: Name
    title: Words
    trigger: Words
    source: Words
    """What the procedure rests on, and which of its numbers are assumptions."""
    facts: Annotated[tuple[Fact, ...], Field(min_length=1)]
    steps: Annotated[tuple[Step, ...], Field(min_length=2)]
    actions: tuple[ActionRule, ...] = ()
    authority_fen: dict[Word, Annotated[int, Field(ge=0)]] = {}
    """Action → the most that an agent may give by it without a second line, in fen."""
    promise: Promise = Promise()
    phrases: tuple[Phrase, ...] = ()
    critical: tuple[Critical, ...] = ()

    def fact(self, name: str) -> Fact:
        """The fact called `name`; KeyError where there is none."""
        return {fact.id: fact for fact in self.facts}[name]

    def step(self, name: str) -> Step:
        """The step called `name`; KeyError where there is none."""
        return {step.id: step for step in self.steps}[name]

    def rule(self, action: str) -> ActionRule | None:
        """The rule for an action, if the SOP has one."""
        return next((rule for rule in self.actions if rule.action == action), None)
