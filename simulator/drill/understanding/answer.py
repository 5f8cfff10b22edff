"""Answers that lean on the customer's question: 可以的, 3天内, "I'm afraid not" (D4)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from simulator.drill.understanding.aside import OTHER_BUSINESS, aside
from simulator.drill.understanding.fact_cue import FactCue
from simulator.drill.understanding.fact_heard import ASKED, REFUSED, TOLD, FactHeard
from simulator.drill.understanding.filler import FILLER
from simulator.drill.understanding.negation import denied_after, negators_before
from simulator.drill.understanding.piece import Piece
from simulator.drill.understanding.reading import Reading
from simulator.drill.understanding.slot import Slot, is_bare_amount
from simulator.drill.understanding.value_binding import KINDS

CONFIDENCE = 0.7
_ZH_LEAD = (
    r"^(?:您好|你好|亲爱的|亲|嗯|哦|好的|那个|很?抱歉|不好意思|对不起|实在|[呢呀啊,~!\s]){0,12}"
)
_ZH_TAIL = r"[的呢哦哈呀啊了哒滴哟亲~!\s]{0,12}$"
_YES = {
    "zh": re.compile(
        rf"{_ZH_LEAD}(?:现在|目前|这[个款单件]|都|肯定|应该|确实|必须|那)?(?:是(?:可以|能|有|会|支持|这样|属于|在)?|可以|能|有|会|支持|参加|享受|符合|适用|在的?|没问题|当然(?:可以|能|有|是)?|行|对|没错|必须|嗯+|要|需要|属于)(?:[的呢呀啊]?(?:可以|是|对|有|能|没问题|没错))?{_ZH_TAIL}"
    ),
    "en": re.compile(
        r"^(?:hi|hello|ok|okay|well)?[\s,]*(?:yes|yep|yeah|sure|of course|certainly|absolutely"
        r"|definitely|it is|it does|it has|that'?s right|correct|right|exactly|indeed"
        r"|they are|they do"
        r"|we have|it was|that'?s (?:correct|it|the one)"
        r"|we (?:can|do|will)|i can|you can|it can)(?:[\s,]+(?:we can|we do|it is|you can|it does"
        r"|i can|it can|it has|it will|we will|of course|sure|indeed|that'?s right|correct|it was"
        r"|we have|they are|they do|absolutely|definitely))?$"
    ),
}
_NO = {
    "zh": re.compile(
        rf"{_ZH_LEAD}(?:真的|暂时|目前|确实|恐怕|现在|绝对|肯定|实在|都|是|这[个款单件]?|那)*(?:不可以|不能|不行|不会|没有|没|不支持|不参加|不享受|不符合|不适用|不在|不是|没办法|不用|不需要|不必|无需|不算|不属于|不太行|够呛|不了"
        rf"|没法|不可|还没有?|还不行|还不能|做不到|办不到){_ZH_TAIL}"
    ),
    "en": re.compile(
        r"^(?:hi|hello|ok|okay|well|sorry|unfortunately)?[\s,]*(?:no|nope|i'?m (?:afraid"
        r"|sorry)(?:,)?\s?(?:not|no)?|not (?:yet|really|at the moment|possible|anymore)"
        r"|unfortunately(?:,)? (?:not|no)|(?:we|i|you) (?:can'?t|cannot|don'?t|won'?t)"
        r"|it (?:isn'?t|is not|doesn'?t|hasn'?t|can'?t|wasn'?t|won'?t)"
        r"|not (?:quite|any ?more|this time)"
        r"|(?:that|this)(?:'?s| is) not (?:possible|right|the case|something we (?:can )?do)"
        r"|i can'?t"
        r"|no longer|they (?:aren'?t|don'?t|haven'?t)|we haven'?t)"
        r"(?:[\s,]+(?:we (?:can'?t|cannot|don'?t)|it (?:isn'?t|doesn'?t|hasn'?t|can'?t)"
        r"|unfortunately|not yet|sorry|i'?m afraid))?$"
    ),
}
_LITTLE = 2
"""Characters besides a time that stands alone."""
_MORE = {"zh": (10, 6), "en": (30, 20)}
"""Characters besides, in a piece that answers by its value: after a few words, and otherwise."""
_FEW_WORDS = {"zh": 14, "en": 32}
PRIMARY, LIKELY = 0.9, 0.65
"""How sure a kind of slot has to be where several values, or only one, were asked for."""
PAYERS = {"seller": "buyer", "buyer": "seller"}
"""The choices of a fact that says who pays, each with the other."""
_WHO = {
    ("zh", "seller"): re.compile(
        r"^(?:[这那]?(?:肯定|当然|都|全|回头|到时候?|之后|后面|收到后?)?是?)?"
        r"(?:我们?|咱们?|店里|商家|卖家|店铺|公司)"
        r"(?:[这那]边|店里|来|会|都|全)*"
        r"(?:出|付|承担|包|担|掏|负责|报销?|补|返还?|退还?|给[您你](?:报|出|付|补|返|退|承担))"
    ),
    ("zh", "buyer"): re.compile(
        r"^(?:[这那]?(?:要|得|需要|是|由)?)?(?:[您你]|买家|顾客|自己)"
        r"(?:[这那]边|自己|来|要|得|需要|先)*(?:出|付|承担|担|掏|负责|自理)"
    ),
    ("en", "seller"): re.compile(
        r"^(?:that'?s |it'?s )?(?:we (?:do|pay|cover|will)|we'?ll|we'?ve got (?:that|it)"
        r"|on us|the (?:shop|seller)|i'?ll cover)"
    ),
    ("en", "buyer"): re.compile(
        r"^(?:i'?m afraid |sorry |that'?s |it'?s )?(?:you (?:do|would|will|pay|cover)|you'?d"
        r"|you'?ll|on you|the (?:buyer|customer)|yours)"
    ),
}  # fmt: skip
_EN_MONEY_ASKED = re.compile(r"how much|what amount|[0-9]")
LOOKED_AT = 3
"""An answer stands among the first pieces of a message."""


def answers(
    asked: Sequence[FactHeard],
    told: Sequence[FactHeard],
    facts: Sequence[FactCue],
    slots: Sequence[Slot],
    reading: Reading,
    context: str,
) -> list[FactHeard]:
    """What a message tells of the facts that the customer has just `asked` by its answer alone;
    `told` is what it says of facts in so many words, which goes before. Only where one truth,
    or one value of a kind, was asked for."""
    types = {fact.id: fact.type for fact in facts}
    known = {each.fact for each in told if each.asserted}
    open_ = {e.fact: e for e in asked if e.stance == ASKED and e.fact not in known}
    truths = [each for each in open_.values() if types.get(each.fact) == "bool"]
    found: list[FactHeard] = []
    if len(truths) == 1:
        found += _plain_answer(truths[0], reading, context)
    named = [e for e in open_.values() if types.get(e.fact) == "choice" and e.value is not None]
    if len(named) == 1 and not truths:
        found += _choice_answer(named[0], reading)
    payers = [f for f in facts if f.id in open_ and {c.choice for c in f.cues} >= PAYERS.keys()]
    if len(payers) == 1:
        found += _who_answer(open_[payers[0].id], reading)
    values = [each for each in open_.values() if types.get(each.fact) in KINDS]
    for type in KINDS:
        wanted = [each for each in open_.values() if types.get(each.fact) == type]
        if len(wanted) == 1:
            least = PRIMARY if len(values) > 1 else LIKELY
            kinds = {kind for kind, sure in KINDS[type].items() if sure >= least}
            found += _value_answer(wanted[0], kinds, told, slots, reading, context)
    if "arrives" in types and not any(e.fact == "arrives" for e in (*told, *found)):
        found += _time_of_money((*told, *found), types, slots, reading)
    return found


MONEY_ARRIVES = "arrives"
"""What the SOPs call the time that money takes."""


def _time_of_money(
    told: Sequence[FactHeard], types: dict[str, str], slots: Sequence[Slot], reading: Reading
) -> list[FactHeard]:
    """A time that stands alone right behind a sum is when the sum arrives: $89, tomorrow."""
    for each in told:
        if types.get(each.fact) != "amount" or not each.asserted or each.negated:
            continue
        number = reading.at(each.start) + 1
        for slot in slots:
            if slot.kind not in ("duration", "date") or reading.at(slot.start) != number:
                continue
            piece = reading.pieces[number]
            same = piece.sentence == reading.pieces[number - 1].sentence
            rest = reading.text[piece.start : slot.start] + reading.text[slot.end : piece.end]
            little = len(FILLER[reading.lang].sub("", rest).replace(" ", "")) <= _LITTLE
            if same and little and not aside(slot, reading):
                fact = replace(each, fact=MONEY_ARRIVES)
                return [_answered(fact, TOLD, slot.value, piece, slot.start, slot.end)]
    return []


# The customer's verb said back: 发了吗 — 发了; 能改吗 — 能改的, 改不了.
_ECHO = re.compile(
    rf"{_ZH_LEAD}(?P<no>还没有?|没有?|未|不能?|别)?(?P<can>[可能会]以?)?(?P<verb>[\u4e00-\u9fff])"
    rf"(?:(?P=verb)|货|出去?|走|好|完|过)?(?P<fails>不了|不到|不成|不住)?(?:得[了住]|了)?(?:[呢哦哈呀啊哒滴哟亲的~!\s])*$"
)


def _echo(words: str, context: str) -> bool | None:
    """Whether a clause says the verb of the customer's question back, as so or as not so."""
    match = _ECHO.match(words)
    if match is None or match["verb"] not in context or match["verb"] in "的了吗呢是我您你好":
        return None
    return not (match["no"] or match["fails"])


