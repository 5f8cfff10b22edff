"""A kind of customer: how strongly they react, and what they say when nothing is authored (D5)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from pydantic import Field

from scenarios.drill.text import Text
from sops.compiled import compiled
from sops.document import Document
from sops.library_folder import find, names, user_folder
from sops.strict import Closed, Name, Words

Gain = Annotated[float, Field(ge=0.0, le=3.0)]
Several = Annotated[tuple[Text, ...], Field(min_length=2)]


class Gains(Closed):
    """How much a kind of event moves this customer's emotion, 1 being the usual."""

    warmth: Gain = 1.0
    waiting: Gain = 1.0
    refusal: Gain = 1.0
    repetition: Gain = 1.0
    harshness: Gain = 1.0
    progress: Gain = 1.0


class Lines(Closed):
    """What the customer says by itself; several of each, so that nobody sounds like a machine."""

    nag: Several
    fine: Several
    """An answer to something that needs none: 好的."""
    not_understood: Several
    """The agent's words make no sense to the customer."""
    beside_the_point: Several
    """The agent said something, but not what the customer asked."""
    unknown: Several
    """Asked for something the customer cannot tell."""
    asked_twice: Several
    refused_bare: Several
    """The wish was declined and no reason given."""
    hurt: Several
    """The agent blamed, brushed off or was rude."""
    contradicted: Several
    """The agent said one thing and then the opposite."""
    promise_broken: Several
    unsolved: Several
    """The agent wants to end, but the matter is open."""
    left_waiting: Several
    left_angry: Several
    agree: Several
    no_link: Several
    """On the phone: a link, a picture or a button cannot be seen."""


class Persona(Closed):
    """One kind of customer, e.g. `anxious-gift-buyer`."""

    id: Name
    title: Words
    note: Words
    leaves_below: Annotated[float, Field(ge=-3.0, le=-1.0)] = -3.0
    """Emotion at which they give up."""
    gains: Gains = Gains()
    lines: Lines


def persona_folders() -> tuple[Path, ...]:
    """Folders of personas, the user's own first."""
    return user_folder() / "personas", Path(str(files("scenarios"))) / "library" / "personas"


def persona_names() -> tuple[str, ...]:
    """Names of all personas."""
    return names(persona_folders())


@cache
def load_persona(name: str) -> Persona:
    """The persona called `name`; `Problems` where there is none or its file is wrong."""
    path = find(name, persona_folders())
    return compiled([path], Persona, lambda: Document.read(path).validate(Persona))
