"""One case of a drill: its variables drawn for a seed, its rows, facts and lines filled (D2)."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from scenarios.drill.drill import Drill
from scenarios.drill.expression import evaluate
from scenarios.drill.solution import EndState
from scenarios.drill.template import fill, filled, plain
from scenarios.drill.text import Text
from scenarios.drill.variable import Derived, Moment, Variation
from sops.language import localized
from sops.sop.condition import Value
from sops.sop.path import path
from sops.sop.sop import Sop
from sops.sop.step import Step


@dataclass(frozen=True)
class Case:
    """A drill and its SOP with everything that the seed decides, in one language."""

    drill: Drill
    sop: Sop
    seed: int
    language: str
    values: Mapping[str, Any]

    def say(self, text: Text) -> str:
        """A line of the drill with the case's values filled in."""
        return fill(text.of(self.language), self.values, self.language)

    def end_title(self, end: EndState) -> str:
        """What people read for an accepted end, in their language; its name where it has none."""
        return str(self.fill(localized(end.title))) or end.name

    def fill(self, value: Any) -> Any:
        """A row, a field or an argument with the case's values filled in."""
        return filled(value, self.values, self.language)

    @cached_property
    def facts(self) -> dict[str, Value]:
        """The truth about the SOP's facts."""
        return {
            name: plain(_worked_out(value, self.values, self.now), self.language)
            for name, value in self.drill.facts.items()
        }

    @cached_property
    def tables(self) -> dict[str, list[dict[str, Any]]]:
        """The rows of the back office at the start; a fresh copy is the caller's to make."""
        return {name: self.fill(list(rows)) for name, rows in self.drill.office.tables.items()}

    @cached_property
    def account(self) -> dict[str, Any]:
        """The customer's account at the start."""
        return dict(self.fill(self.drill.office.account))

    @cached_property
    def protected(self) -> tuple[str, ...]:
        """Values that must not be told."""
        return tuple(str(self.fill(value)) for value in self.drill.office.protected)

    @cached_property
    def path(self) -> tuple[Step, ...]:
        """The way through the SOP for these facts."""
        return path(self.sop, self.facts)

    @property
    def now(self) -> datetime:
        """The moment of the story at which the session clock stands at zero."""
        return datetime.fromisoformat(self.drill.now)


def case_of(drill: Drill, sop: Sop, seed: int, language: str = "zh") -> Case:
    """The case of a seed; `ExpressionError` where a variable cannot be worked out.

    Each variable has a draw of its own, so that adding one does not change the others.
    """
    values: dict[str, Any] = {
        name: _drawn(variation, f"{drill.id}/{name}/{seed}")
        for name, variation in drill.variations.items()
    }
    now = datetime.fromisoformat(drill.now)
    values["now"] = now
    for name, derived in drill.let.items():
        values[name] = _worked_out(derived, values, now)
    values.setdefault("customer_name", drill.customer.name)
    return Case(drill, sop, seed, language, values)


def _drawn(variation: Variation, key: str) -> Any:
    draw = random.Random(key)
    if variation.choices is not None:
        return draw.choice(variation.choices)
    if variation.digits is not None:
        digits = "".join(draw.choice("0123456789") for _ in range(variation.digits - 1))
        return variation.prefix + draw.choice("123456789") + digits
    assert variation.low is not None
    assert variation.high is not None
    return draw.randrange(variation.low, variation.high + 1, variation.step)


def _worked_out(derived: Derived | Any, values: Mapping[str, Any], now: datetime) -> Any:
    if isinstance(derived, dict):
        derived = Moment.model_validate(derived)
    if isinstance(derived, Moment):
        return _moment(derived, values, now)
    if isinstance(derived, str):
        return evaluate(derived, values)
    return derived


def _moment(moment: Moment, values: Mapping[str, Any], now: datetime) -> datetime:
    days, hours = (
        evaluate(part, values) if isinstance(part, str) else part
        for part in (moment.days, moment.hours)
    )
    found = now + timedelta(days=int(days), hours=float(hours))
    if moment.at is None:
        return found
    hour, minute = map(int, moment.at.split(":"))
    return found.replace(hour=hour, minute=minute)
