"""Whether a piece of a clause asks, and where a mere "is that all right?" begins (D4)."""

from __future__ import annotations

import re

from simulator.drill.understanding.piece import Piece

_ZH_END = r"(?:[呢哦噢哈啊呀亲哒~\s]|亲爱的)*$"
_ZH_ASKS = re.compile(
    rf"(?:吗|(?<![什怎这那多])么){_ZH_END}"
    r"|(?:是|想|要|希望|放)[^,]{1,12}还是(?![没不老得很会说有])"
    r"|(?<=[了来好到完成住过])没有?$"
    r"|(.)[不没]\1(?!一样)|[可能是]否|有没有|没有\?|[可需方]不(?:可以|需要|方便)|还是(?:想|要|需要|说|选).{1,12}呢?$"
)
# Two hours until they answer whether it was stopped (答复拦没拦到), 改不改都没关系.
_ZH_EITHER = re.compile(r"([^\s])[不没]\1")
_ZH_LEARNS = re.compile(
    r"(?:答复|回复|告诉[我您]?|会说|知道|结果|给信|回话|说清|说|确认|核实|查明|跟[您你]|不管|无论|随您?)[^,]{0,6}$"
)
_ZH_NO_MATTER = re.compile(r"[^,]{0,8}(?:没关系|无关|都行|都可以|都一样|都随|两码事|两回事|不影响)")
_ZH_WHICH = re.compile(
    r"什么时候|啥时候|何时|多久|多长时间|(?<!过)(?<!这)(?<!好)几(?=(?:天|号|点|个|次|件|单|小时)(?!就|内|左右|后|以内|之内))|哪(?:个|家|里"
    r"|天|款|件|种|一|位|些)"
    r"|怎么(?!说|着)|为什么|为何|多少|什么|是谁|咋"
)
_ZH_ANY = re.compile(r"都|也|不管|无论|不论|没什么|任何")
_ZH_SAME = re.compile(r"(怎么|哪|什么|谁|多少|几).{1,12}\1")
_ZH_LOOKS = re.compile(
    r"(?:我|这边|这里|[为帮给][您你亲]|我们|马上|立即|正在)[^您你]{0,6}(?:查|核|确认|看|瞧|瞅|翻|问|跟进|催|了解)"
)
_ZH_SEES = re.compile(
    r"(?:我|这边|我们|马上)[^您你]{0,6}(?:查|看|瞧|瞅|翻)[^您你]*$"
    r"|我(?:先|来|这就|马上|立即|即刻)(?:确认|核实|核对)[^您你]*$"
)
_ZH_GOES = re.compile(r"^(?:先)?(?:看看|瞧瞧|查查)[^您你]*$")
_ZH_FINE = re.compile(
    rf"[,\s]?(?:[您你]看|[您你]觉得|这样)?(?:这样)?(?:可以|行|好|成|ok|没问题|同意|接受|可不可以|行不行|好不好)"
    rf"(?:吗|么|不|嘛|吧|呢)?{_ZH_END}"
)
_ZH_SURE = re.compile(
    r"^(?:我(?:理解|说)得?)?(?:对|是|没错|没(?:看|记|理解)?错|是这样(?:的|子)?|是这个意思|这个意思)"
    r"(?:吗|么|吧|不对|不是|嘛)[呢哦哈啊呀亲\s]*$|^(?:是不是|对不对|是不是这样|有没有)[呢呀啊亲\s]*$"
)
# 不着急是吧, 您是下单本人吧: what the customer is to say yes to.
_ZH_CHECKS = re.compile(
    rf"(?:是|对|没错)(?:吧|吗|么){_ZH_END}|是不是{_ZH_END}|^还是[^,]{{1,16}}[呢呀]{_ZH_END}"
    rf"|^(?:那|所以|就是)?[您你](?:这[边单款]|那[边单])?(?![先再等看稍放别])[^,]{{0,16}}[是没过了的][^,]{{0,8}}吧{_ZH_END}"
)
_EN_LEAD = (
    r"^(?:(?:so|and|but|or|ok|okay|well|sorry|please|hi|hello|also|then|now|just to (?:check"
    r"|confirm)|may i ask|can i ask"
    r"|got it|thanks|thank you|sure)[\s,]+){0,3}"
)
_EN_WHO = (
    r"(?:you|i|we|they|he|she|it|there|this|that|these|those|the|your|our|my|his|her|any|all"
    r"|anyone|anything|everything)\b"
)
_EN_AUX = (
    r"(?:do|does|did|can|could|would|will|is|are|was|were|have|has|had|may|might|should|shall"
    r"|can'?t|don'?t|didn'?t|isn'?t|aren'?t|haven'?t|won'?t|wouldn'?t|couldn'?t)"
)
_EN_ASKS = re.compile(
    rf"{_EN_LEAD}(?:{_EN_AUX}\s{_EN_WHO}(?!\syou\sgo)"
    rf"|(?:what|why|how)(?:'s|\s(?:\S+\s){{0,3}}?{_EN_AUX}\s(?:{_EN_WHO})?)"
    # "which is past the period" goes on telling; "which is it" asks.
    rf"|(?:when|where|which|who)\s(?:\S+\s){{0,3}}?{_EN_AUX}\s{_EN_WHO})"
)
_ZH_TIME_ASKED = re.compile(
    r"什么时候|啥时候|何时|多久|多长时间|几(?:天|号|点|个|小时)|哪(?:天|一天)"
)
_ZH_SIZE_ASKED = re.compile(r"多少|几(?:块|元|个|分|件)")
_EN_TIME_ASKED = re.compile(r"\b(?:when|how (?:long|soon|many)|what (?:time|day|date)|which day)\b")
_EN_SIZE_ASKED = re.compile(r"\b(?:how (?:much|many)|what(?:'s| is) the)\b")
_EN_LOOKS = re.compile(
    r"\b(?:let me|i'?ll|i will|we'?ll|we will|i can|i'?m going to|i am going to|i'?m"
    r"|i am|while i|(?:moment|minute|second)(?:\sto|\swhile\si))\s(?:just\s|quickly\s|now\s)?"
    r"(?:check|checking|look|looking|find|see|ask|confirm|verify)"
)
_EN_FINE = re.compile(
    r",?\s?(?:if\s(?:that|this)(?:'s|\sis)\s(?:ok|okay|alright|fine)|(?:is|would|does"
    r"|will)\s(?:that|this|it)\s(?:be\s)?"
    r"(?:ok|okay|alright|all\sright|fine|acceptable|work|sound|suit|good)\b.{0,24}|ok(?:ay)?"
    r"|alright|sounds?\sgood)$"
)
_EN_SURE = re.compile(
    rf"^(?:right|correct|(?:is|was) (?:that|this|it) (?:right|correct|what (?:happened|it says"
    rf"|you(?:'re| are)? (?:see|mean|seeing|saying)))|am i right|yes|no"
    rf"|(?:have|do|did) i (?:got |get |have |understood? )?"
    rf"(?:that |this |you |it )?(?:right|correctly)"
    rf"|{_EN_AUX}\s?(?:n'?t|not)?\s(?:it"
    rf"|you|they|we|that|i|he|she))$"
)


