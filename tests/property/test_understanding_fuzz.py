"""Whatever is typed, understanding answers, and its places lie in the text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.drill.understanding.normalise import MAX_CHARACTERS
from simulator.drill.understanding.understand import understand
from sops.act import ACTS

PIECES = [
    "您好", "抱歉", "不能退", "明天到", "[数字x]", "#E-s[数字x]",
    "，", "。", "？", "\n", "\x1b[31m",
    "\u202e", "😊",
    "👨‍👩‍👧", "請問", "refund", " within 3 days", "“", "”", "18点前", "5元", "\ud800",
]  # fmt: skip
MESSAGES = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(PIECES), max_size=60).map("".join),
)


@settings(max_examples=150, deadline=None)
@given(text=MESSAGES, context=MESSAGES, lang=st.sampled_from([None, "zh", "en"]))
def test_any_text_is_answered(text: str, context: str, lang: str | None) -> None:
    """No text breaks it; acts are known, spans lie inside, points are 0 to 2; the same again."""
    found = understand(text, context, lang)
    assert set(found.act_ids) <= set(ACTS)
    assert ("other" in found.act_ids) == (not found.acts)
    assert all(0 <= act.start <= act.end <= len(text) for act in found.acts)
    assert all(0 <= act.clause < len(found.clauses) for act in found.acts)
    assert {found.er, found.ip, found.ex} <= {0, 1, 2}
    assert understand(text, context, lang) == found


@pytest.mark.parametrize(
    "unit",
    ["您", "不能", "。", "a ", "1", "吗？", "（", "“", "[", "#E-s[", "😊", "請", "给您", "\x00"],
)
def test_ten_thousand_characters(unit: str) -> None:
    """A huge message is cut to a fixed length, so its work is bounded whatever it repeats."""
    text = unit * (10_000 // len(unit))
    found = understand(text, text[:50])
    assert all(clause.end <= MAX_CHARACTERS for clause in found.clauses)
    assert all(act.end <= MAX_CHARACTERS for act in found.acts)