def _plain_answer(question: FactHeard, reading: Reading, context: str) -> list[FactHeard]:
    for number, piece in enumerate(reading.pieces[:LOOKED_AT]):
        if reading.questions[number] or reading.conditions[number] is not None:
            continue
        words = piece.text.strip()
        for value, patterns in ((False, _NO), (True, _YES)):
            if patterns[reading.lang].match(words):
                # To a question put the other way round (不能退吗) 是的 would be doubtful.
                if question.value is False:
                    return []
                stance = TOLD if value else REFUSED
                return [_answered(question, stance, value, piece, piece.start, piece.end)]
        said = _echo(words, context) if reading.lang == "zh" else None
        if said is not None and question.value is not False:
            stance = TOLD if said else REFUSED
            return [_answered(question, stance, said, piece, piece.start, piece.end)]
    return []


def _choice_answer(question: FactHeard, reading: Reading) -> list[FactHeard]:
    """Yes or no to a choice that the customer named: 运费你们出？ — 对的; no to one of two who
    may pay is the other one."""
    for number, piece in enumerate(reading.pieces[:LOOKED_AT]):
        if reading.questions[number] or reading.conditions[number] is not None:
            continue
        words, spot = piece.text.strip(), (piece, piece.start, piece.end)
        if _YES[reading.lang].match(words):
            return [_answered(question, TOLD, question.value, *spot)]
        if _NO[reading.lang].match(words):
            found = [_answered(question, TOLD, question.value, *spot, negated=True)]
            if question.value in PAYERS:
                found.append(_answered(question, TOLD, PAYERS[str(question.value)], *spot))
            return found
    return []


