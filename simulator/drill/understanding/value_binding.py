"""Which slot of a message is the value of which fact (D4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TypeVar

from simulator.drill.understanding.fact_cue import FactCue
from simulator.drill.understanding.fact_set import Hit
from simulator.drill.understanding.reading import Reading
from simulator.drill.understanding.slot import Slot

Placed = TypeVar("Placed", Hit, Slot)
# Slot kinds that can be a fact's value, with how sure that is.
KINDS: dict[str, dict[str, float]] = {
    "amount": {"amount": 0.95, "number": 0.6},
    "duration": {"duration": 0.95, "date": 0.7},
    "date": {"date": 0.95, "duration": 0.7},
    "number": {"number": 0.95, "percent": 0.9},
}
NEIGHBOUR = 0.85
"""How much surer a value in the cue's own piece is than one in the piece beside it."""
BARE_NUMBER_REACH = 4
"""A bare number is money only this near to its cue: 退您35."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A slot that is the value of a cue's fact; no slot: the cue stands alone."""

    hit: Hit
    slot: Slot | None
    confidence: float


def bind_values(
    hits: Sequence[Hit], slots: Sequence[Slot], numbers: Sequence[Slot], reading: Reading
) -> Iterator[Bound]:
    """Each cue with the slot of the right kind that is nearest to it: in its own piece, else in
    the next or the one before, where no cue stands. A slot nearer to another fact's cue is not
    taken, except by a cue that stands at the same place or is joined to it. `numbers` inside
    other slots are values of number facts only."""
    counts = [hit for hit in hits if hit.fact.type == "number"]
    owner: dict[Slot, Hit] = {}
    bound: dict[Hit, Bound] = {}
    for _distance, confidence, hit, slot in sorted(
        [*_pairs(hits, slots, reading), *_pairs(counts, numbers, reading)],
        key=lambda pair: (pair[0], -pair[1], pair[2].start),
    ):
        if hit in bound or (slot in owner and not _shared(owner[slot], hit, slot, reading.text)):
            continue
        owner.setdefault(slot, hit)
        bound[hit] = Bound(hit, slot, confidence)
    places, cues = by_piece(slots, reading), by_piece(hits, reading)
    served = {hit.fact.id for hit in bound}
    for hit in hits:
        if hit in bound:
            yield bound[hit]
        elif hit.fact.id not in served:
            beside = _beside(hit, cues, places, owner, reading)
            if beside is not None and beside.slot is not None:
                owner.setdefault(beside.slot, hit)
            yield beside or Bound(hit, None, 0.8)


def _pairs(
    hits: Sequence[Hit], slots: Sequence[Slot], reading: Reading
) -> Iterator[tuple[int, float, Hit, Slot]]:
    """Cues and slots of one piece, with their distance; a slot in the cue has distance -1."""
    places = by_piece(slots, reading)
    for hit in hits:
        kinds = KINDS[hit.fact.type]
        first, last = reading.at(hit.start), reading.at(max(hit.start, hit.end - 1))
        for slot in chain.from_iterable(places.get(n, ()) for n in range(first, last + 1)):
            if (
                slot.kind in kinds
                and not _past(slot, hit)
                and not aside(slot, reading)
                and not _other_business(hit, slot, reading)
            ):
                distance = _distance(hit, slot)
                sure = 0.95 if f"{{{slot.kind}}}" in hit.cue.pattern else kinds[slot.kind]
                if (
                    slot.kind != "number"
                    or hit.fact.type == "number"
                    or distance <= BARE_NUMBER_REACH
                ):
                    # A slot of a kind that only may do comes after all that do.
                    far = distance + (100 if sure < 0.9 else 0)
                    yield far, sure, hit, slot


def by_piece(found: Iterable[Placed], reading: Reading) -> dict[int, list[Placed]]:
    """Slots or hits by the number of the piece that they begin in."""
    places: dict[int, list[Placed]] = {}
    for each in found:
        places.setdefault(reading.at(each.start), []).append(each)
    return places


def _past(slot: Slot, hit: Hit) -> bool:
    """Whether a day gone by, or a plain today, would have to be a length of time: 昨天寄出 and
    今天申请退款 say nothing of how long it takes."""
    if slot.kind != "date" or hit.fact.type != "duration" or slot.value.day_offset is None:
        return False
    today = slot.text.lower() in ("今天", "今日", "today") and slot.value.hour is None
    return slot.value.day_offset < 0 or today


