"""A customer who knows a thing answers whoever asks for it in ordinary words (D5)."""

from __future__ import annotations

import pytest

from scenarios.drill.case import case_of
from scenarios.drill.load import load_drill
from simulator.drill.players.run import Move, play

GIFT, LATE = "price-drop-gift", "price-drop-too-late"


@pytest.mark.parametrize(
    ("drill", "language", "question", "fact"),
    [
        ("presale-skates-too-late", "zh", "请问您下单的时候知道这是预售吗？", "presale"),
        ("presale-skates-too-late", "zh", "页面上有写预售吗？", "presale"),
        ("signed-while-at-home", "zh", "您那边物流现在显示什么状态？", "state"),
        ("signed-while-at-home", "zh", "请问快递显示到哪一步了？", "state"),
        (GIFT, "en", "When did you receive it?", "within_window"),
        (GIFT, "en", "Which day did the parcel arrive?", "within_window"),
        (GIFT, "en", "Did you use a coupon?", "price_kind"),
        (GIFT, "en", "Where did you see the lower price?", "price_kind"),
        (GIFT, "zh", "在哪个页面看到便宜了呀？", "price_kind"),
        (GIFT, "zh", "请问签收几天了？", "signed_days"),
        (LATE, "en", "How many days ago did you sign for it?", "signed_days"),
        (LATE, "en", "When was it delivered?", "within_window"),
        (LATE, "zh", "哪天收到的货？", "within_window"),
    ],
)
def test_what_a_customer_knows_can_be_asked(
    drill: str, language: str, question: str, fact: str
) -> None:
    """The answer is the drill's own, not that the question was not understood."""
    found, sop = load_drill(drill)
    case = case_of(found, sop, 1, language)
    answer = next(each for each in found.customer.answers if each.fact == fact)
    log = play(case, [Move(say=question)]).log
    assert case.say(answer.say) in [event.body.get("text") for event in log]
