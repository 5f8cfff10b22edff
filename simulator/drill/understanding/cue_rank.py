"""Which of several cues a value belongs to (D4)."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache

from simulator.drill.understanding.fact_set import Hit
from simulator.drill.understanding.reading import Reading
from simulator.drill.understanding.slot import Slot


def rank(
    pair: tuple[int, float, Hit, Slot],
    named: Collection[tuple[str, int]],
    reading: Reading,
) -> tuple[float, ...]:
    """Which of several cues has a slot first: one that says what of before one that says only
    by when, then the nearest, then the one whose fact the sentence names besides, then the one
    that found most."""
    distance, sure, hit, slot = pair
    besides = (hit.fact.id, reading.sentence(slot.start)) in named
    return (
        says_only_when(hit.cue.pattern), max(distance, -1), not besides, -_said(hit),
        distance, -sure, hit.start,
    )  # fmt: skip


_WORDS = (
    "最晚 最迟 最多 最快 最慢 最长 最早 至多 顶多 不超过 一般 通常 正常 大概 大约 差不多 "
    "预计 估计 计划 应该 等 得 要 需要 需 得等 要等 再等 等个 等上 等到 要到 得到 左右 的 "
    "样子 功夫 时间 是 在 会 就 能 内 takes take allow give it expect wait within in inside "
    "up to at most usually normally about around no longer than later by on before until "
    "till latest the be max tops or so from it's it is that's that you'll you have get"
)
_VAGUE = frozenset(_WORDS.split())
_LITERAL = re.compile(r"\{\w+\}|[()\[\]|~\s]+")


@cache
def says_only_when(pattern: str) -> bool:
    """Whether a cue says nothing but how long or by when (最晚{duration}, "within {duration}"):
    it gives way to one that says what of."""
    words = [word for word in _LITERAL.split(pattern) if word]
    return all(word in _VAGUE for word in words)


def _said(hit: Hit) -> int:
    """How many characters a cue itself found, its gaps left out."""
    return hit.end - hit.start - sum(end - start for start, end in hit.gaps)
