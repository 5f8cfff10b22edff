"""The customer of a drill: who they are, what they know, say and feel (D2, D5)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from scenarios.drill.text import Marks, Text
from sops.act import FEELINGS
from sops.language import _
from sops.strict import Closed, Name, Word

Emotion = Annotated[float, Field(ge=-3.0, le=3.0)]
Swing = Annotated[float, Field(ge=-3.0, le=3.0)]


class Moment(Closed):
    """An authored empathy moment (D8): a feeling that the line shows, and what it is about.

    A reply is about *this* case where it says one of `about`; `names` are words for the
    feeling that fit besides the general ones.
    """

    feeling: Word
    about: Marks
    names: Marks = Marks()
    provoked: bool = False
    """Only a clumsy agent gets to hear it: met it earns nothing, unmet it costs."""

    @model_validator(mode="after")
    def _known_feeling(self) -> Moment:
        if self.feeling not in FEELINGS:
            known = ", ".join(FEELINGS)
            raise ValueError(_("没有这种心情；可以用：{known}").format(known=known))
        return self


class Opening(Closed):
    """The customer's first words; they may carry a moment and tell facts unasked."""

    say: Text
    moment: Moment | None = None
    tells: tuple[Word, ...] = ()
    """Facts told without being asked."""


class Answer(Closed):
    """What the customer says when asked for a fact."""

    fact: Word
    say: Text
    again: Text | None = None
    """When asked a second time; else a line of the persona and the answer again."""


class When(Closed):
    """What sets off a beat: the first of these that happens; all given ones must hold.

    - `replies`: so many replies of the agent have come;
    - `told`: the agent told this fact, `value` if one is given;
    - `asked`: the agent asked for this fact;
    - `act`: the agent's reply performed this act;
    - `done`: this back-office action succeeded;
    - `after`: another beat has been played.
    """

    replies: Annotated[int, Field(ge=1, le=40)] | None = None
    told: Word | None = None
    value: bool | int | float | str | None = None
    asked: Word | None = None
    act: Word | None = None
    done: Word | None = None
    after: Name | None = None

    @model_validator(mode="after")
    def _something(self) -> When:
        if all(getattr(self, key) is None for key in type(self).model_fields):
            raise ValueError(_("when 里至少写一项"))
        return self


class Beat(Closed):
    """Something the customer says once, when its time has come."""

    id: Name
    when: When
    say: Text
    emotion: Swing = 0.0
    """How saying it changes the customer's emotion."""
    moment: Moment | None = None
    tells: tuple[Word, ...] = ()


class Question(Closed):
    """What the customer asks when a fact they want to know has not been told."""

    fact: Word
    say: Text


class Request(Closed):
    """An action the customer asks for in so many words: consent to it (D6)."""

    action: Word
    with_: Annotated[dict[Word, bool | int | float | str], Field(alias="with")] = {}


class Consent(Closed):
    """What the customer answers when an action is proposed."""

    action: Word
    agrees: bool = True
    say: Text


class Customer(Closed):
    """One customer. `patience_seconds` is how long they wait for a reply before they leave."""

    name: Text
    persona: Name
    tier: Literal["ordinary", "silver", "gold", "vip"] = "ordinary"
    emotion: Emotion = 0.0
    patience_seconds: Annotated[float, Field(gt=0.0, le=3_600.0)] = 180.0
    opening: Opening
    answers: tuple[Answer, ...] = ()
    beats: tuple[Beat, ...] = ()
    questions: tuple[Question, ...] = ()
    """Asked in this order, one at a time, when nothing else is to be said."""
    requests: tuple[Request, ...] = ()
    consents: tuple[Consent, ...] = ()
    ending: Ending


class Ending(Closed):
    """Last words: solved and content, solved or explained but not content, left unsolved."""

    content: Text
    discontent: Text
    unsolved: Text


Customer.model_rebuild()
