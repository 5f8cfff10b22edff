"""Words of negation before, inside and after a cue (D4)."""

from __future__ import annotations

import re

REACH = 40
"""How many characters before a cue are looked at."""

_ZH_NO = (
    r"(?:(?:无法|没办法|没有办法|没法)(?!保证|确定)|并非|拒绝|禁止|难以|谢绝|暂停|停止"
    r"|(?<!要)不(?!一定|见得|确定|清楚|好说|能保证|敢保证|能确定|保证|是所有|是每|好意思|错|过|仅|但|管|论|然|久|少|同|断|满|客气|止|妨|愧|用谢|要紧|用?着急"
    r"|用?担心|急|知道?|一样|一会)"
    r"|没有?(?!关系|问题|事|错)|未(?!来|免|必)|无(?!门槛|理由|忧|论|需担心|条件|需?理由)|别(?!的|人|急|担心|着急|客气)|非(?!常|洲)|勿|哪(?:里|儿)?(?:有|能))"
)
_ZH_BETWEEN = (
    r"(?:是|人|算|叫|会|能够?|可以?|得|再|给|为|帮|替|您|你|咱|我们?|这边|直接|马上|立即|太|一定|保证|支持|享受|需要?|要|用|到|在|进行"
    r"|办理|予以?|主动|自动|单独|额外|另外|提供|允许|接受|同意|答应|打算|准备|存在|有|权限|资格|条件|渠道|能力|参加|参与|适用|符合|属于|满足|提前|当场"
    r"|私自|擅自|轻易|随意|开具?|选择?|走|发(?!货)|去|把|将|对|说|了|过|还|就|都|也|被|让|任何|这个?|该|此|商品|订单|本?店|系统|收您?|另|多)"
)
_ZH_BEFORE = re.compile(rf"(?:{_ZH_NO}{_ZH_BETWEEN}{{0,5}}){{1,4}}$")
_ZH_COUNTED = re.compile(_ZH_NO)
# 能不能, 是不是, 有没有 ask; they deny nothing.
_ZH_EITHER = re.compile(r"(.)[不没]\1|[可需方]不(?:可以|需要|方便)")
_ZH_AFTER = re.compile(
    r".{0,2}?(?:够呛|悬(?!挂)|不太可能|赶不上|来不及)(?:的|了|哦|呢|啊|呀)*$|.{0,4}?(?:我们?|这边|这里|咱们?|店里){0,2}(?:是|也|都|目前|暂时|真的|就)?(?:不行|[给赔出批](?:不了|不起)|(?:答应|满足|同意|申请|赔付|支付)不了|不可能|不可以|不支持|不允许|不能|不存在|做不到|办不到|没办法|没法|没有办法"
    r"|[办做退改换开发补用选](?:不了|不到)|实现不了|不属实|不对|行不通)(?:的|了|哦|呢|哈|啊|呀|亲|哒|操作|办理|实现|做到|申请)*$"
)
_EN_NO = (
    r"(?:\b(?:not(?!\slater|\smore\sthan|\slonger\sthan|\sonly|\sa\sproblem|\sto\sworry|\sa\sworry)|never|no\slonger|cannot|can'?t"
    r"|unable\sto"
    r"|won'?t|don'?t(?!\sworry)|doesn'?t|didn'?t|isn'?t|aren'?t|wasn'?t|weren'?t|hasn'?t|haven'?t"
    r"|wouldn'?t|couldn'?t"
    r"|shouldn'?t|needn'?t|without|refuse[sd]?\sto|declined?\sto|neither|nor|hardly|nobody|no\sone|nothing(?:'s)?"
    r"|no(?!-|\slater|\smore\sthan|\sless\sthan|\slonger\sthan|\sproblem|\sreason|\sworries|\sdoubt|\sextra\swork))\b)"
)
_EN_BETWEEN = (
    r"(?:\s(?:though|you're|we're|it's|be|been|being|currently|yet|really|able|to|going|an?|the|any|get|have|has|had|offer"
    r"|offered|provide|do|eligible|for"
    r"|allowed|possible|it|is|are|was|were|that|you|your|we|us|i|give|make|of|at|this|time"
    r"|possibly|simply|just|actually|even"
    r"|entitled|support|accept|qualify|covered|need|needed|necessarily|in|a|position|always|order"
    r"|item|charge|charged|pay|say"
    r"|saying|count|counts|counted|mean|authori[sz]ed|permitted|way|permission|issued?|takes?|lasts?|paid|as|sent"
    r"|returned|goe?s?|going|back|into|longer"
    r"|also|ever|must|can|will|still|available|refused"
    r"|denied|true|case))"
)
_EN_BEFORE = re.compile(rf"(?:{_EN_NO}{_EN_BETWEEN}{{0,6}}\s?){{1,3}}$")
_EN_COUNTED = re.compile(_EN_NO)
_EN_AFTER = re.compile(
    r"(?:'s\snot\s(?:possible|going\sto|an\soption|on)|(?:\s\S{1,20}){0,3}?\s(?:i)\scan't\sdo)\b.{0,20}$|(?:\s\S{1,20}){0,3}?\s(?:(?:is|are|was)\sno\slonger\s\S{1,20}|(?:is|are|was|will\sbe"
    r"|be)\s(?:simply\s|just\s|really\s"
    r"|sadly\s)?(?:not\s(?:possible|allowed|an\soption"
    r"|available|supported|permitted|true|the\scase)|impossible|out\sof\sthe\squestion|unavailable)"
    r"|(?:isn'?t|aren'?t|won'?t\sbe)\s(?:possible|allowed|an\soption|available|supported"
    r"|permitted|true|the\scase)"
    r"|can'?t\sbe\sdone|cannot\sbe\sdone|can\snot\sbe\sdone)\b.{0,20}$"
)


_EN_ENDINGS = frozenset(("n't", "nt", "'t", "t", "not"))
"""What a cue's own auxiliary may carry: is, isn't."""


# Right after a verb: 发不了, 到不了.
_ZH_FAILS = re.compile(r"不(?:了|到|出去?|成|动)(?!得)")


def negators_before(words: str, lang: str) -> int:
    """How many negators reach, one after the other, up to the end of `words`."""
    near = words[-REACH:]
    if lang == "en":
        match = _EN_BEFORE.search(near)
        return len(_EN_COUNTED.findall(match[0])) if match else 0
    match = _ZH_BEFORE.search(_ZH_EITHER.sub(lambda found: "么" * len(found[0]), near[-16:]))
    return len(_ZH_COUNTED.findall(match[0])) if match else 0


def negators_inside(words: str, lang: str) -> int:
    """How many negators stand in `words`, which a gap of a cue took."""
    if lang == "en":
        return len(_EN_COUNTED.findall(words)) or words.strip() in _EN_ENDINGS
    return len(_ZH_COUNTED.findall(_ZH_EITHER.sub("", words)))


def denied_after(words: str, lang: str) -> bool:
    """Whether `words`, the rest of the piece after a cue, say that it is not so."""
    pattern = _EN_AFTER if lang == "en" else _ZH_AFTER
    words = words[:80].rstrip()
    if lang != "en" and _ZH_FAILS.match(words):
        return True
    if lang == "en" and not words.startswith("'"):
        words = f" {words.lstrip()}"
    return pattern.match(words) is not None
