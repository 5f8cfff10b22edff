"""What pydantic found wrong, in our own words and with the path its author would use.

`misfits` turns a `ValidationError` into (path, message) pairs. Names pydantic adds to a
location (the branch of a union, the name of a wrapper) are dropped; of a union without a
discriminator only the branch that fits best is told.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sops.language import _
from sops.misfit_messages import expected_type, sentence, shown_value
from sops.model_shape import field_names
from sops.problem import printable
from sops.yaml_tree import Path

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError

Details = Mapping[str, Any]


class Misfit(ValueError):
    """Raised by a validator to tell a mistake at a place inside what it validates.

    `Misfit(message, "groups", 0, "skill")`: the steps continue the validated model's path.
    """

    def __init__(self, message: str, *steps: str | int) -> None:
        super().__init__(message)
        self.steps = steps


def misfits(error: ValidationError, data: Any, model: type[BaseModel]) -> list[tuple[Path, str]]:
    """Every mistake as (path, message); a missing field has the path of its parent."""
    found: list[tuple[Path, str]] = []
    errors = _without_false_shortness(error.errors(include_url=False))
    for details in _without_union_noise(errors, data):
        path, _branches = _split(details, data)
        cause = details.get("ctx", {}).get("error")
        if isinstance(cause, Misfit):
            path = (*path, *cause.steps)
        found.append((path, _message(details, path, data, model)))
    return list(dict.fromkeys(found))


def _message(details: Details, path: Path, data: Any, model: type[BaseModel]) -> str:
    kind = details["type"]
    if kind == "missing":
        return _("缺少 {field}").format(field=printable(details["loc"][-1]))
    if kind in ("extra_forbidden", "unexpected_keyword_argument"):
        return _unknown_key(str(path[-1]), field_names(model, path[:-1], data))
    if kind == "one_of_types":
        return details["msg"]
    return sentence(details)


def _unknown_key(key: str, known: list[str]) -> str:
    shown = printable(key)
    guesses = difflib.get_close_matches(key, known, n=1)
    if guesses:
        return _("不认识的键 {key}；是不是 {guess}？").format(key=shown, guess=guesses[0])
    if known:
        return _("不认识的键 {key}；这里可以用：{names}").format(
            key=shown, names=printable(", ".join(known), 300)
        )
    return _("不认识的键 {key}").format(key=shown)


def _split(details: Details, data: Any) -> tuple[Path, tuple[tuple[int, str], ...]]:
    """The path into `data`, and the branch names left out with the length of path before each."""
    steps: list[str | int] = []
    branches: list[tuple[int, str]] = []
    here = data
    location = details["loc"][:-1] if details["type"] == "missing" else details["loc"]
    for step in location:
        if isinstance(here, dict) and str(step) in here:
            here = here[str(step)]
            steps.append(str(step))
        elif isinstance(here, list) and isinstance(step, int) and step < len(here):
            here = here[step]
            steps.append(step)
        else:
            branches.append((len(steps), str(step)))
    return tuple(steps), tuple(branches)


def _without_false_shortness(errors: Sequence[Details]) -> list[Details]:
    """The errors without `too_short` of lists that are long enough, but have wrong items.

    Pydantic counts the items that passed; that the others are wrong is told anyway.
    """
    return [
        details
        for details in errors
        if details["type"] != "too_short"
        or len(details["input"]) < details["ctx"]["min_length"]
        or not any(_is_inside(other["loc"], details["loc"]) for other in errors)
    ]


def _is_inside(place: Sequence[str | int], outer: Sequence[str | int]) -> bool:
    return len(place) > len(outer) and tuple(place[: len(outer)]) == tuple(outer)


def _without_union_noise(errors: Iterable[Details], data: Any, level: int = 0) -> Iterator[Details]:
    """The errors with, for each union, only those of the branch that fits best.

    `level` counts the unions around the one looked at: unions may stand inside unions.
    """
    groups: dict[Path, dict[str, list[Details]]] = {}
    for details in errors:
        path, branches = _split(details, data)
        if len(branches) <= level:
            yield details
            continue
        length, name = branches[level]
        groups.setdefault(path[:length], {}).setdefault(name, []).append(details)
    for place, named in groups.items():
        best = _best_branch(place, list(named.values()), data)
        yield from _without_union_noise(best, data, level + 1)


def _best_branch(place: Path, branches: list[list[Details]], data: Any) -> list[Details]:
    fitting = [errors for errors in branches if not _wrong_kind(errors, place, data)]
    if fitting:
        return min(fitting, key=len)
    if len(branches) == 1:
        return branches[0]
    names = dict.fromkeys(expected_type(errors[0]) for errors in branches)
    message = _("应为{types}，现在是 {value}").format(
        types=_("或").join(names), value=shown_value(branches[0][0]["input"])
    )
    return [{**branches[0][0], "type": "one_of_types", "loc": place, "msg": message}]


def _wrong_kind(errors: list[Details], place: Path, data: Any) -> bool:
    """Whether the value is not even of the kind the branch wants (text for a number, …)."""
    return any(
        details["type"].endswith(("_type", "_parsing", "none_required", "is_instance_of"))
        and _split(details, data)[0] == place
        for details in errors
    )
