"""Conditions in a message, and what they make of what stands under them (D4)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from simulator.drill.understanding.piece import Piece

REACH = 2
"""How many pieces after a condition stand under it."""

_ZH_IF = re.compile(
    r"如果|要是(?!不是)|假如|假设|若是|若(?!干)|倘若|万一|一旦|只要(?!\s?(?:[0-9¥￥]|[一二两三四五六七八九十半]+[个天块元小日周分]))|只有(?=.{1,20}才)|除非|假若|如(?=[您你果需有果])"
    r"|(?<![正应担])当(?=.{1,12}时)"
    r"|即使|哪怕|就算(?=.{1,10}(?:也|都|再))|超过(?=.{1,8}(?:就|则|的话|才))|[没未不](?=.{1,8}[您你](?:再|就|可以)?(?:来|找|联系|申请))|没有?(?=.{1,6}就(?:没|不|无))|(?<!还)[没未](?=[^,]{1,8}就(?:赔|补|退|给|会|可以|能))|还没(?=[^,]{1,8}就(?:赔|补|退|给|会))"
)
_ZH_THEN = re.compile(
    r"的话|(?<!成)(?<!早)就(?!是|近)|则(?!是)|(?<!刚)才(?!能量)|那么|那(?=就|可以|能|我|咱)|也(?=可以|能|不|没|无)"
)
_ZH_CASE = re.compile(
    r"(?<!这样)(?<!那样)(?<!情况)(?<!目前)(?<!现在)(?<!一般)(?<!正常)的话(?!费|题|术)"
)
_ZH_ONLY = re.compile(
    r"(?<!刚)(?<![后天日时月周号点晚夜分午起])才(?:能|可以|会|给|行|支持|享受|符合|允许)"
)
# 还差12元才能满300: what is still wanted is told, not supposed.
_ZH_STILL = re.compile(r"还差|还要|必须|(?<![取获觉值记懂晓])得(?![到了起])|等(?=.{1,8}完)")
# 退款的话3天: a topic. 没拆封的话可以退: a condition.
_ZH_STATE = re.compile(
    r"没|不|未|已|超过|逾期|内|有|坏|质量|拆|破|损|发货了|签收了|到期|过期|[是在]"
)
_ZH_CHOICE = re.compile(
    r"(?:[您你亲](?:[^是没]{0,6}?))?(?:需要|(?<![主])想|(?<![只还不主])要(?!是)|愿意|同意|接受|方便|介意|选择|申请(?!通过|成功|被)|提交(?!成功)|(?:寄回|退回|寄出)(?!的)"
    r"|提供|发来"
    r"|认可|觉得|不?等(?=的话|了|得|$)|愿意等|(?:有|其[他它]|任何|什么)(?:问题|疑问|需求)|着急|急用|有时间|退货(?:的话|了?$)|换货(?:的话|了?$)|确[认定]|考虑好|想好)"
)
# As things usually go: no condition that the customer would have to think of.
_ZH_USUAL = re.compile(r"不出意外|没什么?(?:意外|耽搁|问题)|没意外|顺利|正常|[快慢]$")
_ZH_CASE_ITSELF = re.compile(
    r"[您你]这(?:个|单|边|笔|件|次)?|这一?单|这个订单|[您你]的(?:这个)?订单|目前|现在|已经"
)
_ZH_ELSE = re.compile(r"^(?:否则|不然|要不然)")
_ZH_TURN = re.compile(r"^(?:但|不过|可是|然而|其实|目前|现在)")
_EN_IF = re.compile(
    r"\b(?:if|unless|in case|as long as|so long as|provided(?: that)?|assuming|suppose|supposing"
    r"|only if|even if"
    r"|once|when|as soon as|(?<!day )after(?!\s(?:roughly\s|about\s|around\s|approximately\s"
    r"|up to\s)?(?:[0-9]|an?\b|two|three|five|seven))|until(?=\s(?:we|you|it|they|the (?:parcel"
    r"|item|order|return"
    r"|warehouse|seller)|your)\b))\b"
)
_EN_THEN = re.compile(
    r"\s(?=(?:then|we(?:'ll|'d| will| can| would|'re| refund| ship| issue| pay| send| return)"
    r"|i(?:'ll|'d| will| can| would)|the refund"
    r"|your refund|it(?:'ll| will| can| can't| cannot|'s (?:too|not|no))"
    r"|there(?:'s| is| are| isn't)"
    r"|you (?:can|can't|cannot|will|won't)|you'll|nothing)\b)"
)
_EN_SEQUENCE = frozenset(("once", "when", "after", "as soon as", "until"))
_EN_CHOICE = re.compile(
    r"\byou(?:'d|'re| are| would| do| still)?\s(?:also\s|still\s|just\s|only\s)?(?:want|like|wish"
    r"|prefer|need|agree|accept|choose|decide|send"
    r"|return|ship|confirm|provide|sure|certain|give|apply|request|happy|ok|okay|willing|interested"
    r"|have (?:any|more|other|further|questions)"
    r"|let|share|reply|cancel|don'?t mind|go ahead|post)|\b(?:that|this)(?:'s| is| works| suits"
    r"| sounds)|\bpossible\b|\bnecessary\b"
)
_EN_USUAL = re.compile(
    r"\b(?:all|everything) goes (?:well|to plan|smoothly)|\bnothing goes wrong\b"
)
_EN_CASE_ITSELF = re.compile(
    r"\b(?:your order|this order|in your case|right now|already|currently|this one)\b"
)
_EN_ELSE = re.compile(r"^(?:otherwise|or else)\b")
_EN_TURN = re.compile(r"^(?:but|however|although|though)\b")
OPEN, FREE = "open", "free"


class Condition(NamedTuple):
    """A condition at `[start:end]`. `kind`: `open` – the case may be so or not; `free` – what
    follows holds all the same: the customer's own choice, a step on the way, unless, even if."""

    start: int
    end: int
    kind: str


