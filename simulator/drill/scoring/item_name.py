"""Names of a card's items, as the records and reviews call them."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.drill.scoring.item import Item


def item_names(items: Sequence[Item]) -> list[str]:
    """`part:id` of each; one that comes twice is numbered from the second on."""
    found: list[str] = []
    for item in items:
        name, number = f"{item.part}:{item.id}", 1
        while name in found:
            number += 1
            name = f"{item.part}:{item.id}:{number}"
        found.append(name)
    return found
