"""A command under a group, as the group registers it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Subcommand:
    """Its name on the command line, its help (a text of the catalogue) and its function."""

    name: str
    help: str
    function: Callable[..., None]
