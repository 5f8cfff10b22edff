"""Answers that lean on the customer's question: 可以的, 3天内, "I'm afraid not" (D4)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from simulator.drill.understanding.fact_cue import FactCue
from simulator.drill.understanding.fact_heard import ASKED, REFUSED, TOLD, FactHeard
from simulator.drill.understanding.piece import Piece
from simulator.drill.understanding.reading import Reading
from simulator.drill.understanding.slot import Slot
from simulator.drill.understanding.value_binding import KINDS

CONFIDENCE = 0.7
_ZH_LEAD = (
    r"^(?:您好|你好|亲爱的|亲|嗯|哦|好的|那个|很?抱歉|不好意思|对不起|实在|[呢呀啊,~!\s]){0,12}"
)
_ZH_TAIL = r"[的呢哦哈呀啊了哒滴哟亲~!\s]{0,12}$"
_YES = {
    "zh": re.compile(
        rf"{_ZH_LEAD}(?:是(?:可以|能|有|会|支持)?|可以|能|有|会|支持|没问题|当然(?:可以|能|有)?|行|对|没错){_ZH_TAIL}"
    ),
    "en": re.compile(
        r"^(?:hi|hello|ok|okay|well)?[\s,]*(?:yes|yep|yeah|sure|of course|certainly|absolutely"
        r"|definitely|it is|it does|it has"
        r"|we (?:can|do|will)|i can|you can|it can)(?:[\s,]+(?:we can|we do|it is|you can|it does"
        r"|i can|it can|it has|it will|we will|of course|sure|indeed))?$"
    ),
}
_NO = {
    "zh": re.compile(
        rf"{_ZH_LEAD}(?:真的|暂时|目前|确实|是|这个)?(?:不可以|不能|不行|不会|没有|不支持|不是|没办法"
        rf"|没法|不可|还没有?|还不行|还不能|做不到|办不到){_ZH_TAIL}"
    ),
    "en": re.compile(
        r"^(?:hi|hello|ok|okay|well|sorry|unfortunately)?[\s,]*(?:no|nope|i'?m (?:afraid"
        r"|sorry)(?:,)?\s?(?:not|no)?|not (?:yet|really|at the moment|possible|anymore)"
        r"|unfortunately(?:,)? (?:not|no)|(?:we|i|you) (?:can'?t|cannot|don'?t|won'?t)"
        r"|it (?:isn'?t|is not|doesn'?t|hasn'?t|can'?t))"
        r"(?:[\s,]+(?:we (?:can'?t|cannot|don'?t)|it (?:isn'?t|doesn'?t|hasn'?t|can'?t)"
        r"|unfortunately|not yet|sorry|i'?m afraid))?$"
    ),
}
PRIMARY, LIKELY = 0.9, 0.65
"""How sure a kind of slot has to be where several values, or only one, were asked for."""
LOOKED_AT = 3
"""An answer stands among the first pieces of a message."""


def answers(
    asked: Sequence[FactHeard],
    told: Sequence[FactHeard],
    facts: Sequence[FactCue],
    slots: Sequence[Slot],
    reading: Reading,
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
        found += _plain_answer(truths[0], reading)
    values = [each for each in open_.values() if types.get(each.fact) in KINDS]
    for type in KINDS:
        wanted = [each for each in open_.values() if types.get(each.fact) == type]
        if len(wanted) == 1:
            least = PRIMARY if len(values) > 1 else LIKELY
            kinds = {kind for kind, sure in KINDS[type].items() if sure >= least}
            found += _value_answer(wanted[0], kinds, told, slots, reading)
    return found


def _plain_answer(question: FactHeard, reading: Reading) -> list[FactHeard]:
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
    return []


def _value_answer(
    question: FactHeard,
    kinds: set[str],
    told: Sequence[FactHeard],
    slots: Sequence[Slot],
    reading: Reading,
) -> list[FactHeard]:
    for slot in slots:
        number = reading.at(slot.start)
        if number >= LOOKED_AT or slot.kind not in kinds:
            continue
        if any(each.start < slot.end and slot.start < each.end for each in told):
            return []
        stance = reading.stance(slot.start, slot.end, settled=True)
        if stance != TOLD:
            return []
        stance = reading.asserted(number, slot.value)
        piece = reading.pieces[number]
        return [_answered(question, stance, slot.value, piece, slot.start, slot.end)]
    return []


def _answered(
    question: FactHeard, stance: str, value: object, piece: Piece, start: int, end: int
) -> FactHeard:
    return FactHeard(
        question.fact, stance, value, False, start, end, piece.clause, question.pattern, CONFIDENCE
    )
