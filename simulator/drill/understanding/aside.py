"""Times in a message that are no fact's value: gone by, other orders, somebody's call back (D4)."""

from __future__ import annotations

import re

from simulator.drill.understanding.piece import Piece
from simulator.drill.understanding.reading import Reading
from simulator.drill.understanding.slot import Slot

# A time in such words is about the agent's own next step.
OTHER_BUSINESS = {
    "zh": re.compile(
        r"答复|回复|回电|回访|回个?话|[给跟][您你]回|回[您你](?![的这账帐原卡银支微余钱])|联系|反馈|核[实查对]|跟进|通报|报信|通知|回音|回我|打给|[给跟][您你]打"
        r"|进度|进展|给[您你](?:个)?(?:消息|准信|信儿|结果|说法)|[跟与][您你]再?对|盯着|告诉[您你]|告知[您你]"
        r"|发(?:个?消息|个?短信|信息|单号|链接|邮件|图|照片)|再次|确认|稍等|等我"
        r"|再[给帮跟]?[您你]?(?:查|看|问|催|跟|核|盯)|去取|来取|自取|去拿|专人|跟单|上报|登记|反映|申请(?!退)|等一?下(?!周|个|星期|礼拜|月)|等一?会|看一?[下看]|查一?[下查]|查清"
    ),
    "en": re.compile(
        r"\b(?:get back to you|reply|respond|answers?|tell you|let you know|report|progress"
        r"|(?:me|i'?ll|we'?ll|to) check|contact"
        r"|hear (?:from|back)|look into|call(?:back)?|ring|telephone|bear with|hold on|update|chase"
        r"|raised?|ticket)\b"
    ),
}  # fmt: skip
# What happened by then, not when something will be: 四点前付款的当天发, 昨天拍的.
_ZH_EVENT = re.compile(
    r"(?:之?[前后内]|以[前后内])?(?:您|就|才)?(?:付款|付了?|下单|下了?|拍下|拍|支付|签收|购买|买|申请|提交|寄出?)"
    r"(?:完|好|过|了)?的(?!话)|的(?:订单|单子?|那?批|尾款)"
)
# A day on which it was done: 昨天发的, shipped on Tuesday.
_ZH_WAS = re.compile(
    r"(?:[^,就会能才要得该前内]{0,6}(?:发|寄|出库|揽收|走|到|送|签收|派)[货走出到达]{0,2}[去来]?"
    r"(?:(?:了|的)(?:[呢哦哈啦亲~]*)$|的(?!话)|(?<=到)了(?![就会给再您后]))"
    r"|就?[早都]?已经?)"
)
_EN_WAS = re.compile(
    r"(?<!be )(?<!get )\b(?:shipped|dispatched|posted|mailed|sent|left|went out|delivered|arrived"
    r"|issued|picked up|collected)\s(?:it\s|out\s|already\s)?(?:on\s|at\s|late\s|early\s|last\s)?$"
)
_ZH_SAME = re.compile(r"(?:付款?|下单|拍下?|支付|签收|申请|提交|买)(?:完|好|了)?的?$")
_SAME_DAY = ("当天", "当日", "次日", "第二天", "隔天")


_ZH_DUE = re.compile(r"该|本来|原本|原定|说好|约定|承诺")
# A day gone by is a fact's value only where something was due or ended on it.
_ENDED = {
    "zh": re.compile(
        r"该|本来|原本|原定|说好|约定|承诺|截止|到期|过期|失效|结束|作废|期限|关[的了闭]"
    ),
    "en": re.compile(
        r"\b(?:was due|were due|should have|supposed to|expired?|ended|ran out|closed|agreed"
        r"|promised|deadline|lapsed|last day|due)\b"
    ),
}


def _gone(slot: Slot, words: str, lang: str) -> bool:
    """Whether a date is a day gone by on which nothing was due: 昨晚就发出去了."""
    return (slot.value.day_offset or 0) < 0 and _ENDED[lang].search(words) is None


def _elapsed(slot: Slot, before: str, text: str) -> bool:
    """Whether a length of time has gone by: 等了三天, 已经5天没动, 三天了."""
    if slot.value.bound == "within":
        return False
    return before.endswith(
        ("了", "已经", "已", "都", "才", "刚", "足足", "整整")
    ) or text.startswith(("了", "没", "来", "以来", "不更新", "不动", "前那"), slot.end)


_THING = {
    "zh": re.compile(r"的(?!时间|功夫|工夫|样子|期限|时限|时效|话|[呢哦哈啊呀吧,。!?]|$)"),
    "en": re.compile(r"[\s-]old\b"),
}
_SHORTEST = 60
"""Seconds: a shorter time (稍等几秒) is no fact of a case."""


def _of_something(slot: Slot, text: str, lang: str) -> bool:
    """Whether a length of time only says what kind of thing is meant (11个月的宝宝)."""
    return (
        slot.value.high_seconds <= _SHORTEST
        or slot.value.bound == "ago"
        or _THING[lang].match(text, slot.end) is not None
    )


