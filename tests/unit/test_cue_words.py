"""What is looked for before a cue's expression is tried never keeps a match away (D4)."""

from __future__ import annotations

import pytest

from simulator.drill.understanding.cue_words import may_match, runs_of
from sops.pattern import STANDS_FOR, read_pattern

DAYS = STANDS_FOR["duration"] * 2


@pytest.mark.parametrize(
    ("lang", "pattern", "text", "wanted"),
    [
        ("zh", "(已|已经)~发出", "已经都发出了", True),
        ("zh", "(已|已经)~发出", "发出已经", False),
        ("zh", "(没|没有)师傅", "师傅还没来", False),
        ("zh", "退款[金额][是](三元|四元)", "退款四元", True),
        ("zh", "送到", "送不到", True),
        ("zh", "{duration}~到账", f"{DAYS}到账", True),
        ("zh", "{duration}~到账", "马上到账", False),
        ("zh", "(等~{duration}|马上)到账", "马上到账", True),
        ("en", "don't ~ ship", "we dont yet ship", True),
        ("en", "(order|parcel) ~ sent", "sent the order", False),
        ("en", "will ship", "we wont ship", True),
    ],
)
def test_words_of_a_cue_are_told_from_texts_without_them(
    lang: str, pattern: str, text: str, wanted: bool
) -> None:
    """The runs of a pattern are found, in order, wherever its expression matches."""
    assert may_match(runs_of(pattern, lang), text) is wanted
    assert wanted or read_pattern(pattern, lang).regex.search(text) is None
