"""Goods by the names that a case knows them by."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.drill.understanding.found import Found
from sops.folding import fold


def find_items(text: str, items: tuple[str, ...]) -> Iterator[Found]:
    """Where the folded `text` names one of `items`, longer names first; the value is the name."""
    for item in sorted(filter(None, items), key=lambda name: (-len(name), name)):
        name = fold(item)
        start = text.find(name)
        while start >= 0:
            yield Found(item, start, start + len(name))
            start = text.find(name, start + len(name))