# 17号签收, 20号寄出的: the day of something that happened; 今天25号 only says what day it is.
_ZH_DONE_ON = re.compile(
    r"(?:您|你|就|才|是)?(?:签收|下单|付款|付的|拍下|拍的|购买|买的|申请的|收到的|收货)(?!之?前|后)"
    r"|[^,不没未就会能才要得该前内]{0,6}(?:发|寄|到|送|派|签收|揽收|出库|提交|退)[货出走到]?的(?!话|时候|时间)"
    r"|[^,不没未就会能才要]{0,4}(?:放|投|塞|签|交|送|打|发|寄|到|派)[^,不没未]{0,10}(?<!话)的$"
    r"|(?:就|早就|都)?已经?"
)
# What was done on a day, with the 了 that closes it: 18号就验收入库了, 19号提交了.
_ZH_CLOSED = re.compile(
    r"(?:上午|下午|晚上|中午|早上)?(?:就|都|已|已经)?[^,会能可要才应该不没未前]{0,6}"
    r"(?:提交|发起|发出|寄出|寄走|验收|验完|入库|签收|揽收|申请|下单|付款|审核|受理|打|汇|登记|反馈|处理|退|办|开|换|改|锁|送出|出库|出仓)"
    r"[^,会能可要才]{0,3}(?:了(?![就吗])|的(?!话|时候)$)"
    r"|(?:就|都|已|已经)?到了(?!就|给|再|您|吗)(?=[\u4e00-\u9fff])"
    r"|(?:值班|上班|在忙|休息|放假)"
)
# 从22号起, 13号到今天: since when.
_ZH_SINCE = re.compile(r"(?:自从?|从)(?:上|这|本)?个?$|(?:号|日|天)到$")
_ZH_UP_TO = re.compile(r"(?<![等要得改约推延送])到$|(?:截[止至]|直到)$")
_ZH_SINCE_ON = re.compile(r"(?:起|以来|开始就|到(?:今天|现在|目前|今日)|到[^,]{1,4}之后)")
_ZH_TODAY_IS = re.compile(r"今天(?:都|是|已经)?(?:是)?$")
_ZH_DATE = re.compile(r"是?(?:[0-9]{1,2}|[一二三十]{1,3})(?:号|日|月)")


def _is_event(slot: Slot, piece: Piece, reading: Reading) -> bool:
    """Whether a Chinese text names a day only as that of what has happened, or as today's."""
    if reading.lang == "en" or slot.value.by:
        return False
    text = reading.text
    before = text[piece.start : slot.start]
    if _ZH_TODAY_IS.search(before) or (slot.text == "今天" and _ZH_DATE.match(text, slot.end)):
        return True
    if _ZH_DUE.search(before):
        return False
    if _ZH_SINCE_ON.match(text, slot.end, piece.end) and "付" not in piece.text:
        return True
    if _ZH_CLOSED.match(text, slot.end, piece.end):
        return True
    return _ZH_DONE_ON.match(text, slot.end, piece.end) is not None


# A day on which there is no place left.
_FULL = {
    "zh": re.compile(r"(?:约|排|订|占|爆)满|满了|来不了|没空|[约排]不[上进]|没师傅"),
    "en": re.compile(r"\b(?:fully booked|booked up|(?:is|are|was) (?:all )?full|taken)\b"),
}
_EN_LATE = re.compile(
    r"\s(?:past|late|over|behind|overdue|since|gone|with(?:out| no) (?:an? |any )?(?:update"
    r"|news|scan|move|movement|sign|word|change))\b"
)
_EN_DID = re.compile(
    r"\b(?:hit|reached|landed|arrived|went|came|got|received|left|shipped|posted|collected"
    r"|delivered|signed|refunded|sent|paid|placed|ordered|bought|filed|started|checked in)\b"
)
_EN_WILL = re.compile(
    r"\b(?:will|should|be|going to|expected|due|can|must|have to|until|by|before)\b|'ll\b"
)


def aside(slot: Slot, reading: Reading) -> bool:
    """Whether a time only says which orders or when something else was: 四点前付款的, or the day
    counted from that (…的当天发)."""
    if slot.kind not in ("date", "duration"):
        return False
    piece = reading.pieces[reading.at(slot.start)]
    if slot.kind == "duration" and _of_something(slot, reading.text, reading.lang):
        return True
    if slot.kind == "date" and _gone(slot, piece.text, reading.lang):
        return True
    if slot.kind == "date" and _is_event(slot, piece, reading):
        return True
    if slot.kind == "date" and _FULL[reading.lang].search(piece.text):
        return True
    if reading.lang == "en":
        before = reading.text[piece.start : slot.start]
        if slot.kind == "duration":
            return _EN_LATE.match(reading.text, slot.end) is not None
        was = _EN_WAS.search(before) or (
            _EN_DID.search(before) and not _EN_WILL.search(before)
            and not _ENDED["en"].search(piece.text)
        )  # fmt: skip
        return bool(was)
    before = reading.text[piece.start : slot.start]
    done = _ZH_WAS.match(reading.text, slot.end, piece.end) and not _ZH_DUE.search(before)
    today = slot.kind == "date" and (slot.value.day_offset or 0) <= 0
    if today and (done or before.endswith(("已于", "已经于"))):
        return True
    if slot.kind == "duration" and _elapsed(slot, before, reading.text):
        return True
    if slot.kind == "duration" and before.endswith(
        ("还剩", "只剩", "剩", "剩下", "还差", "早了", "晚了")
    ):
        return True
    if slot.kind == "date" and _ZH_SINCE.search(before):
        return True
    if slot.text in ("今天", "今日") and _ZH_UP_TO.search(before):
        return True
    if _ZH_EVENT.match(reading.text, slot.end, piece.end):
        return True
    return slot.text.startswith(_SAME_DAY) and _ZH_SAME.search(before) is not None
