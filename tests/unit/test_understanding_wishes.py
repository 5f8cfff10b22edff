"""Sentences that were misheard while drills were written: each kind stays heard right (D4)."""

from __future__ import annotations

import pytest

from simulator.drill.understanding.understand import understand

COMFORT = [
    "孩子闹肚子最揪心，您又怕是自己买错了",
    "不是骗子，也不是您按错了，是还没到日子",
    "您不糊涂，那图标小得很",
    "不是您操作的事",
    "也不是您按错了",
    "您快别说自己老糊涂，那电池图案跟米粒似的，年轻人也看不清",
    "螺丝在哪我知道您找得着",
    "丢个工作真不丢人，是您太要强了",
    "您琢磨琢磨，还有啥别的要我帮忙的没？",
    "请不下假还惦记着让衣服替您去，这份孝心老爷子都懂，您别怪自己。",
    "新人谁都有过这么一回，您别怪自己",
    "上次答应您的没做到，您不敢再信，怪我们。",
    "阿姨您别慌，闺女惦记您给您寄来的，您摆弄了一早上也没弄坏它，我陪您一步步来。",
    "您跟我说说，是哪个地方磨的呀？",
    "您跟我细说说，是嫌它装得少，还是太重？",
    "让邻居陪您去银行也行，别累着",
    "跟娃们拍过胸脯的事",
    "老人家一片都舍不得多切，您攒了半年",
    "膝盖疼都瞒着您，当妈的听了最心酸。",
    "找着了，13:10放进您楼下的丰巢柜",
]
NO_REFUSAL = [
    "非常抱歉给您带来不好的体验，非常理解您的心情，请您放心",
    "钱跑不了，阿姨，今晚踏踏实实睡一觉",
    "退货单开好了，7天内，能退。不合身退的，运费我们出",
    "难怪您失望，礼物没能合老人的心意",
    "却因零头未能享受优惠，这份郁闷我十分理解",
    "末了来一句发不了，这换谁都受不了",
    "and then a text that says sorry, no piano, anyone would be upset",
]
FEELING = [
    "您发火一点不过分",
    "难免触景伤情，我很抱歉",
    "这不叫傻",
    "有所顾虑实属应当",
    "愧对他们，令人敬佩",
    "感到失望理所当然",
    "对此次安排有所顾虑十分正常",
    "却因零头未能享受优惠，这份郁闷我十分理解",
    "having to ask three times is infuriating, and I apologise",
    "your concern is entirely reasonable",
    "your worry is entirely reasonable",
    "your doubts are justified",
    "of course it stings every time you see it",
]
SOLVED = [
    "登记好了，别的还有吗？",
    "还要我做点什么吗？",
    "缺的要我补吗？",
    "May I be of any further assistance?",
]


@pytest.mark.parametrize("text", COMFORT)
def test_comfort_is_no_offence(text: str) -> None:
    """Saying that it is not the customer's fault, or asking them to go on, hurts nobody."""
    assert not {"blame", "brush_off", "forbidden"} & set(understand(text).act_ids)


@pytest.mark.parametrize("text", NO_REFUSAL)
def test_what_went_wrong_is_no_refusal(text: str) -> None:
    """Retelling what the customer went through, or calming them, declines nothing."""
    assert not understand(text).has("refuse")


@pytest.mark.parametrize("text", FEELING)
def test_formal_and_indirect_words_acknowledge_a_feeling(text: str) -> None:
    """A feeling is acknowledged in formal and in indirect words, too."""
    assert understand(text).has("acknowledge_feeling")


@pytest.mark.parametrize("text", SOLVED)
def test_whether_all_is_done_is_asked_in_many_ways(text: str) -> None:
    """Short and polite ways to ask whether anything is left are heard."""
    assert understand(text).has("check_solved")


def test_a_cause_without_the_usual_words_earns_two_points() -> None:
    """A feeling with its cause shows concern and understanding of this customer."""
    found = understand("叔叔刚出院，天天要量血压，东西却迟迟到不了，您肯定着急")
    assert (found.er, found.ip) == (2, 2)


def test_steps_in_spoken_words_tell() -> None:
    """Steps one after the other are an instruction, with no word of the trade in them."""
    assert understand("换好以后绑上臂带，然后按一下中间的大圆键，等听到滴一声就出数了。").has(
        "tell"
    )


def test_looking_at_the_order_asks_nothing() -> None:
    """Who checks an order themselves asks the customer to wait, and for nothing."""
    assert understand("我先核对一下您的订单，请稍候。").act_ids == ("ask_to_wait",)


def test_giving_is_asked_for_without_please() -> None:
    """To be told something is asked for in plain words as well."""
    assert understand("能换。公司全称和税号报给我。").has("ask")


def test_leave_from_work_is_no_request_for_a_rating() -> None:
    """请假 … 十分 asks for nothing."""
    text = "上次您请假空等，损失了全勤奖，对此次安排有所顾虑十分正常。"
    assert not understand(text).has("invite_rating")


def test_call_me_when_it_is_missing_ends_nothing() -> None:
    """An offer to be there if something does not come is not yet a goodbye."""
    assert not understand("您留意一下到账短信，没见着随时喊我").has("close")


def test_the_cause_of_a_feeling_is_no_procedure() -> None:
    """What leads up to a feeling in one sentence is not told as a matter of business."""
    text = (
        "A typo in a teacher's name, on the very last thing the class gave her, of course it hurts."
    )
    assert not understand(text).has("tell")


def test_a_choice_across_a_comma_is_asked() -> None:
    """是…，还是…？ asks, though a comma stands between the two."""
    assert understand("班里孩子是用得着铅笔，还是橡皮更缺？").has("ask")