# A time in such words is about the agent's own next step.
OTHER_BUSINESS = {
    "zh": re.compile(
        r"答复|回复|回电|回访|回个?话|[给跟][您你]回|联系|反馈|核[实查对]|跟进|通报|报信|通知|回音|打给|[给跟][您你]打"
        r"|发(?:个?消息|个?短信|信息|单号|链接|邮件|图|照片)|再次|确认|稍等|等我"
        r"|等一?下(?!周|个|星期|礼拜|月)|等一?会|看一?[下看]|查一?[下查]|查清"
    ),
    "en": re.compile(
        r"\b(?:get back|reply|respond|answers?|(?:me|i'?ll|we'?ll|to) check|contact"
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
    r"(?:了|的)(?:[呢哦哈啦亲~]*)$"
    r"|就?[早都]?已经?)"
)
_EN_WAS = re.compile(
    r"(?<!be )(?<!get )\b(?:shipped|dispatched|posted|mailed|sent|left|went out|delivered|arrived"
    r"|issued|picked up|collected)\s(?:it\s|out\s|already\s)?(?:on\s|at\s|late\s|early\s|last\s)?$"
)
_ZH_SAME = re.compile(r"(?:付款?|下单|拍下?|支付|签收|申请|提交|买)(?:完|好|了)?的?$")
_SAME_DAY = ("当天", "当日", "次日", "第二天", "隔天")


_ZH_DUE = re.compile(r"该|本来|原本|原定|说好|约定|承诺")


def _elapsed(slot: Slot, before: str, text: str) -> bool:
    """Whether a length of time has gone by: 等了三天, 已经5天没动, 三天了."""
    if slot.value.bound == "within":
        return False
    return before.endswith(("了", "已经", "已", "都", "足足", "整整")) or text.startswith(
        ("了", "没", "来", "以来"), slot.end
    )


def aside(slot: Slot, reading: Reading) -> bool:
    """Whether a time only says which orders or when something else was: 四点前付款的, or the day
    counted from that (…的当天发)."""
    if slot.kind not in ("date", "duration"):
        return False
    piece = reading.pieces[reading.at(slot.start)]
    if reading.lang == "en":
        was = _EN_WAS.search(reading.text, piece.start, slot.start)
        return slot.kind == "date" and was is not None
    before = reading.text[piece.start : slot.start]
    done = _ZH_WAS.match(reading.text, slot.end, piece.end) and not _ZH_DUE.search(before)
    today = slot.kind == "date" and (slot.value.day_offset or 0) <= 0
    if today and (done or before.endswith(("已于", "已经于"))):
        return True
    if slot.kind == "duration" and _elapsed(slot, before, reading.text):
        return True
    if _ZH_EVENT.match(reading.text, slot.end, piece.end):
        return True
    return slot.text.startswith(_SAME_DAY) and _ZH_SAME.search(before) is not None


def _part_only(slot: Slot) -> bool:
    """Whether only a part of a day is named (晚上就能睡个好觉了)."""
    return slot.kind == "date" and not (slot.value.has_day or slot.value.has_time)


def _other_business(hit: Hit, slot: Slot, reading: Reading) -> bool:
    """Whether a time is when the agent calls back, and the cue is not about that."""
    if slot.kind not in ("date", "duration") or hit.fact.type not in ("date", "duration"):
        return False
    words = OTHER_BUSINESS[reading.lang]
    piece = reading.pieces[reading.at(slot.start)]
    found = words.search(piece.text)
    return found is not None and not _about_answers(hit.fact, reading.lang)


@cache
def _about_answers(fact: FactCue, lang: str) -> bool:
    """Whether a fact is itself about when somebody answers."""
    words = OTHER_BUSINESS[lang]
    return any(words.search(cue.pattern) is not None for cue in fact.in_language(lang))


def _distance(hit: Hit, slot: Slot) -> int:
    if slot.start >= hit.start and slot.end <= hit.end:
        # Where a cue begins or ends with its slot, that is the one, not another in a gap.
        pattern = hit.cue.pattern
        first = pattern.startswith("{") and slot.start <= hit.start + 2
        last = pattern.endswith("}") and slot.end >= hit.end - 2
        return -2 if first or last else -1
    return max(slot.start - hit.end, hit.start - slot.end, 0)


def _shared(owner: Hit, hit: Hit, slot: Slot, text: str) -> bool:
    """Whether two cues may have one slot: they overlap, or only 和, 、 or "and" parts them."""
    if owner.fact.id == hit.fact.id:
        return True
    if owner.fact.type != hit.fact.type:
        return False
    if owner.start < hit.end and hit.start < owner.end:
        return True
    between = text[min(owner.end, hit.end) : max(owner.start, hit.start)].strip()
    return between in ("和", "及", "以及", "、", "/", "and", "or", "与", "跟")


def _beside(
    hit: Hit,
    cues: dict[int, list[Hit]],
    places: dict[int, list[Slot]],
    owner: dict[Slot, Hit],
    reading: Reading,
) -> Bound | None:
    """The value in the next piece, or in the one before in the same sentence."""
    here = reading.at(max(hit.start, hit.end - 1))
    for number in (here + 1, here - 1):
        if not 0 <= number < len(reading.pieces) or reading.questions[here]:
            continue
        same = reading.pieces[number].sentence == reading.pieces[here].sentence
        if number < here and not same:
            continue
        kinds = KINDS[hit.fact.type]
        if any(other.fact.type == hit.fact.type for other in cues.get(number, ())):
            continue
        inside = [
            slot
            for slot in places.get(number, ())
            if kinds.get(slot.kind, 0) > 0.9
            and slot not in owner
            and not aside(slot, reading)
            and not _part_only(slot)
        ]
        if inside:
            slot = inside[0] if number > here else inside[-1]
            return Bound(hit, slot, kinds[slot.kind] * NEIGHBOUR)
    return None
