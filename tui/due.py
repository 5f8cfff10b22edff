"""Due dates as people write them."""

from __future__ import annotations

from datetime import datetime

from simulator.records.error import Conflict
from sops.language import _
from sops.problem import printable


def due_moment(text: str) -> datetime | None:
    """The end of a day written YYYY-MM-DD, in this machine's time; None for nothing.

    `Conflict` for anything else.
    """
    if not text.strip():
        return None
    try:
        day = datetime.strptime(text.strip(), "%Y-%m-%d")
    except ValueError as error:
        told = _("日期要写成 2026-11-11 这样，现在是 “{text}”")
        raise Conflict(told.format(text=printable(text))) from error
    return day.replace(hour=23, minute=59, second=59).astimezone()