def condition_of(piece: Piece, lang: str) -> Condition | None:
    """The condition that a piece states, if any."""
    return _english(piece) if lang == "en" else _chinese(piece)


def _chinese(piece: Piece) -> Condition | None:
    words, base = piece.text, piece.start
    marker = _ZH_IF.search(words)
    if marker is None:
        return _chinese_without_if(piece)
    then = _ZH_THEN.search(words, marker.end())
    end = len(words) if then is None else then.end() if then[0] == "的话" else then.start()
    free = marker[0] in ("除非", "即使", "哪怕", "就算")
    free = free or _ZH_CHOICE.search(words, marker.end(), end) is not None
    free = free or _ZH_USUAL.search(words, marker.end(), end) is not None
    return Condition(base + marker.start(), base + end, FREE if free else OPEN)


def _chinese_without_if(piece: Piece) -> Condition | None:
    case = _ZH_CASE.search(piece.text)
    if case is not None and not _ZH_USUAL.search(piece.text, 0, case.start()):
        said = piece.text[: case.start()]
        free = not _ZH_STATE.search(said) or _ZH_CHOICE.search(said)
        return Condition(piece.start, piece.start + case.end(), FREE if free else OPEN)
    only = _ZH_ONLY.search(piece.text)
    if only is not None and _ZH_STILL.search(piece.text, 0, only.start()) is None:
        return Condition(piece.start, piece.start + only.start(), OPEN)
    return None


def _english(piece: Piece) -> Condition | None:
    words, base = piece.text, piece.start
    marker = _EN_IF.search(words)
    if marker is None or (
        marker[0] == "after" and words[marker.end() :].startswith((" all", " that"))
    ):
        return None
    then = _EN_THEN.search(words, marker.end() + 4) if marker.start() < 12 else None
    end = then.start() if then else len(words)
    free = marker[0] in _EN_SEQUENCE or marker[0] in ("unless", "even if")
    free = free or _EN_CHOICE.search(words, marker.end(), end) is not None
    free = free or _EN_USUAL.search(words, marker.end(), end) is not None
    return Condition(base + marker.start(), base + end, FREE if free else OPEN)


def governed(pieces: Sequence[Piece], lang: str) -> tuple[list[Condition | None], list[bool]]:
    """For each piece its own condition, and whether an open condition of its sentence governs
    what it says outside that: one before it (within `REACH`), in English also right after."""
    conditions = [condition_of(piece, lang) for piece in pieces]
    open_ = [condition is not None and condition.kind == OPEN for condition in conditions]
    under = list(open_)
    turn, itself, otherwise = (
        (_EN_TURN, _EN_CASE_ITSELF, _EN_ELSE)
        if lang == "en"
        else (_ZH_TURN, _ZH_CASE_ITSELF, _ZH_ELSE)
    )
    left = 0
    for number, piece in enumerate(pieces):
        previous = pieces[number - 1] if number else None
        if previous is None or previous.sentence != piece.sentence or turn.search(piece.text):
            left = 0
        if conditions[number] is not None:
            left = REACH if open_[number] else 0
            if open_[number] and lang == "en" and number and previous is not None:
                leads = conditions[number].start - piece.start < 4  # type: ignore[union-attr]
                if leads and previous.sentence == piece.sentence and conditions[number - 1] is None:
                    under[number - 1] = True
        elif otherwise.search(piece.text):
            previous_condition = conditions[number - 1] if number else None
            unless = previous_condition is not None and previous_condition.kind == FREE
            under[number] = not unless
        elif left:
            under[number] = itself.search(piece.text) is None
            left -= 1
    return conditions, under
