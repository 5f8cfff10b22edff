"""The pattern language of authors: what it matches, and what it refuses (D1, D4)."""

from __future__ import annotations

import pytest

from sops.folding import fold
from sops.language import set_language
from sops.pattern import MAX_WAYS, PatternError, compiled, grams_of, problem_of, read_pattern


def matches(pattern: str, text: str, lang: str) -> bool:
    """Whether a pattern is found; its quick test must never speak against it."""
    found = compiled(pattern, lang).search(fold(text)) is not None
    if found:
        grams = grams_of(fold(text), lang)
        assert all(not grams.isdisjoint(need) for need in read_pattern(pattern, lang).needs)
    return found


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("可以退款", "这个可以退款的", True),
        ("可以[给您|为您]退款", "可以为您退款", True),
        ("可以[给您]退款", "可以帮您退款", False),
        ("(可以|能)(退(款|货)|换)", "能换的", True),
        ("(可以|能)(退(款|货)|换)", "能退", False),
        ("可以~退款", "可以在三天之内给您退款", True),
        ("可以~退款", "可以，退款", False),
        ("可以~退款", "可以一二三四五六七八九十一退款", False),
        ("3天", "13天", False),
        ("三天", "十三天", False),
        ("退款{duration}到账", "退款3天到账", True),
        ("退{amount}", "退 ¥35", True),
        ("（可以｜能）～退", "能给您退", True),
        ("a\\(b\\)", "A(B)", True),
    ],
)
def test_chinese_patterns(pattern: str, text: str, found: bool) -> None:
    """Alternatives, options, gaps and slots in Chinese; brackets may be full width."""
    assert matches(pattern, text, "zh") is found


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("can refund", "We CAN  refund it", True),
        ("can refund", "We can refunding", False),
        ("can't refund", "we can’t refund", True),
        ("can't refund", "we cant refund", True),
        ("refund[s|ed]", "they refunded it", True),
        ("refund[s|ed]", "prerefund", False),
        ("we [can] refund", "we refund it", True),
        ("we [can] refund", "werefund it", False),
        ("we ~ refund", "we refund it", True),
        ("we ~ refund", "we will of course gladly refund", True),
        ("we ~ refund", "we one two three four five six refund", False),
        ("we ~ refund", "we do, refund", False),
        ("(is|are) free", "it isn't free", True),
        ("n't ~ covered", "it isn't covered", True),
        ("within {duration}", "within 3 days", True),
    ],
)
def test_english_patterns(pattern: str, text: str, found: bool) -> None:
    """Whole words in any case, loose blanks and apostrophes, gaps of up to five words."""
    assert matches(pattern, text, "en") is found


def test_negation_inside_words_shows_as_a_group() -> None:
    """送不到 and isn't give their negation to a group, so that it is not lost."""
    regex = read_pattern("送到", "zh").regex
    assert [regex.search(text).groups() for text in ("送到", "送不到")] == [(None,), ("不",)]  # type: ignore[union-attr]
    regex = read_pattern("is free", "en").regex
    assert [regex.search(text).groups() for text in ("is free", "isn't free")] == [
        (None,),
        ("n't",),
    ]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("pattern", "position"),
    [
        ("", 1), ("(可以", 1), ("可以)", 3), ("(可以|)退", 5), ("[可以", 1), ("退{amout}", 3),
        ("退{amount", 2), ("退}", 2), ("~退款", 1), ("退款~", 1), ("退~~款", 1), ("[退款]", 1),
        ("退\\", 2), ("退" * 301, 301), ("((((((((((退))))))))))", 9),
    ],
)  # fmt: skip
def test_mistakes_are_located(pattern: str, position: int) -> None:
    """A wrong pattern is refused with the place of the mistake, as a ValueError."""
    with pytest.raises(ValueError) as caught:
        read_pattern(pattern, "zh")
    assert isinstance(caught.value, PatternError)
    assert caught.value.position == position


def test_mistakes_are_told_in_both_languages() -> None:
    """A mistake is told in the reader's language and never shown raw."""
    try:
        assert problem_of("退{\x1b[31m}", "zh") is not None
        assert "\x1b" not in str(problem_of("退{\x1b[31m}", "zh"))
        chinese = problem_of("(退", "zh")
        set_language("en")
        assert problem_of("(退", "zh") not in (None, chinese)
    finally:
        set_language(None)
    assert problem_of("可以退", "zh") is None


@pytest.mark.parametrize(
    "pattern", ["退~退~退~退~款", "[退]" * 14 + "款", "(退|退款|退款退)" * 8 + "货"]
)
def test_patterns_that_match_in_too_many_ways_are_refused(pattern: str) -> None:
    """What could make matching slow is refused when it is read."""
    assert str(MAX_WAYS) in str(problem_of(pattern, "zh"))
