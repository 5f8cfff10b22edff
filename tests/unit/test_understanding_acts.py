"""Acts of a message: the border cases that the rules name, in Chinese and English."""

from __future__ import annotations

import pytest

from simulator.drill.understanding.understand import understand

ZH = [
    ("我看一下", "", {"ask_to_wait"}),
    ("正在为您查询，请稍等", "", {"ask_to_wait"}),
    ("已经帮您登记了", "", {"commit"}),
    ("会有专员联系您", "", {"commit"}),
    ("已经为您取消了", "取消吧", {"tell"}),
    ("商品退回仓库后会给您退款的", "", {"tell"}),
    ("签收后7天内可以退换", "", {"tell"}),
    ("预计明天送达", "", {"tell", "promise_time"}),
    ("退款1-3个工作日到账", "", {"tell", "promise_time"}),
    ("这个不支持修改的", "能改吗", {"refuse"}),
    ("具体时间无法保证的", "几点到", {"refuse"}),
    ("您是说颜色发错了，对吗", "", {"restate_case"}),
    ("麻烦提供下订单号", "", {"ask"}),
    ("请问还有其他可以帮到您的吗？", "好的", {"check_solved"}),
    ("补您10元优惠券", "", {"compensate"}),
    ("您去问快递吧，这不归我们管", "", {"brush_off"}),
    ("是您自己填错地址的", "", {"blame"}),
    ("爱买不买", "", {"forbidden"}),
    ("感谢您的支持，祝您生活愉快，再见", "", {"thank", "close"}),
    ("辛苦亲给小妹一个五星好评", "", {"invite_rating"}),
    ("您放心", "", {"reassure"}),
    ("好的", "嗯", {"other"}),
    ("#E-s[数字x]#E-s[数字x]", "好的", {"other"}),
    ("今天天气真好", "", {"other"}),
]
EN = [
    ("Hello, welcome to our shop", "", {"greet"}),
    ("I'm so sorry about this", "", {"apologise"}),
    ("Is there anything else I can help you with?", "", {"check_solved"}),
    ("I'll call you back within 2 hours", "", {"commit", "promise_time"}),
    ("One moment please, let me check", "", {"ask_to_wait"}),
    ("Could I have your order number, please?", "", {"ask"}),
    ("ok", "thanks", {"other"}),
]


@pytest.mark.parametrize(("text", "context", "acts"), ZH)
def test_chinese_border_cases(text: str, context: str, acts: set[str]) -> None:
    """Each border case of the list of acts is understood as it is written there."""
    assert set(understand(text, context, "zh").act_ids) == acts


@pytest.mark.parametrize(("text", "context", "acts"), EN)
def test_english_works_the_same_way(text: str, context: str, acts: set[str]) -> None:
    """The same acts are recognised in English."""
    assert set(understand(text, context, "en").act_ids) == acts


@pytest.mark.parametrize(
    "text",
    [
        "最晚后天给您处理好",
        "最多3个工作日",
        "拦截成功率不是百分百的",
        "抱歉，我们不能加微信的",
        "这不怪您",
        "您看到的“爱买不买”不是我们发的",
    ],
)
def test_words_that_only_look_like_an_offence(text: str) -> None:
    """Limits, declining to leave the platform, and quoted words are no offence."""
    assert not {"forbidden", "blame", "brush_off"} & set(understand(text, "", "zh").act_ids)


def test_traditional_characters_are_understood() -> None:
    """A message in traditional characters has the acts of the same message in simplified ones."""
    assert understand("非常抱歉，請您稍等").act_ids == understand("非常抱歉，请您稍等").act_ids


def test_every_act_keeps_its_evidence() -> None:
    """An act points at words of the message, by a cue or an example."""
    text = "非常抱歉，我马上帮您催，今天18点前给您回复"
    for act in understand(text).acts:
        assert 0 <= act.start < act.end <= len(text)
        assert act.basis in ("cue", "example")
        assert act.because
        assert 0.0 < act.confidence <= 1.0


def test_the_answer_is_plain_data() -> None:
    """The plain form has the keys that files and logs use, and `other` when there is no act."""
    told = understand("[图片]").as_dict()
    assert told["acts"] == ["other"]
    assert {"lang", "acts", "slots", "facts", "er", "ip", "ex", "evidence"} <= set(told)


def test_another_way_after_an_earlier_refusal_is_an_alternative() -> None:
    """建议您… is telling by itself, and an alternative where a message before has declined."""
    said = "建议您拍现货的那款，明天就能发"
    assert "offer_alternative" not in understand(said, "那怎么办", "zh").as_dict()["acts"]
    assert "offer_alternative" in understand(said, "那怎么办", "zh", (), True).as_dict()["acts"]


@pytest.mark.parametrize(
    ("text", "forbidden"),
    [
        ("给好评返五元", True), ("五星好评，返您五块钱", True), ("补偿得您把差评删了才能给", True),
        ("麻烦给个好评", False), ("没有返现哦，我们不搞好评返现", False),
        ("在的亲，我工号8027，请问什么问题", False), ("您定金交的是二百五十，我没看错吧", False),
    ],
)  # fmt: skip
def test_money_for_reviews_is_forbidden_and_asking_is_not(text: str, forbidden: bool) -> None:
    """Whatever the words for paying; polite questions, refusals of it and sums are no offence."""
    assert ("forbidden" in {act.id for act in understand(text, "", "zh", ()).acts}) is forbidden
