"""Moments and spans as planners write them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sops.language import _

if TYPE_CHECKING:
    from scenarios.peak.clock import Clock


def moment(value: datetime) -> str:
    """`2025-11-10 20:00`."""
    return f"{value:%Y-%m-%d %H:%M}"


def interval_start(clock: Clock, interval: int) -> datetime:
    """When an interval begins."""
    return clock.start + timedelta(minutes=clock.interval_minutes * interval)


def short_moment(clock: Clock, interval: int) -> str:
    """`11-10 20:00`: the beginning of an interval, without the date in a horizon of one day."""
    start = interval_start(clock, interval)
    return f"{start:%H:%M}" if clock.days == 1 else f"{start:%m-%d %H:%M}"


def horizon(clock: Clock) -> str:
    """From when to when, how long, and in what steps."""
    hours = clock.minutes / 60
    length = _("{n} 小时").format(n=f"{hours:g}")
    if hours > 72:
        length = _("{n} 天").format(n=f"{hours / 24:.3g}")
    return _("{start} 至 {end}（{length}，每格 {interval} 分钟）").format(
        start=moment(clock.start), end=moment(clock.end), length=length,
        interval=clock.interval_minutes,
    )  # fmt: skip
