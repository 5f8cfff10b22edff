"""Who asks: every read and every write of the records is made by a caller."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Role = Literal["trainee", "lead", "planner", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)
PLANNERS: tuple[Role, ...] = ("planner", "administrator")
"""Who plans, and sees what others have planned."""


@dataclass(frozen=True, slots=True)
class Caller:
    """A person and the role under which the records answer.

    `trusted` callers may do everything but sign certificates: whoever sits at a local file could
    change the file itself, so nothing is won by refusing. Only the records make trusted ones.
    """

    person_id: str
    role: Role
    trusted: bool = False


NOBODY = Caller("", "trainee")
LOCAL = Caller("", "administrator", trusted=True)
