"""One shape for messages, clauses whose places are places, and what is the customer's own."""

from __future__ import annotations

import pytest

from simulator.drill.understanding.clause import split_clauses
from simulator.drill.understanding.echo import is_paste, shared
from simulator.drill.understanding.normalise import MAX_CHARACTERS, language_of, normalise
from simulator.drill.understanding.understand import understand


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("請問還有其他問題嗎？", "请问还有其他问题吗?"),
        ("妳著急嗎", "你着急吗"),
        ("ＡＢＣ１２３，", "abc123,"),
        ("OK\x00\u202e好", "ok  好"),
    ],
)
def test_normalising_keeps_every_place(text: str, plain: str) -> None:
    """Traditional, full-width and control characters become plain ones, one for one."""
    assert normalise(text) == plain
    assert len(normalise(text)) == len(text)


def test_only_the_start_of_a_huge_text_is_read() -> None:
    """What is pasted beyond the limit is not read."""
    assert len(normalise("好" * (MAX_CHARACTERS + 5))) == MAX_CHARACTERS


def test_clauses_stand_where_they_say() -> None:
    """A clause's words are the text between its places; sentences are numbered."""
    text = normalise("亲，稍等 我看下#E-s[数字x]明天到，价格3.5元。还有问题吗？")
    clauses = split_clauses(text, "zh")
    assert [c.text for c in clauses] == [
        "亲",
        "稍等",
        "我看下",
        "明天到",
        "价格3.5元",
        "还有问题吗",
    ]
    assert all(text[c.start : c.end] == c.text for c in clauses)
    assert [c.sentence for c in clauses] == [0, 0, 0, 1, 1, 2]
    assert clauses[-1].is_question


@pytest.mark.parametrize(
    ("text", "lang"),
    [("We will refund you", "en"), ("帮您查app", "zh"), ("[ORDERID_100] 好", "zh"), ("", "zh")],
)
def test_language_is_told_by_the_words(text: str, lang: str) -> None:
    """Placeholders and single Latin words do not make a message English."""
    assert language_of(text) == lang


def test_what_the_customer_wrote_is_no_act() -> None:
    """The customer's words sent back perform nothing; taking some of them up does."""
    words = "我等了五天了还没收到快递"
    assert understand(words, words).act_ids == ("other",)
    assert is_paste(normalise("我等了五天了，还没收到快递！"), normalise(words))
    assert not is_paste(normalise("您等了五天还没收到，我马上催快递"), normalise(words))


def test_content_is_shared_by_words_or_numbers() -> None:
    """A number with its unit or two telling words count, common words do not."""
    common = frozenset({"现在"})
    assert shared("让您等了五天", "都5天了", common, "zh")
    assert shared("生日礼物没到", "生日礼物呢", common, "zh")
    assert not shared("现在看看", "现在怎么办", common, "zh")
