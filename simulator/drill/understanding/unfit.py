"""Values of the right kind that cannot be a certain fact's: days of the customer's limit that are
what the shop takes, times at which the phone rings (D4)."""

from __future__ import annotations

import re
from functools import cache

from simulator.drill.understanding.aside import OTHER_BUSINESS
from simulator.drill.understanding.fact_cue import FactCue
from simulator.drill.understanding.fact_set import Hit
from simulator.drill.understanding.reading import Reading
from simulator.drill.understanding.slot import LONG, Slot

# What the shop does in so many days is no limit of the customer's: 收到后2天内给您退款.
_SHOP_ACTS = {
    "zh": re.compile(
        r"[^,]{0,10}?(?:给您|为您|帮您|原路|退回|退还|返还|退款|退钱|退给|退您|寄出|发出|发货|补发|到账|打款|处理|联系|答复|回复)"
    ),
    "en": re.compile(
        r".{0,24}?\b(?:receiving yours|getting (?:yours|the old)|refund|answer|reply)\b"
    ),
}
_EN_WE_ACT = re.compile(
    r"\bwe(?:'ll| will)? (?:ship|send|refund|pay|issue|dispatch|answer|reply)\b"
)
_COUNTS_PAST = re.compile(r"天前|天了|已经|没动|停|ago|since|stuck|moved")
_GONE_BY = {
    "zh": re.compile(r"(?:(?:才|刚|都|已经?)[^,]{0,4}|了|整整|足足|今天是?|目前|现在)$"),
    "en": re.compile(r"\b(?:it's been|has been|have been|been|already|only)\s(?:for\s)?$"),
}
_DAYS = re.compile(r"[\s-]?(?:个?工作日|天|日|(?:\w+\s)?days?\b)")
_OF_DAYS = re.compile(r"\{number\}(?:天|-day| \[?(?:\w+\|?)*\]? ?days)")
"""A cue for a number of days; size 39 beside it is none."""
_AT_OURS = re.compile(r"仓库|库房|验[完收货]|入库|质检")
_AGO = re.compile(r"\s?(?:天)?(?:前|了)|\s?(?:days? )?(?:ago|late|too late|over)\b")


def spent(hit: Hit, slot: Slot, reading: Reading) -> bool:
    """Whether a number of days is gone by, or is what the shop takes, and the fact is a limit."""
    days = _DAYS.match(reading.text, slot.end) or LONG.search(slot.text)
    if hit.fact.type == "number" and not days and _OF_DAYS.search(hit.cue.pattern):
        return True
    if hit.fact.type != "number" or not days or _past_counts(hit.fact, reading.lang):
        return False
    piece = reading.pieces[reading.at(slot.start)]
    before = reading.text[piece.start : slot.start]
    if before.endswith("第") or (reading.lang != "en" and _AT_OURS.search(before)):
        return True
    if _GONE_BY[reading.lang].search(before) or _AGO.match(reading.text, slot.end):
        return True
    if reading.lang == "en" and _EN_WE_ACT.search(before):
        return True
    return _SHOP_ACTS[reading.lang].match(reading.text, slot.end, piece.end) is not None


@cache
def _past_counts(fact: FactCue, lang: str) -> bool:
    """Whether a number of days is one that has gone by (stalled for 3 days)."""
    return any(_COUNTS_PAST.search(cue.pattern) for cue in fact.in_language(lang))


def past(slot: Slot, hit: Hit) -> bool:
    """Whether a day gone by, or a plain today, would have to be a length of time: 昨天寄出 and
    今天申请退款 say nothing of how long it takes."""
    if slot.kind != "date" or hit.fact.type != "duration":
        return False
    if slot.value.day_offset is None:
        return bool(slot.value.loose)
    today = slot.text.lower() in ("今天", "今日", "today") and slot.value.hour is None
    beside = 0 <= hit.start - slot.end <= 1
    return slot.value.day_offset < 0 or (today and not beside)


def part_only(slot: Slot) -> bool:
    """Whether only a part of a day is named (晚上就能睡个好觉了)."""
    return slot.kind == "date" and not (slot.value.has_day or slot.value.has_time)


# When the phone rings is no fact, unless it brings the answer.
_CALLS = {
    "zh": re.compile(
        r"(?!.*(?:答复|回复|结果|结论|说法))(?:去电|来电|回电|回访|联系[您你]|打给[您你]|[给跟][您你]打|打电话|电话)"
    ),
    "en": re.compile(r"(?!.*\b(?:answer|reply|result|decision))\b(?:call|ring|phone|callback)\b"),
}


def other_business(hit: Hit, slot: Slot, reading: Reading) -> bool:
    """Whether a time is when the agent calls back, and the cue is not about that."""
    if slot.kind not in ("date", "duration") or hit.fact.type not in ("date", "duration"):
        return False
    words = OTHER_BUSINESS[reading.lang]
    piece = reading.pieces[reading.at(slot.start)]
    if slot.kind == "date" and _CALLS[reading.lang].search(piece.text):
        return True
    found = words.search(piece.text)
    return found is not None and not _about_answers(hit.fact, reading.lang)


@cache
def _about_answers(fact: FactCue, lang: str) -> bool:
    """Whether a fact is itself about when somebody answers."""
    words = OTHER_BUSINESS[lang]
    return any(words.search(cue.pattern) is not None for cue in fact.in_language(lang))
