"""A what-if lever: a named patch of a scenario, and what it costs once (2.6)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from scenarios.peak.strict import Name, NonNegative, Note, Number, Strict, Title
from sops.language import _


class Lever(Strict):
    """`set` replaces values, `scale` multiplies numbers, `add` puts items at the end of lists."""

    kind: Literal["lever"]
    name: Name
    title: Title
    note: Note
    """What is taken to happen, and what that rests on."""
    set: dict[str, Any] = Field(default_factory=dict)
    scale: dict[str, Number] = Field(default_factory=dict)
    add: dict[str, Annotated[list[Any], Field(min_length=1)]] = Field(default_factory=dict)
    yuan: NonNegative = 0.0
    """Paid once for the horizon, beside people and bots."""

    @model_validator(mode="after")
    def _changes_something(self) -> Lever:
        if not self.set and not self.scale and not self.add:
            raise ValueError(_("杠杆须写 set、scale 或 add"))
        return self
