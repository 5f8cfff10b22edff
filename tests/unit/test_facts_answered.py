"""Facts told by an answer that leans on the customer's question (D4)."""

from __future__ import annotations

import pytest

from simulator.drill.understanding.duration import Duration
from simulator.drill.understanding.fact import FactCue, bind_facts
from simulator.drill.understanding.moment import Moment
from sops.folding import fold

DAY = 86_400
FACTS = (
    FactCue.make("refundable", "bool", {
        "zh": {"yes": ["(可以|能)~退"], "no": ["(不能|不可以)~退"]},
        "en": {"yes": ["can ~ refund"], "no": ["can't ~ refund"]},
    }),
    FactCue.make("dispatched", "bool", {
        "zh": {"yes": ["(发货|发出)了"], "no": ["(没|未)发货"]}, "en": {"yes": ["has ~ shipped"]},
    }),
    FactCue.make("refund_time", "duration", {
        "zh": {"say": ["到账"], "ask": ["多久~到"]},
        "en": {"say": ["refund takes"], "ask": ["how long"]},
    }),
)  # fmt: skip


def told(question: str, reply: str, lang: str) -> list[tuple[str, str, object]]:
    """Fact, stance and value of what the reply says."""
    heard = bind_facts(fold(reply), None, FACTS, lang, context=fold(question))
    return [(each.fact, each.stance, each.value) for each in heard]


@pytest.mark.parametrize(
    ("lang", "question", "reply", "value"),
    [
        ("zh", "这个能退吗？", "可以的亲", True),
        ("zh", "这个能退吗？", "您好，是可以的呢", True),
        ("zh", "这个能退吗", "不可以哦", False),
        ("zh", "这个能退吗", "亲，抱歉，没办法呢", False),
        ("en", "Can I get a refund? I mean, can you refund it?", "Yes, of course.", True),
        ("en", "can you refund it?", "I'm afraid not.", False),
        ("en", "can you refund it?", "No, sorry", False),
    ],
)
def test_a_bare_yes_or_no_answers_the_question(
    lang: str, question: str, reply: str, value: bool
) -> None:
    """After a question for one truth, yes and no tell it, surely or by way of declining."""
    stance = "told" if value else "refused"
    assert told(question, reply, lang) == [("refundable", stance, value)]


def test_a_bare_value_answers_the_question() -> None:
    """After a question for a value, a value of that kind tells it; a day does for a length."""
    length = Duration(0, 3 * DAY, "days", "within")
    assert told("多久到账啊", "亲，一般3天内哦", "zh") == [("refund_time", "told", length)]
    assert told("多久到账啊", "明天", "zh") == [("refund_time", "told", Moment(day_offset=1))]
    assert told("How long does it take?", "Within 3 days.", "en") == [
        ("refund_time", "told", length)
    ]


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        ("能退吗，发货了吗？", "可以的"),
        ("我要退货", "可以的"),
        ("不能退吗？", "是的"),
        ("能退吗", "可以吗？"),
        ("能退吗", "可以的话我再联系您"),
        ("多久到账", "您等了3天了吗？"),
        ("", "可以的"),
    ],
)
def test_what_was_not_asked_alone_is_not_answered(question: str, reply: str) -> None:
    """Two questions, none, a negative one, or a reply that asks back leave nothing told."""
    assert [fact for fact, stance, _value in told(question, reply, "zh") if stance == "told"] == []


def test_what_the_reply_says_in_so_many_words_goes_first() -> None:
    """A plain statement is not contradicted by the 可以 before it, nor said twice."""
    assert told("能退吗", "可以的，可以退", "zh") == [("refundable", "told", True)]
    assert told("能退吗", "可以的，不能退", "zh") == [("refundable", "refused", False)]


@pytest.mark.parametrize(
    ("lang", "say", "question"),
    [
        ("zh", "{duration}~到账", "多久能到账呀"),
        ("zh", "(到账|退回)~{duration}", "到账要几天"),
        ("en", "(arrive|arrives) ~ {duration}", "How long does it take to arrive?"),
    ],
)
def test_questions_follow_from_how_answers_sound(lang: str, say: str, question: str) -> None:
    """A cue with a slot is also heard as the question after that slot's value."""
    fact = FactCue.make("t", "duration", {lang: {"say": [say]}})
    heard = bind_facts(fold(question), None, (fact,), lang)
    assert [(each.stance, each.value) for each in heard] == [("asked", None)]
