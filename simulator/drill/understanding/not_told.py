"""Truths that are named and not told: of a kind of things, still to come, set aside (D4)."""

from __future__ import annotations

import re

from simulator.drill.understanding.fact_cue import CHOICE, NO, YES
from simulator.drill.understanding.fact_set import Hit
from simulator.drill.understanding.reading import Reading

# What kind of things are so, not that this one is: 已发货的订单, orders that have shipped.
_KIND = {
    "zh": (
        re.compile(r"(?<![这那]个)(?<!您的)$"),
        re.compile(r"的(?:订单|商品|包裹|快递|货物?(?!款)|宝贝|产品|情况|用户|客户|顾客|单子)"),
    ),
    "en": (
        re.compile(r"\b(?:orders|items|parcels|products|goods)\s(?:that|which)\b.{0,20}$"),
        None,
    ),
}
_ZH_THERE = re.compile(r"有|看到|查到")


def of_a_kind(hit: Hit, reading: Reading) -> bool:
    """Whether a truth only says which things are meant: 已发货的订单改不了."""
    before, after = _KIND[reading.lang]
    if reading.lang == "zh" and _ZH_THERE.search(reading.text[hit.start - 2 : hit.start + 4]):
        return False
    start = reading.pieces[reading.at(hit.start)].start
    if after is not None:
        kind = after.match(reading.text, hit.end)
        # 走的都是总代理的货 says what it is; 已发货的订单改不了 says of which ones.
        if kind is None or kind.end() == reading.pieces[reading.at(hit.start)].end:
            return False
    return before.search(reading.text[start : hit.start]) is not None


# What was to be, before what a cue finds: 该13日发的, "should have left".
_DUE = {
    "zh": re.compile(
        r"(?<!比)(?:[应本早]该|该(?![商订项单款产包笔件店顾客])|应当|本来|原本|原定|说好|(?<!比)约定|承诺)[^,已比过超晚]{0,8}$|再[^,]{0,12}就$|[号日天点时底](?:之前|以前|前)(?:就|会|能|都)?$"
    ),
    "en": re.compile(
        r"\b(?:should(?:n't| not)? (?:already )?$"
        r"|(?:should(?:n't| not)? have|supposed to|meant to|was due to)\b.{0,20}$)"
    ),
}
# 催仓库发货了 and 发货了会通知您 do not say that it is done.
_ZH_AIM = re.compile(
    r"(?:催促?|督促|敦促)[^,已]{0,10}$"
    r"|(?:请|保持|确保|务必|以后|下次|回头|到时候?|记得|建议您|您可以|您先|您再|等)[^,已]{0,8}$"
)
# 没拦住就请驿站代收: what is done in that case.
_ZH_IN_CASE = re.compile(r"(?:的话|就(?!是)|也有|再(?!也))")
_EN_OUGHT = re.compile(r"\b(?:has to|have to|must|needs? to|should)\s$")
_EN_MATCH = re.compile(r"(?:match|fit|agree|correspond|tally)\b")
_ZH_OUGHT = re.compile(r"(?:必须|应当?|须|得|要)$")
# 仓库验收完三天内退: what is to come after it, or how long after.
_ZH_ONCE = re.compile(
    r"(?:完|好|了|货|退货|商品|没问题|通过|合格|之后|以后|后|再|起)*"
    r"(?:(?:之后|以后|后|再|起|才|就)|[,]?[0-9一二两三四五六七八九十半]{1,3}个?(?:小时|工作日|天|日|钟头))"
)
_ZH_THEN = re.compile(
    r"(?:的(?:时候|话)|之?后|以后|就[会给能]|再|会|我|给[您你]|第一时间|[您你]会|[您你]就)"
)
_ZH_DONE = re.compile(r"已|早|刚|昨|过了")


def aimed_at(hit: Hit, reading: Reading) -> bool:
    """Whether a truth is only what the agent works towards, or when something else will be."""
    piece = reading.pieces[reading.at(hit.start)]
    after = reading.text[hit.end : piece.end]
    if reading.lang != "en" and hit.cue.role == NO and _ZH_IN_CASE.match(after):
        return True
    if hit.cue.role not in (YES, CHOICE):
        # 核对完才好给您处理: a thing to be done first, not one that is done.
        words = reading.text[hit.start : hit.end]
        done = reading.lang != "en" and not set(words) & set("没未不无") and words[-1] in "完好过"
        return done and _ZH_ONCE.match(reading.text, hit.end, piece.end) is not None
    if _DUE[reading.lang].search(reading.text[piece.start : hit.start]):
        return True
    if reading.text[hit.start] in "跟和与同" and _ZH_OUGHT.search(
        reading.text[piece.start : hit.start]
    ):
        return True
    if reading.lang == "en":
        ought = _EN_OUGHT.search(reading.text[piece.start : hit.start])
        return ought is not None and _EN_MATCH.match(reading.text, hit.start) is not None
    words = reading.text[piece.start : hit.end]
    if _ZH_DONE.search(words):
        return False
    then = reading.text[hit.end - 1] == "了" and _ZH_THEN.match(reading.text, hit.end, piece.end)
    if reading.text[hit.end - 1] in "完好到收过货" and _ZH_ONCE.match(reading.text, hit.end):
        return True
    return bool(then) or _ZH_AIM.search(reading.text[piece.start : hit.start]) is not None


_ZH_NOT_THAT = re.compile(r"(?:不是|并非|并不是)(?:说|我们|您|因为)?[没不未无]?$")


def set_aside(hit: Hit, reading: Reading) -> bool:
    """Whether what is so is only not the reason: 不是没到门槛，是券没退回来."""
    if reading.lang == "en" or hit.cue.role == CHOICE:
        return False
    number = reading.at(hit.start)
    words = reading.text[reading.pieces[number].start : hit.start]
    found = _ZH_NOT_THAT.search(words)
    if found is None or (
        found[0][-1] not in "没不未无" and reading.text[hit.start] not in "没不未无"
    ):
        return False
    following = reading.pieces[number + 1 : number + 2]
    return any(piece.text.startswith(("是", "而是")) for piece in following)