# "How about 25 yuan?" offers.
_EN_OFFERS = re.compile(r"(?:so |and |then )?(?:how|what) about\b")


def fine_at(piece: Piece, lang: str) -> int | None:
    """Where, if at all, a closing "is that all right?" (可以吗) begins in the text: what stands
    before it is an offer and no question."""
    # 您看退您50可以吗 asks for the customer's word; 退您50，您看可以吗 tells first.
    if lang != "en" and re.match(r"[您你]看.{4}", piece.text):
        return None
    match = (_EN_FINE if lang == "en" else _ZH_FINE).search(piece.text)
    if match is None or not match[0].strip(" ,"):
        return None
    if lang != "en" and not (piece.asks or re.search(r"[吗么不]", match[0])):
        return None
    return piece.start + match.start()


# 是吧，我看下 leaves it open; 是吧，记下了 takes it as said.
_ZH_TO_SEE = re.compile(
    r"^(?:我|这边|麻烦|[您你])[^,]{0,6}(?:看看|看一?下|查|核[实对]|问[问下]|拍|发[下我])"
)


def _waits(piece: Piece, following: Piece | None) -> bool:
    """Whether a checking 是吧 waits for an answer: a mark, nothing behind it, or a look first."""
    same = following is not None and following.sentence == piece.sentence
    return (
        piece.asks
        or not same
        or (following is not None and _ZH_TO_SEE.match(following.text) is not None)
    )


def makes_sure(piece: Piece, following: Piece | None, lang: str) -> bool:
    """Whether the piece only asks if what stands before it in the sentence is so: "is that
    right?", 对吧."""
    if lang == "en":
        return piece.asks and _EN_SURE.match(piece.text) is not None
    return _ZH_SURE.match(piece.text) is not None and _waits(piece, following)


def asks(piece: Piece, following: Piece | None, lang: str) -> bool:
    """Whether the piece asks, by its form or its mark."""
    same = following is not None and following.sentence == piece.sentence
    if lang == "en" and _EN_OFFERS.match(piece.text):
        return False
    if lang == "en":
        return piece.asks or _EN_ASKS.search(piece.text) is not None
    if (
        same
        and following is not None
        and following.text.startswith("还是")
        and (following.asks or _ZH_CHECKS.search(following.text))
    ):
        return True
    if piece.asks or _ZH_ASKS.search(piece.text):
        return True
    if _ZH_CHECKS.search(piece.text) and _waits(piece, following):
        return True
    # 怎么付的就怎么退, 哪张卡付的退回哪张卡 ask nothing.
    if _ZH_WHICH.search(piece.text) is None or _ZH_SAME.search(piece.text):
        return False
    return _ZH_ANY.search(piece.text) is None


def learns(words: str) -> bool:
    """Whether "whether or not" is only what somebody will learn by then (24小时内答复拦没拦到),
    or does not matter."""
    either = _ZH_EITHER.search(words)
    if either is None or words.endswith(("吗", "么", "呢")):
        return False
    before = _ZH_LEARNS.search(words, 0, either.start())
    return before is not None or _ZH_NO_MATTER.match(words, either.end()) is not None


def looks_up(piece: Piece, lang: str) -> bool:
    """Whether the agent says that they are finding out themselves (我查一下多久到)."""
    if lang == "en":
        return _EN_LOOKS.search(piece.text) is not None
    goes = not piece.asks and _ZH_GOES.search(piece.text) is not None
    return goes or _ZH_LOOKS.search(piece.text) is not None


def sees(piece: Piece, lang: str) -> bool:
    """Whether the agent goes to see for themselves if something is so (我看看发没发).

    To confirm or to ask may still be a question to the customer. English says it with whether,
    which does not ask by its form.
    """
    if lang == "en":
        return False
    goes = not piece.asks and _ZH_GOES.search(piece.text) is not None
    return goes or _ZH_SEES.search(piece.text) is not None


def asks_which(piece: Piece, lang: str, type: str) -> bool:
    """Whether it asks for a value of this type of fact: when, how long, how much."""
    time = type in ("duration", "date")
    if lang == "en":
        return (_EN_TIME_ASKED if time else _EN_SIZE_ASKED).search(piece.text) is not None
    return (_ZH_TIME_ASKED if time else _ZH_SIZE_ASKED).search(piece.text) is not None
