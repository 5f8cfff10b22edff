"""The text of a calibrated scenario: YAML as a person would lay it out."""

from __future__ import annotations

import io
from typing import Any

_FLOW_MOST = 8


def scenario_text(data: dict[str, Any], note: str) -> str:
    """YAML with lists of plain values and small mappings on one line, ``note`` as a comment."""
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width = 110
    yaml.allow_unicode = True
    stream = io.StringIO()
    yaml.dump(_laid_out(data), stream)
    head = "".join(f"# {line}\n" for line in note.splitlines())
    return head + "\n" + stream.getvalue()


def _laid_out(value: Any) -> Any:
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    if isinstance(value, dict):
        found = CommentedMap((key, _laid_out(inner)) for key, inner in value.items())
        if _small(value):
            found.fa.set_flow_style()
        return found
    if isinstance(value, list):
        items = CommentedSeq(_laid_out(inner) for inner in value)
        if value and not any(isinstance(inner, dict | list) for inner in value):
            items.fa.set_flow_style()
        return items
    return value


def _small(value: dict[str, Any]) -> bool:
    """Few keys, and nothing in them but plain values."""
    plain = not any(isinstance(inner, dict | list) for inner in value.values())
    length = sum(len(str(inner)) for inner in value.values())
    return bool(value) and plain and len(value) <= _FLOW_MOST and length <= 120
