"""What a browser sends through the socket, read without trust."""

from __future__ import annotations

import json
from typing import Any

LEAST, MOST = 20, 400


def envelope(text: str) -> tuple[str, Any]:
    """Kind and content of a message; an empty kind for what is none."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return "", None
    if isinstance(data, list) and len(data) == 2 and isinstance(data[0], str):
        return data[0], data[1]
    return "", None


def typed(data: str) -> bytes:
    """Keys as bytes. Half a surrogate pair is no text, and an app would go deaf at it."""
    return data.encode("utf-8", "replace")


def cells(value: Any, otherwise: int) -> int:
    """Columns or rows within reason; `otherwise` for what is no number."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value[:9])
    return min(max(value, LEAST), MOST) if type(value) is int else otherwise
