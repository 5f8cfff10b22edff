"""Pieces of a message that speak of another order, article or shop than the customer's (D4)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from simulator.drill.understanding.piece import Piece

# 上次那单, 您另外那个锅, 另一双鞋; not 另一个包裹, which belongs to the same order.
_ZH_OTHER = re.compile(
    r"^(?:[^,]{0,3}?(?:您|你|那|是|的)){0,2}"
    r"(?:(?:另外(?:的|那|一)?|另一|另|上次的?那?|上一?回的?那?|上一?(?!个(?:季度|月|星期|礼拜|周))|之前那|以前那|前面那|先前那|同单的"
    r"|其[他它]的?|别的|别家|早先那|前一?|(?:上|前)个?(?:月|周|礼拜|星期)的?那?|去年的?那?)(?:那|一)?"
    r"(?:个|单|笔|双|台|件|款|部|套|条|张|批|瓶|只|家店?|店|店铺?|订单|商品|冰箱|锅|发票)"
    r"(?!包裹|快递|箱子?|仓|地址|账[户号]|卡|方[式法]|办法|问题)"
    r"|(?:隔壁|其他|别的|人家|别家|有的|有些|线下|门店里?)(?:的)?(?:店|商家|卖家|平台|顾客|客人|买家|用户|门店)"
    r"|(?:您|你)?(?:朋友|同事|邻居|闺蜜|室友|同学|妹妹|姐姐|哥哥|弟弟)(?:那|的那|的|买的)(?:个|单|笔|双|台|件|款|套|张)"
    r"|(?:您|你)?(?:之前|以前|上次|上回|去年|前年|上个月|[0-9一二三四五六七八九十]+月份?)(?:买|拍|下|订)的(?:那|这)?)"
)
_ZH_HERE = re.compile(
    r"(?:这|本|该|您的)(?:一)?(?:个|单|笔|双|台|件|款|次|边)|您要的|咱们?店|我们店?"
)
_EN_OTHER = re.compile(
    r"^(?:(?:well|yes|no|and|but|so|oh|your|the|that|it was|that was)[\s,]+){0,3}"
    r"(?:other|previous|earlier|last (?:month|week|time|year)'?s?|last|former)\s"
    r"(?!(?:parcel|box|package|half|day|name|digits|four|card|account|way|address|number))"
    r"(?:\S+\s){0,2}?(?:order|pair|one|item|purchase|invoice|machine|shop|shops|store|stores|jacket|coat)s?\b"
)
_EN_HERE = re.compile(
    r"\b(?:this (?:one|order|pair|time)|yours|your (?:new|current|present)|here)\b"
)


def elsewhere(pieces: Sequence[Piece], lang: str) -> tuple[bool, ...]:
    """For each piece whether it, or one before it in its sentence, has turned to another matter
    and none has turned back."""
    other, here = (_EN_OTHER, _EN_HERE) if lang == "en" else (_ZH_OTHER, _ZH_HERE)
    found: list[bool] = []
    away, sentence = False, -1
    for piece in pieces:
        if piece.sentence != sentence:
            away, sentence = False, piece.sentence
        if other.search(piece.text):
            away = True
        elif away and here.search(piece.text):
            away = False
        found.append(away)
    return tuple(found)
