"""Interruptions of an exam in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sops.language import _

if TYPE_CHECKING:
    from simulator.records.gap import Gap


def long_text(seconds: float) -> str:
    """So long, to the second."""
    whole = round(seconds)
    if whole < 60:
        return _("{n} 秒").format(n=whole)
    if whole < 3600:
        return _("{m} 分 {s} 秒").format(m=whole // 60, s=whole % 60)
    return _("{h} 小时 {m} 分").format(h=whole // 3600, m=whole // 60 % 60)


def gap_line(gap: Gap) -> str:
    """What stands in the conversation where it was interrupted."""
    return _("—— 这里中断了 {long}，钟没走 ——").format(long=long_text(gap.seconds))


def gap_note(gaps: Sequence[Gap]) -> str:
    """What stands above a card."""
    text = _("这场考试中断过 {n} 次，共 {long}，这段时间钟没走。作不作数由组长定。")
    return text.format(n=len(gaps), long=total_text(gaps))


def total_text(gaps: Sequence[Gap]) -> str:
    """How long all of them were."""
    return long_text(sum(gap.seconds for gap in gaps))
