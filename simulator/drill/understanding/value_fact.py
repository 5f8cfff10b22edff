"""Facts whose value stands in a slot: amounts, durations, dates, numbers (D4)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence

from simulator.drill.understanding.duration import Duration
from simulator.drill.understanding.fact_cue import SAY
from simulator.drill.understanding.fact_heard import (
    ASKED,
    HYPOTHETICAL,
    QUOTED,
    TOLD,
    FactHeard,
)
from simulator.drill.understanding.fact_said import heard_as, speaks_of_others
from simulator.drill.understanding.fact_set import Hit
from simulator.drill.understanding.moment import Moment
from simulator.drill.understanding.negation import (
    denied_after,
    negators_before,
    negators_inside,
)
from simulator.drill.understanding.question import asks_which, learns, looks_up
from simulator.drill.understanding.reading import Reading
from simulator.drill.understanding.slot import Slot, is_bare_amount
from simulator.drill.understanding.value_binding import KINDS, Bound, bind_values

SETTLED_TYPES = frozenset({"duration", "date"})
# What follows a value that was denied: 不是3天，是7天; not 3 days but 7.
_CORRECTION = re.compile(
    r"(?:而是|应该是|其实是|正确的?是|是|要|需要?|得)|(?:but|it(?:'?s| is| takes)|rather|instead)\b"
)


def value_facts(
    hits: Sequence[Hit], slots: Sequence[Slot], numbers: Sequence[Slot], reading: Reading,
    topics: Collection[tuple[str, int]],
) -> Iterator[FactHeard]:  # fmt: skip
    """What the cues of such facts say; `numbers` are those that stand inside other slots, `topics`
    the facts that each sentence names."""
    says = [hit for hit in hits if hit.cue.role == SAY and hit.fact.type in KINDS]
    if not says:
        return
    both = sorted([*slots, *numbers], key=lambda slot: slot.start)
    for bound in bind_values(says, slots, numbers, reading, topics):
        heard = _heard(bound, reading)
        if heard is not None:
            yield heard
            if heard.negated and bound.slot is not None:
                yield from _corrected(bound, bound.slot, slots, reading)
            elif bound.slot is not None and heard.asserted:
                yield from _denied_before(bound, bound.slot, both, reading)
                yield from _denied_behind(bound, bound.slot, both, reading)


def _heard(bound: Bound, reading: Reading) -> FactHeard | None:
    hit, slot = bound.hit, bound.slot
    number = reading.at(hit.start)
    if slot is None:
        return _asked(bound, reading)
    start, end = min(hit.start, slot.start), max(hit.end, slot.end)
    # A length of time under a condition is a rule; a day is a forecast that hangs on it.
    settled = hit.fact.type in SETTLED_TYPES and slot.kind == "duration"
    stance = reading.stance(slot.start, slot.end, settled)
    around = reading.stance(hit.start, hit.end, settled)
    # What the cue stands in counts too, except that 退您的话 may lead up to 一共320元.
    counts = around in (QUOTED, ASKED) or (reading.under[number] and around == HYPOTHETICAL)
    if reading.at(slot.start) == number and counts and stance != QUOTED:
        stance = around
    here = reading.at(slot.start)
    if stance == ASKED and reading.lang != "en" and learns(reading.pieces[here].text):
        stance = TOLD
    if stance == TOLD and reading.elsewhere[here] and not speaks_of_others(hit.fact, reading.lang):
        stance = HYPOTHETICAL
    if slot.kind == "date" and reading.text[: slot.start].endswith(("可能", "可能是", "可能要")):
        stance = HYPOTHETICAL if stance == TOLD else stance
    value, negated = _value(slot, hit), _denied(hit, slot, reading)
    if negated and reading.text.startswith("无理由", slot.end + 1 - (slot.kind != "number")):
        # 不支持7天无理由 names the rule; it says nothing of its length.
        return None
    if negated and isinstance(value, Duration) and _is_limit(slot, value, reading.text):
        # 超过7天不退, no returns after 7 days: seven days are the limit.
        value, negated = value._replace(low_seconds=0, bound="within"), False
        stance = TOLD if stance == HYPOTHETICAL else stance
    sure = bound.confidence
    if isinstance(value, Moment) and value.loose:
        sure = COUNTED_FROM
    if isinstance(value, Duration) and hit.fact.type == "date" and _counted_from(slot, reading):
        sure = COUNTED_FROM
    return heard_as(hit, reading, stance, value, negated, sure, (start, end))


COUNTED_FROM = 0.5
"""How sure a day is that is so long after something else: 付款后48小时内 is no day by itself, so
it is too doubtful to be found untrue."""
_FROM = re.compile(
    r"(?:付款|付尾款|下单|支付|拍下?|到货|签收|收货|收到|领取|领)(?:后|之后|以后|起|之日起|算起)(?:的|算)?$"
    r"|\b(?:after|from|of|once)\b[^,]{0,20}$"
)


def _counted_from(slot: Slot, reading: Reading) -> bool:
    piece = reading.pieces[reading.at(slot.start)]
    return _FROM.search(reading.text[piece.start : slot.start]) is not None


def _is_limit(slot: Slot, value: Duration, text: str) -> bool:
    """Whether a length of time is said as one after which something is no longer so."""
    after = text.startswith(("后", "之后", "以后"), slot.end)
    return after or value.bound == "least" or text[: slot.start].endswith(("after ", "beyond "))


def _asked(bound: Bound, reading: Reading) -> FactHeard | None:
    """A cue without a value, in a question for one."""
    hit = bound.hit
    number = reading.at(hit.start)
    piece = reading.pieces[number]
    if not reading.is_asked(number, hit.end) or looks_up(piece, reading.lang):
        return None
    if not asks_which(piece, reading.lang, hit.fact.type):
        return None
    stance = QUOTED if reading.stance(hit.start, hit.end, True) == QUOTED else ASKED
    return heard_as(hit, reading, stance, None, False, bound.confidence)


def _value(slot: Slot, hit: Hit) -> object:
    """A slot's value for a fact; a bare number is money in yuan."""
    if slot.kind == "number" and hit.fact.type == "amount":
        return round(slot.value * 100)
    return slot.value


