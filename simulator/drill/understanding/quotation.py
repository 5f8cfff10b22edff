"""Words in a message that are somebody else's: quoted, or reported (D4)."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Sequence

from simulator.drill.understanding.piece import Piece

_STOP = re.compile(r"[。.!?！？\n]")
_MARKS = re.compile(
    r"[“”]([^“”\n]{1,200})”|「([^」\n]{1,200})」|『([^』\n]{1,200})』|\"([^\"\n]{1,200})\""
)
_ZH_SAID = re.compile(
    r"(?:我(?:可)?没(?:有)?说|我说的是|(?<![跟和给对向听按照据如像])[您你](?:刚才?|之前|前面|上次|一开始)?(?:是|也|都|又)?(?:说|提到|反馈|反映|描述|讲|写|担心|认为|以为|觉得)(?:的是"
    r"|过|是|到|了)?"
    r"(?!得对|的对|得没错|得是|的没错|明)|[您你]的意思|谁说|(?:原来|原先|之前|先前)说(?!好)|(?:我们?|客服|同事|小二)[^,。]{0,4}[跟和对][您你]说(?!明|一下|一声|声|句|实|真|白|清|个)(?:的是|过|是|的)?|(?:客户|顾客|买家|别人|网上|朋友|家人|邻居)(?!没)[^,。]{0,4}说(?!明|好|法|不定)"
    r"|(?:之前|上一?位|前面|昨天|上次|其他|别的|那位)的?(?:那个|那位|一位)?(?:客服|同事|小二|人工)[^,。]{0,4}(?:说|承诺|答应|告诉|告知|讲|答复"
    r"|回复)"
    r"|(?:师傅|快递|快递员|小哥|网点|驿站|主播|商家|卖家|店家|店员|导购|页面|平台)[^,]{0,4}(?:[跟和对][您你](?:说|讲)|告[诉知][您你]|答应[您你])的?"
    r"|主播[^,]{0,3}说的?(?:是|过)?)"
)
_EN_SAID = re.compile(
    r"\b(?:(?:from|by) what (?:you say|you tell me|you(?:'ve| have) told me)(?=,?\syou)"
    r"|(?:in|to use) your (?:own )?words"
    r"|your (?:message|note|email|mail|review) (?:says|said|mentions)"
    r"|as i understand (?:it|you)|if i(?:'ve| have)? understood? (?:you|it|correctly|right)"
    r"|(?:site|page|app|host|driver|courier|carrier|seller|salesperson|fitter|shop|website|colleague"
    r"|agent|warehouse|somebody|someone|they)s? (?:has |had )?"
    r"(?:also )?(?:told|promised|offered) you"
    r"|i (?:didn'?t|never|did not) (?:say|said|promise)"
    r"|(?<!from what )(?<!by what )(?:as\s)?you(?:'ve|'d|\shave|\shad|\sjust|\salso)?\s"
    r"(?:said|say|mention(?:ed)?"
    r"|noticed|reckon|believed?|suspect|heard|felt"
    r"|(?:were|was|have\sbeen|had\sbeen|been)\s(?:also\s|only\s)?(?:told|promised|offered)"
    r"|were\sunder\sthe\simpression|(?:were|been)\sled\sto\sbelieve"
    r"|told(?!\sus\s(?:in|within|on|too|right|straight|at\sonce|soon))|wrote"
    r"|describe[d]?|asked|think|thought|feel|were\stold|were\spromised"
    r"|reported(?!\s(?:it|this|that|in|within|on))|claim(?:ed)?)|you(?:'re|\sare)\s(?:saying|telling|asking|worried)|(?:the|my|our"
    r"|another|a)\s(?:previous|other|last|earlier|first)?\s?"
    r"(?:agent|colleague|rep|representative|person|adviser|advisor)s?\s(?:\S+\s)?(?:said|told"
    r"|promised|mentioned|claimed)|according\sto\syou)\b"
)


# "…, you say", behind what is said back.
_EN_SAID_AFTER = re.compile(
    r"^(?:so |or so |as )?you (?:say|said|mentioned|tell me|told (?:us|me))$"
)
_EN_GOES_ON = re.compile(
    r"(?:and (?:you|your|that|the other|the (?:left|right))|(?:but|yet) you|that you)\b"
)
# 理解您担心，这款确实换了: what follows is the agent's own.
_ZH_FELT = re.compile(r"(?:理解|明白|知道|懂)[您你][^,]{0,3}担心$")


# What only seems so: 显示已发货是系统自动点的，其实没有出仓.
_ZH_SEEMS = re.compile(r"(?:显示|标记|状态是|写的是)")
_ZH_REALLY = re.compile(r"^(?:但是?|不过|可是?)?(?:其实|实际|实物|真实|真正)|其实|实际上")


# What a screen shows, or is to be pressed or written, is nobody's word: 签收人写的是“驿站”.
_SHOWN = re.compile(
    r"(?:写的?是?|写着|显示|状态[是为]?|人是|抬头[是开为]?|开成?|改成|换成|[点按选]|(?:reads?|says?|shows?|tap|press|choose|to)\s?)[:\s]?$"
)


def quoted_spans(text: str, pieces: Sequence[Piece], lang: str) -> list[tuple[int, int]]:
    """Places in quotation marks, and after words that report speech: to the end of the piece,
    or, where nothing follows in it, of the next piece."""
    found = [
        match.span()
        for match in _MARKS.finditer(text)
        if not _SHOWN.search(text[max(0, match.start() - 8) : match.start()])
    ]
    said = _EN_SAID if lang == "en" else _ZH_SAID
    for number, piece in enumerate(pieces):
        follows = pieces[number + 1] if number + 1 < len(pieces) else None
        seems = _ZH_SEEMS.search(piece.text) if lang != "en" and follows else None
        if seems and follows and _ZH_REALLY.search(follows.text):
            found.append((piece.start + seems.end(), piece.end))
        match = said.search(piece.text)
        if match is None:
            continue
        start, end = piece.start + match.end(), piece.end
        if lang == "en" and number and _EN_SAID_AFTER.match(piece.text):
            before = pieces[number - 1]
            if before.sentence == piece.sentence:
                found.append((before.start, piece.start))
                continue
        felt = _ZH_FELT.search(piece.text) if lang != "en" else None
        # A report goes over a comma or a colon ("您说的是，…"), not over the end of a sentence.
        if end - start <= 2 and follows and not _STOP.search(text[start : follows.start]):
            end = end if felt else follows.end
        found.append((start, _to(pieces, number, end, lang)))
    return sorted(found)


def _to(pieces: Sequence[Piece], number: int, end: int, lang: str) -> int:
    """Where a report that reaches `end` stops: over "and the other one's fine", and over the marks
    behind it, which cues may hold."""
    for following in pieces[number + 1 :]:
        if following.sentence != pieces[number].sentence:
            break
        if following.end <= end:
            continue
        if lang != "en" or not _EN_GOES_ON.match(following.text):
            return max(end, following.start) if following.start - end <= 2 else end
        end = following.end
    return end + 1


def inside(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether `[start:end]` lies in one of the sorted spans; those that begin last before it
    decide, since hardly two overlap."""
    first = bisect_right(spans, (start, sys.maxsize))
    return any(end <= high for _low, high in spans[max(0, first - 3) : first])
