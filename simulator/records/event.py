"""An event of a session: something that happened at an offset of the session clock (D11, D14)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from simulator.records.body import canonical, parsed
from simulator.records.chain import Link
from simulator.records.error import Unusable
from simulator.records.moment import from_us, to_us
from sops.language import _

_KIND = re.compile(r"[a-z][a-z0-9_.-]{0,63}")


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the log. `seq` counts from 1, `offset_us` is on the session clock."""

    session_id: str
    seq: int
    offset_us: int
    wall: datetime
    kind: str
    body: Mapping[str, Any]
    hash: str

    def link(self) -> Link:
        """What the hash covers."""
        return Link(
            self.seq, self.offset_us, to_us(self.wall), self.kind, canonical(dict(self.body))
        )


@dataclass(frozen=True, slots=True)
class Happening:
    """An event that is yet to be written."""

    kind: str
    offset_us: int
    body: Mapping[str, Any]


def link_of(seq: int, happening: Happening, wall_us: int) -> Link:
    """The link of a new event; `ValueError` where it cannot be one."""
    if not _KIND.fullmatch(happening.kind):
        raise ValueError(f"not the kind of an event: {happening.kind!r}")
    if isinstance(happening.offset_us, bool) or not isinstance(happening.offset_us, int):
        raise ValueError("offset_us must be whole microseconds")
    if happening.offset_us < 0 or seq < 1:
        raise ValueError("offset_us must be 0 or more and seq 1 or more")
    return Link(seq, happening.offset_us, wall_us, happening.kind, canonical(dict(happening.body)))


def event_of(row: Any) -> Event:
    """The event of a row of the table; `Unusable` where it is no event any more."""
    try:
        body = parsed(row.body)
    except ValueError as error:
        text = _("会话 {session} 的第 {seq} 个事件被改坏了")
        raise Unusable(text.format(session=row.session_id, seq=row.seq)) from error
    return Event(
        row.session_id,
        row.seq,
        row.offset_us,
        from_us(row.wall_us),
        row.kind,
        body,
        row.hash,
    )
