"""Widths of columns that have to share the room there is."""

from __future__ import annotations

from collections.abc import Sequence


def shrink(widths: list[int], which: Sequence[int], least: Sequence[int], excess: int) -> int:
    """Take cells from the widest of `which`, in place, down to `least` each, until nothing is too
    much; what is still too much."""
    while excess > 0:
        able = [n for n in which if widths[n] > least[n]]
        if not able:
            break
        widths[max(able, key=lambda n: widths[n])] -= 1
        excess -= 1
    return excess
