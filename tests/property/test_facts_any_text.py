"""What holds for facts and slots in any text, and for any pattern (D4)."""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from simulator.drill.understanding.fact import FactCue, FactHeard, bind_facts
from simulator.drill.understanding.slot import SLOT_KINDS, Slot, find_slots
from sops.folding import fold
from sops.pattern import PatternError, compiled, grams_of, problem_of, read_pattern

FOLDER = Path(__file__).parent.parent / "facts"
WORDS = [
    *[
        "可以",
        "不",
        "没",
        "退款",
        "3天",
        "35元",
        "如果",
        "的话",
        "您说",
        "“",
        "”",
        "吗",
        "？",
        "，",
        "。",
        "1-3个工作日",
        "明天",
        "18点",
        "运费",
    ],
    *[
        "我们",
        "承担",
        "发票",
        "到账",
        "地址",
        "不是",
        "就",
        "can",
        "not",
        "refund",
        "n't",
        "if",
        "unless",
        "3",
        "days",
        "35",
        "yuan",
        "you",
        "said",
    ],
    *[
        '"',
        "?",
        ",",
        ".",
        "tomorrow",
        "within",
        "address",
        "shipping",
        "is",
        "free",
        "no",
        "invoice",
        "😀",
        "１２",
        "𠮷",
        "İ",
        "ﬁ",
    ],
    *["(((", "~", "|", "{amount}", "一二三四", "9999999999999", "1.2.3", "¥", "\u202e", "\x00"],
    "\n",
]


def facts(lang: str) -> tuple[FactCue, ...]:
    """The facts of the five topics."""
    data = YAML(typ="safe").load((FOLDER / f"{lang}.yaml").read_text(encoding="utf-8"))
    return tuple(FactCue.make(name, fact["type"], {lang: fact}) for name, fact in data.items())


FACTS = {lang: facts(lang) for lang in ("zh", "en")}
languages = st.sampled_from(("zh", "en"))
texts = st.one_of(
    st.text(max_size=120),
    st.lists(st.sampled_from(WORDS), max_size=40).map("".join),
    st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join),
)


@settings(max_examples=400, deadline=None)
@given(texts, languages)
def test_any_text_is_understood_without_breaking(text: str, lang: str) -> None:
    """Whatever is typed, facts lie inside the text, are in order, and can be stored."""
    heard = bind_facts(fold(text), None, FACTS[lang], lang)
    for each in heard:
        assert 0 <= each.start < each.end <= len(text)
        assert 0 < each.confidence <= 1
        assert FactHeard.from_json(each.as_json()) == each
    assert list(heard) == sorted(heard, key=lambda each: each.start)
    assert heard == bind_facts(fold(text), None, FACTS[lang], lang)


@settings(max_examples=400, deadline=None)
@given(texts, languages)
def test_slots_never_overlap_and_show_their_words(text: str, lang: str) -> None:
    """Slots stand apart, in order, and each is the words at its place."""
    slots = find_slots(text, lang)
    for slot in slots:
        assert slot.kind in SLOT_KINDS
        assert slot.text == text[slot.start : slot.end]
        assert slot.text.strip()
        assert Slot.from_json(slot.as_json()) == slot
    assert all(one.end <= two.start for one, two in pairwise(slots))


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 9_999_999), st.sampled_from(("{}元", "¥{}", "退您{}块钱", "RMB {}")))
def test_every_amount_is_read_to_the_fen(fen: int, shape: str) -> None:
    """An amount written with two decimals is read back to the fen, in any of its shapes."""
    text = shape.format(f"{fen // 100}.{fen % 100:02d}")
    assert [slot.value for slot in find_slots(text, "zh") if slot.kind == "amount"] == [fen]


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet="退款可以给您()[]|~ {}amountdey\\", max_size=24), languages)
def test_a_pattern_is_refused_or_matches_what_it_needs(source: str, lang: str) -> None:
    """Any pattern is refused with a place, or compiles; its quick test never hides a match."""
    if problem_of(source, lang):
        with pytest.raises(PatternError) as caught:
            read_pattern(source, lang)
        assert 1 <= caught.value.position <= len(source) + 1
        return
    pattern = read_pattern(source, lang)
    assert compiled(source, lang).groups >= 0
    text = fold("".join(c for c in source if c not in "()[]|~{}\\"))
    for probe in (text, source, f"可以给您{text}"):
        folded = fold(probe)
        if pattern.regex.search(folded):
            grams = grams_of(folded, lang)
            assert all(not grams.isdisjoint(need) for need in pattern.needs)


def _steps(text: str, lang: str) -> int:
    """How many calls it takes to bind the facts of a text."""
    count = 0

    def step(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(step)
    try:
        bind_facts(text, None, FACTS[lang], lang)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "unit",
    [
        "退款35元3天内到账可以给您不",
        "can refund the ",
        "不",
        "1",
        "如果，",
        "“",
        "没有 ",
        "if you said 3 days, ",
    ],
)
def test_work_grows_no_faster_than_the_text(unit: str, lang: str) -> None:
    """Twice as long a text, up to 10,000 characters, takes little more than twice the steps."""
    bind_facts(unit * 3, None, FACTS[lang], lang)
    half, whole = (_steps((unit * size)[:size], lang) for size in (5_000, 10_000))
    assert whole <= 2.3 * half + 500
