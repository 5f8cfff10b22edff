"""How far a trainee is with each type of contact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from simulator.records.score import Score


@dataclass(frozen=True, slots=True)
class Progress:
    """Of `drills` in the library so many were tried, and so many passed without hints.

    `resolution` and `empathy` are the best of any session; None where there is none.
    """

    contact_type: str
    drills: int
    tried: int
    passed: int
    resolution: float | None
    empathy: float | None


def progress(scores: Iterable[Score], library: Mapping[str, str]) -> tuple[Progress, ...]:
    """One line for each type of contact, in alphabetical order; `library`: type of each drill."""
    found = list(scores)
    types = sorted({*library.values(), *(score.contact_type for score in found)})
    return tuple(_line(each, found, library) for each in types)


def _line(contact_type: str, scores: Iterable[Score], library: Mapping[str, str]) -> Progress:
    mine = [score for score in scores if score.contact_type == contact_type]
    empathy = [score.empathy for score in mine if score.empathy is not None]
    return Progress(
        contact_type,
        sum(each == contact_type for each in library.values()),
        len({score.drill_id for score in mine}),
        len({score.drill_id for score in mine if score.passed and score.mode != "coach"}),
        max((score.resolution for score in mine), default=None),
        max(empathy, default=None),
    )
