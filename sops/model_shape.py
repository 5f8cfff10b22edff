"""Which keys a pydantic model knows at a path: what a mistyped key may have meant."""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from sops.yaml_tree import Path


def field_names(model: type[BaseModel], path: Path, data: Any) -> list[str]:
    """The keys of the models that may stand at `path` of `data`, where `model` is the whole.

    Where a union leaves several models, those whose literal fields agree with `data`.
    """
    shapes: list[Any] = [model]
    here = data
    for step in path:
        models = list(_plain_types(shapes))
        shapes = [inner for outer in _agreeing(models, here) for inner in _below(outer, step)]
        here = here[step]
    names = [
        name
        for outer in _agreeing(list(_plain_types(shapes)), here)
        if _is_model(outer)
        for name in _keys(outer)
    ]
    return list(dict.fromkeys(names))


def _plain_types(annotations: Iterable[Any]) -> Iterator[Any]:
    """The annotations without `Annotated`, aliases and unions."""
    for annotation in annotations:
        if hasattr(annotation, "__value__"):
            yield from _plain_types([annotation.__value__])
        elif get_origin(annotation) is Annotated:
            yield from _plain_types(get_args(annotation)[:1])
        elif get_origin(annotation) in (Union, types.UnionType):
            yield from _plain_types(get_args(annotation))
        else:
            yield annotation


def _below(outer: Any, step: str | int) -> list[Any]:
    """The types that may stand at `step` inside `outer`."""
    if _is_model(outer):
        return [
            info.annotation
            for name, info in outer.model_fields.items()
            if step in (name, info.alias)
        ]
    origin, inner = get_origin(outer), get_args(outer)
    if not inner or not isinstance(origin, type):
        return []
    if issubclass(origin, Mapping):
        return [inner[-1]]
    if isinstance(step, int) and issubclass(origin, Sequence | set | frozenset):
        return [inner[step]] if origin is tuple and step < len(inner) else [inner[0]]
    return []


def _agreeing(shapes: list[Any], data: Any) -> list[Any]:
    if not isinstance(data, dict):
        return shapes
    agreeing = [shape for shape in shapes if _is_model(shape) and _agrees(shape, data)]
    return agreeing or shapes


def _agrees(model: type[BaseModel], data: Mapping[str, Any]) -> bool:
    """Whether every literal field of `model` that `data` gives has one of its values."""
    for name, info in model.model_fields.items():
        if get_origin(info.annotation) is Literal and name in data:
            value = data[name]
            if not any(value == known for known in get_args(info.annotation)):
                return False
    return True


def _keys(model: type[BaseModel]) -> list[str]:
    return [info.alias or name for name, info in model.model_fields.items()]


def _is_model(shape: Any) -> bool:
    return isinstance(shape, type) and issubclass(shape, BaseModel)
