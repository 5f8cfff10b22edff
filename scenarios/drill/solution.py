"""What counts as solved, and how a good agent gets there (D2, D12)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from scenarios.drill.text import Text
from sops.language import _
from sops.strict import Closed, Name, Word

Ranged = dict[str, Any]


class Expectation(Closed):
    """Rows that must be there at the end: `where` picks them, `fields` must have these values.

    A value is plain, a template, `{at_most: …}`, `{at_least: …}` or `{in: […]}`. `count` is
    how many such rows there have to be; `count: 0` forbids them.
    """

    table: str
    where: dict[str, Any] = {}
    fields: dict[str, Any] = {}
    count: Annotated[int, Field(ge=0, le=20)] = 1


class EndState(Closed):
    """One accepted end: all expectations hold, and no table outside `may_change` has changed.

    Tables that an expectation names may change, and so may tickets (a ticket too many is no
    harm), unless an expectation says otherwise.

    People read the `title`; where there is none, the name.
    """

    name: Name
    title: Text | None = None
    expect: tuple[Expectation, ...] = ()
    may_change: tuple[str, ...] = ()


class Turn(Closed):
    """What the agent of a written run does next: says something, or does something.

    `warm` are the sentences of empathy around `say`: the cold player leaves them out.
    """

    warm: Text | None = None
    say: Text | None = None
    after: Text | None = None
    """Warm words that stand behind `say`."""
    do: Word | None = None
    with_: Annotated[dict[Word, Any], Field(alias="with")] = {}
    hold_seconds: Annotated[float, Field(gt=0.0)] | None = None

    @model_validator(mode="after")
    def _one_thing(self) -> Turn:
        spoken = self.say is not None or self.warm is not None or self.after is not None
        if spoken + (self.do is not None) + (self.hold_seconds is not None) != 1:
            raise ValueError(_("一步只做一件事：说话（warm、say、after）、do 或 hold_seconds"))
        return self


class Run(Closed):
    """A run of turns; a customer's turn comes after each spoken one."""

    turns: Annotated[tuple[Turn, ...], Field(min_length=1)]


class Solution(Closed):
    """The reference run and three paraphrases of it, written apart; hidden from trainees."""

    reference: Run
    paraphrases: tuple[Run, ...] = ()


Level = Literal[1, 2, 3]
