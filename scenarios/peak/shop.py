"""Shops on their platforms, and customer tiers."""

from __future__ import annotations

from scenarios.peak.strict import Name, Positive, Strict, Title


class Shop(Strict):
    """A shop; ``platform`` names a platform profile of the rules floor (limits and windows)."""

    name: Name
    title: Title
    platform: Name
    share: Positive = 1.0
    """Weight of this shop in demand that names no shops."""


class Tier(Strict):
    """A customer tier, such as ordinary and VIP."""

    name: Name
    title: Title
    share: Positive = 1.0
    """Weight of this tier in demand."""
