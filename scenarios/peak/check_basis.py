"""Notes on where numbers come from point at something (`basis.paths`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from scenarios.peak.finding import Finding
from scenarios.peak.scenario import PeakScenario
from scenarios.peak.selector import IDENTITIES, STAR, PathError, steps
from sops.language import _
from sops.problem import printable


def check_basis(scenario: PeakScenario) -> Iterator[Finding]:
    """Paths that are malformed or match nothing of the scenario, defaults included."""
    for index, basis in enumerate(scenario.basis):
        for number, text in enumerate(basis.paths):
            path = ("basis", index, "paths", number)
            try:
                parts = steps(text)
            except PathError as error:
                yield Finding(path, str(error))
                continue
            if not _matches(scenario, parts):
                message = _("路径 {path} 没有对上任何内容")
                yield Finding(path, message.format(path=printable(text)))


def _matches(here: Any, parts: tuple[str, ...]) -> bool:
    if not parts:
        return True
    step, rest = parts[0], parts[1:]
    return any(_matches(inner, rest) for inner in _below(here, step))


def _below(here: Any, step: str) -> Iterator[Any]:
    if isinstance(here, BaseModel):
        names = [name for name in type(here).model_fields if step in (name, STAR)]
        yield from (getattr(here, name) for name in names)
    elif isinstance(here, Mapping):
        yield from (value for key, value in here.items() if step in (key, STAR))
    elif isinstance(here, tuple):
        yield from (item for n, item in enumerate(here) if step in (STAR, str(n), _identity(item)))


def _identity(item: Any) -> str | None:
    found = (getattr(item, key) for key in IDENTITIES if hasattr(item, key))
    return next((str(name) for name in found if name is not None), None)
