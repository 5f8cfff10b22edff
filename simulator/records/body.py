"""The body of an event: JSON, in one canonical form, so that it can be hashed and compared."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

Body = Mapping[str, Any]

# Half of a pair of surrogates is no text in any encoding; JSON can spell it all the same.
_LONE = re.compile("[\ud800-\udfff]")


def canonical(value: Any) -> str:
    """`value` as JSON: keys sorted, no spaces, no NaN. Reading it gives the same data back.

    `ValueError` for what JSON cannot hold: NaN, keys that are no text, other objects.
    """
    _check(value)
    text = json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return _LONE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def parsed(text: str) -> Any:
    """The data of a canonical text."""
    return json.loads(text)


def _check(value: Any) -> None:
    """JSON would quietly write the keys 1 and True as texts; then reading gives other data."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise ValueError(f"a key must be a text, not {type(key).__name__}")
            _check(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _check(inner)
    elif not (value is None or isinstance(value, str | bool | int | float)):
        raise ValueError(f"JSON cannot hold a {type(value).__name__}")
