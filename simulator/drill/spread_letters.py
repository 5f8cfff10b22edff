"""Words taken apart so that nobody hears them: joined again, with places in the text as typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

_APART = re.compile(r"(?<![㐀-鿿])[㐀-鿿](?:[ \u3000][㐀-鿿]){2,}(?![㐀-鿿])")
"""Three or more single Chinese characters with a blank between each."""


def joined(text: str) -> tuple[str, tuple[int, ...]]:
    """`text` without invisible characters between letters and without the blanks of characters
    set apart, and where each of the characters left stands in `text`."""
    if text.isascii():
        return text, tuple(range(len(text)))
    apart = {
        at for match in _APART.finditer(text) for at in range(match.start(), match.end())
        if text[at] in " \u3000"
    }  # fmt: skip
    kept = tuple(at for at in range(len(text)) if at not in apart and not _hidden(text, at))
    return "".join(text[at] for at in kept), kept


def placed(data: Any, places: tuple[int, ...]) -> Any:
    """What was understood of the joined text, with its places in the text as typed."""
    if isinstance(data, Mapping):
        found = {key: placed(value, places) for key, value in data.items()}
        if places and isinstance(found.get("end"), int) and found["end"] > found["start"]:
            found["start"], found["end"] = places[found["start"]], places[found["end"] - 1] + 1
        return found
    return [placed(each, places) for each in data] if isinstance(data, list) else data


def _hidden(text: str, at: int) -> bool:
    """An invisible character next to a letter; those that hold an emoji together stay."""
    if unicodedata.category(text[at]) != "Cf":
        return False
    around = text[max(0, at - 1) : at] + text[at + 1 : at + 2]
    return any(each.isalnum() or unicodedata.category(each) == "Cf" for each in around)
