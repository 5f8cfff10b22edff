"""What every model of a rules file has in common: frozen, closed, finite, two languages."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
"""An id that people write in files and on the command line: `price-protection`."""

Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
"""An id inside a file, usable as a variable: `refund_amount`."""


class Closed(BaseModel):
    """A frozen model that refuses unknown keys, NaN and infinity."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, populate_by_name=True
    )


class Words(Closed):
    """A text in both languages."""

    zh: Annotated[str, Field(min_length=1, max_length=2_000)]
    en: Annotated[str, Field(min_length=1, max_length=3_000)]


class Lines(Closed):
    """Texts in both languages, several of each."""

    zh: tuple[Annotated[str, Field(min_length=1, max_length=600)], ...] = ()
    en: tuple[Annotated[str, Field(min_length=1, max_length=900)], ...] = ()

    def of(self, language: str) -> tuple[str, ...]:
        """The texts of one language, `zh` or `en`."""
        return self.en if language == "en" else self.zh
