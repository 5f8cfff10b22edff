"""What may stand at a path of a scenario, read off the models: for paths that patches name."""

from __future__ import annotations

import types
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel

from scenarios.peak.scenario import PeakScenario


class Shape(NamedTuple):
    """The types allowed at a path: `models` hold fixed keys, `keyed` types any key, `items` are
    those of lists; `whole` says that only whole numbers fit; `default` is what an absent value
    means (None: nothing, or no number)."""

    models: tuple[type[BaseModel], ...]
    keyed: tuple[Any, ...]
    items: tuple[Any, ...]
    whole: bool
    default: Any = None

    @property
    def keys(self) -> tuple[str, ...]:
        """The fixed keys that may stand here, sorted."""
        return tuple(sorted({name for model in self.models for name in model.model_fields}))

    def below(self, key: str) -> Shape | None:
        """The shape under a key of a mapping; None where that key cannot stand."""
        if self.keyed:
            return _shape(self.keyed)
        fields = [m.model_fields[key] for m in self.models if key in m.model_fields]
        if not fields:
            return None
        shape = _shape(tuple(_annotation(field) for field in fields))
        return shape._replace(default=fields[0].get_default(call_default_factory=False))

    def item(self) -> Shape | None:
        """The shape of a list's items; None where no list can stand."""
        return _shape(self.items) if self.items else None


def scenario_shape() -> Shape:
    """The shape of a whole peak scenario."""
    return _shape((PeakScenario,))


def _annotation(field: Any) -> Any:
    return field.annotation


def _shape(annotations: tuple[Any, ...]) -> Shape:
    models: list[type[BaseModel]] = []
    keyed: list[Any] = []
    items: list[Any] = []
    leaves: set[Any] = set()
    for annotation in annotations:
        for kind in _members(annotation):
            origin = get_origin(kind)
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                models.append(kind)
            elif origin is dict:
                keyed.append(get_args(kind)[1])
            elif origin is tuple:
                items.append(get_args(kind)[0])
            else:
                leaves.add(kind)
    return Shape(tuple(models), tuple(keyed), tuple(items), int in leaves and float not in leaves)


@cache
def _members(annotation: Any) -> tuple[Any, ...]:
    """The alternatives of an annotation, freed of `Annotated`, `Optional` and `Union`."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _members(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        return tuple(m for part in get_args(annotation) for m in _members(part))
    if annotation is type(None) or origin is Literal:
        return ()
    return (annotation,)