def _who_answer(question: FactHeard, reading: Reading) -> list[FactHeard]:
    """Who pays, said by a clause of its own after the question who: 我们出, "we do"."""
    for number, piece in enumerate(reading.pieces[:LOOKED_AT]):
        for who in PAYERS:
            match = _WHO[reading.lang, who].match(piece.text)
            if match and reading.stance(piece.start, piece.start + match.end(), False) == TOLD:
                stance = reading.asserted(number, who)
                return [_answered(question, stance, who, piece, piece.start, piece.end)]
    return []


def _value_answer(
    question: FactHeard,
    kinds: set[str],
    told: Sequence[FactHeard],
    slots: Sequence[Slot],
    reading: Reading,
    context: str,
) -> list[FactHeard]:
    """The first value of a right kind; one that is denied (不是99, "not today") is told as denied,
    and what follows it stands instead."""
    found: list[FactHeard] = []
    clipped = len(context) <= _FEW_WORDS[reading.lang]
    looked_at = 2 * LOOKED_AT if clipped else LOOKED_AT
    for slot in slots:
        number = reading.at(slot.start)
        piece = reading.pieces[number]
        bare = "amount" in kinds and is_bare_amount(reading.text, slot, reading.lang)
        bare = bare and (reading.lang != "en" or _EN_MONEY_ASKED.search(context) is not None)
        if not (slot.kind in kinds or bare) or (number >= looked_at and not found):
            continue
        if any(each.start < slot.end and slot.start < each.end for each in told):
            return found
        if clipped and not question.pattern and _other_told(told, piece, reading):
            continue
        past = slot.kind == "date" and (slot.value.day_offset or 0) < 0
        if past or aside(slot, reading) or not _bare(slot, piece, reading.lang, clipped):
            continue
        if reading.stance(slot.start, slot.end, settled=slot.kind == "duration") != TOLD:
            return found
        value = round(slot.value * 100) if bare else slot.value
        denied = negators_before(reading.text[piece.start : slot.start], reading.lang) % 2 == 1
        denied |= denied_after(reading.text[slot.end : piece.end], reading.lang)
        stance = reading.asserted(number, value)
        found.append(_answered(question, stance, value, piece, slot.start, slot.end, denied))
        if not denied:
            return found
    return found


def _other_told(told: Sequence[FactHeard], piece: Piece, reading: Reading) -> bool:
    """Whether a piece, or the one before it in its sentence, tells a fact in so many words."""
    number = reading.at(piece.start)
    before = reading.pieces[number - 1] if number else piece
    start = before.start if before.sentence == piece.sentence else piece.start
    return any(
        (each.asserted and start <= each.start < piece.end and not isinstance(each.value, str))
        or (each.asserted and piece.start <= each.start < piece.end)
        for each in told
    )


def _bare(slot: Slot, piece: Piece, lang: str, clipped: bool) -> bool:
    """Whether a piece says little more than the value."""
    if OTHER_BUSINESS[lang].search(piece.text):
        return False
    rest = piece.text[: slot.start - piece.start] + " " + piece.text[slot.end - piece.start :]
    return len(FILLER[lang].sub("", rest).replace(" ", "")) <= _MORE[lang][0 if clipped else 1]


def _answered(
    question: FactHeard, stance: str, value: object, piece: Piece, start: int, end: int,
    negated: bool = False,
) -> FactHeard:  # fmt: skip
    return FactHeard(
        question.fact, stance, value, negated, start, end, piece.clause, question.pattern,
        CONFIDENCE,
    )  # fmt: skip
