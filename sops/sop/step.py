"""A step of an SOP and the ways on from it (D1)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from sops.language import _
from sops.model_errors import Misfit
from sops.sop.condition import Condition
from sops.strict import Closed, Name, Word, Words

StepKind = Literal["ask", "check", "decide", "act", "tell", "escalate", "close"]
TODO = ("填：", "TODO: ")
"""How the title of a step begins that is still to be worked out, in both languages."""
Argument = bool | int | float | str


class Way(Closed):
    """A way on to step `to`; without `when` it is taken where no other way is."""

    to: Name
    when: Condition | None = None


class Step(Closed):
    """What is to be done at one point of the procedure.

    - `ask`: the facts in `asks` are known: asked, or told unasked, or found;
    - `check`: one of the look-ups in `looks` succeeded;
    - `decide`: nothing is done, the ways on tell cases apart;
    - `act`, `escalate`: the back-office action `action` succeeded with the arguments `with`
      (`$fact` stands for the fact's value);
    - `tell`: all facts in `tells` were told, and true; `refuses`: the customer's wish is
      declined here, and `tells` are the reasons;
    - `close`: the conversation is brought to its end.

    Any step may also ask for acts of the message that carries it out (`acts`).
    """

    id: Name
    kind: StepKind
    title: Words
    asks: tuple[Word, ...] = ()
    looks: tuple[Word, ...] = ()
    action: Word | None = None
    with_: Annotated[dict[Word, Argument], Field(alias="with")] = {}
    tells: tuple[Word, ...] = ()
    refuses: bool = False
    acts: tuple[Word, ...] = ()
    optional: bool = False
    after: tuple[Name, ...] = ()
    """Steps that must come before it, where they are on the way: order where it matters."""
    then: tuple[Way, ...] = ()

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> Step:
        needs: dict[str, tuple[str, Any]] = {
            "ask": ("asks", self.asks),
            "check": ("looks", self.looks),
            "act": ("action", self.action),
            "escalate": ("action", self.action),
            "decide": ("then", self.then),
        }
        field, value = needs.get(self.kind, ("", True))
        if not value:
            message = _("{kind} 步骤要写 {field}").format(kind=self.kind, field=field)
            raise Misfit(message, "kind")
        if self.kind == "tell" and not self.tells and not self.acts:
            raise Misfit(_("tell 步骤要写 tells 或 acts"), "kind")
        if sum(way.when is None for way in self.then) > 1:
            raise Misfit(_("只能有一条不带 when 的出路"), "then")
        return self
