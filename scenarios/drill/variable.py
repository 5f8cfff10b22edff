"""What differs from seed to seed, and what follows from it (D2)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from scenarios.drill.text import Text
from sops.language import _
from sops.strict import Closed

Plain = bool | int | float | str


class Variation(Closed):
    """One of several values, drawn by the seed: `choices`, or whole numbers from `low` to `high`.

    Chosen texts in two languages are written `{zh: …, en: …}`.
    """

    choices: Annotated[tuple[Text | Plain, ...], Field(min_length=1)] | None = None
    low: int | None = None
    high: int | None = None
    step: Annotated[int, Field(ge=1)] = 1
    digits: Annotated[int, Field(ge=1, le=20)] | None = None
    """A number of so many digits, as text: an order id, a phone number."""
    prefix: str = ""

    @model_validator(mode="after")
    def _one_form(self) -> Variation:
        ranged = self.low is not None and self.high is not None
        if (self.choices is not None) + ranged + (self.digits is not None) != 1:
            raise ValueError(_("写 choices，或 low 与 high，或 digits，只写一种"))
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(_("low 不能大于 high"))
        return self


class Moment(Closed):
    """A moment relative to the drill's `now`: so many days off, at a time of day, or hours off.

    Each is a number or an expression over variables.
    """

    days: int | str = 0
    at: Annotated[str, Field(pattern=r"^\d{2}:\d{2}$")] | None = None
    hours: float | int | str = 0


Derived = Moment | Text | Plain
"""`let:` values: a moment, a text, or an expression over variables such as `paid_fen - now_fen`."""
