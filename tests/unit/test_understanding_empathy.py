"""Expressed empathy: what earns one point, what earns two, and what earns none (D4, D8)."""

from __future__ import annotations

import pytest

from simulator.drill.understanding.understand import understand

LATE = "我等了五天了还没收到，孩子生日都过了"
CASES = [
    # text, context, er, ip, ex
    ("很抱歉给您带来不便", LATE, 1, 0, 0),
    ("请您放心", LATE, 1, 0, 0),
    ("让您等了五天还没收到，确实让人着急", LATE, 2, 2, 0),
    ("换我我也急", LATE, 2, 1, 0),
    ("理解您着急的心情", "谢谢，收到了很满意", 1, 0, 0),
    ("抱歉，超过期限退不了", "能退吗，买了十天了", 1, 0, 0),
    ("您好，欢迎光临", "你好", 0, 0, 0),
    ("感谢您的耐心等待", LATE, 1, 0, 0),
    ("祝您生活愉快，再见", "好的", 0, 0, 0),
    ("您是说生日礼物没收到，对吗", LATE, 0, 2, 2),
    ("麻烦提供下订单号", LATE, 0, 0, 1),
    ("请问还有其他问题吗", "好的", 0, 0, 1),
    ("屏幕上显示什么提示呢？", "开不了机", 0, 0, 2),
    ("麻烦拍张照片我看看", "碎了", 0, 0, 2),
    ("我给您换一个，您看可以吗？", "坏的", 0, 0, 1),
]


@pytest.mark.parametrize(("text", "context", "er", "ip", "ex"), CASES)
def test_each_border_case(text: str, context: str, er: int, ip: int, ex: int) -> None:
    """Two points only for this customer's case, one for what fits anybody, none for courtesy."""
    found = understand(text, context, "zh")
    assert (found.er, found.ip, found.ex) == (er, ip, ex)


def test_points_name_their_words() -> None:
    """Every point of er, ip and ex comes with a reason and the words."""
    text = "让您等了五天还没收到，确实让人着急"
    found = understand(text, LATE, "zh")
    assert {each.measure for each in found.evidence} == {"er", "ip"}
    assert all(text[each.start : each.end] for each in found.evidence)


def test_english_empathy() -> None:
    """A named feeling with its cause earns two points in English too."""
    found = understand(
        "I understand how frustrating it is that your parcel hasn't arrived after five days",
        "I've waited five days and my parcel still hasn't arrived",
        "en",
    )
    assert (found.er, found.ip) == (2, 2)
