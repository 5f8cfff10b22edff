"""A line of a drill: Chinese, and English where the drill has it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sops.strict import Closed

Line = Annotated[str, Field(min_length=1, max_length=1_500)]


class Text(Closed):
    """One line; `{name}` and `{name|yuan}` are filled with the case's values (template.py)."""

    zh: Line
    en: Line | None = None

    def of(self, language: str) -> str:
        """The line in one language; the Chinese one where it has no other."""
        return (self.en or self.zh) if language == "en" else self.zh


class Marks(Closed):
    """Words by which something is recognised, in each language; sops.pattern patterns."""

    zh: tuple[Line, ...] = ()
    en: tuple[Line, ...] = ()

    def of(self, language: str) -> tuple[str, ...]:
        """The words of one language."""
        return self.en if language == "en" else self.zh