def _denied(hit: Hit, slot: Slot, reading: Reading) -> bool:
    """Whether the value, or what the cue says of it, is denied (不是3天; 48小时发不了货)."""
    text, lang = reading.text, reading.lang
    first = reading.pieces[reading.at(min(hit.start, slot.start))]
    last = reading.pieces[reading.at(max(hit.end, slot.end) - 1)]
    if first is not last:
        first = last = reading.pieces[reading.at(slot.start)]
        hit_inside = False
    else:
        hit_inside = True
    spans = [(slot.start, slot.end)] + ([(hit.start, hit.end)] if hit_inside else [])
    start, end = min(s for s, _ in spans), max(e for _, e in spans)
    count = negators_before(text[first.start : start], lang)
    inside = negators_inside(text[start : slot.start], lang)
    inside += negators_inside(text[slot.end : end], lang)
    # A cue with its value in it says what it means: "{number}天没有更新" denies nothing.
    lacks = lang == "zh" and text[hit.start] in "没无未"
    own = negators_inside(hit.cue.pattern, lang) if "{" in hit.cue.pattern else int(lacks)
    count += max(0, inside - own)
    return (count + denied_after(text[end : last.end], lang)) % 2 == 1


_NOT_THAT = re.compile(
    r"(?:不是|并非|不会是)$|\b(?:not|isn'?t|wasn'?t|won'?t be)\s(?:on\s|by\s|the\s)*$"
)


def _denied_before(
    bound: Bound, slot: Slot, slots: Sequence[Slot], reading: Reading
) -> Iterator[FactHeard]:
    """The value that was denied just before the one that is right: 不是20号，25号才过期."""
    number = reading.at(slot.start)
    first = bisect_left(slots, slot.start, key=lambda each: each.start)
    for other in slots[max(0, first - 4) : first]:
        piece = reading.pieces[reading.at(other.start)]
        near = number - reading.at(other.start) <= 2 and other.end <= slot.start
        money = bound.hit.fact.type == "amount" and is_bare_amount(
            reading.text, other, reading.lang
        )
        same = (other.kind == slot.kind or money) and piece.sentence == reading.pieces[
            number
        ].sentence
        if not (near and same):
            continue
        rest = reading.text[other.end : piece.end]
        failed = any(denied_after(rest[at:], reading.lang) for at in (0, 1, 2))
        if failed or _NOT_THAT.search(reading.text[piece.start : other.start]):
            value, span = _value(other, bound.hit), (other.start, other.end)
            yield heard_as(bound.hit, reading, TOLD, value, True, bound.confidence, span)


_NOR = re.compile(
    r"[,;:\s]*(?:可|并|而)?(?:不是|并非|不为|没有)\s?$|[,;:\s]*(?:and\s|it'?s\s)?not\s(?:the\s|for\s|just\s)*[¥$£€]?$"
)


def _denied_behind(
    bound: Bound, slot: Slot, slots: Sequence[Slot], reading: Reading
) -> Iterator[FactHeard]:
    """The value that is denied right after the one that is right: 期限是15天，不是7天."""
    last = max(slot.end, bound.hit.end)
    after = bisect_left(slots, slot.end, key=lambda each: each.start)
    for other in slots[after : after + 3]:
        money = bound.hit.fact.type == "amount" and is_bare_amount(
            reading.text, other, reading.lang
        )
        if other.kind != slot.kind and not money:
            continue
        between = reading.text[min(last, other.start) : other.start]
        if _NOR.fullmatch(_UNIT.sub("", between)):
            value, span = _value(other, bound.hit), (other.start, other.end)
            yield heard_as(bound.hit, reading, TOLD, value, True, bound.confidence, span)
        return


_UNIT = re.compile(
    r"^\s?(?:个?(?:工作日|小时|天|日|元|块|分|积分)"
    r"|(?:working |business )?days?|hours?|yuan|points)"
)


def _corrected(
    bound: Bound, slot: Slot, slots: Sequence[Slot], reading: Reading
) -> Iterator[FactHeard]:
    """The value that is given instead of one that was denied, right after it."""
    after = bisect_left(slots, slot.end, key=lambda each: each.start)
    for other in slots[after : after + 2]:
        if other.kind != slot.kind:
            continue
        number, here = reading.at(other.start), reading.at(slot.start)
        before = reading.text[slot.end : other.start]
        near = number in (here, here + 1) and _CORRECTION.search(before)
        if near and not negators_inside(before, reading.lang):
            stance = reading.stance(other.start, other.end, True)
            value, span = _value(other, bound.hit), (other.start, other.end)
            yield heard_as(bound.hit, reading, stance, value, False, bound.confidence, span)
        return
