"""By when a message promises something (D7)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from simulator.drill.scoring.item import Evidence
from simulator.drill.scoring.transcript import Message
from simulator.drill.understanding.moment import Moment

_CLAUSE_ENDS = re.compile(
    r"[，。！？；,!?;\n]|\.(?=\s|$)|\s(?=(?:and|but|so|then)\s(?:I|we|you|they|he|she|it|the)\b)"
)
_SENTENCE_ENDS = re.compile(r"[。！？；!?;\n]|\.(?=\s|$)")
_ONLY_THE_TIME = re.compile(
    r"(?:之前|以前|前|最晚|最迟|在|就|都|at the latest|by|before|on|at|the|[\s:：.—-])*",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"[吗么呢]\s*$")
_CONDITION = re.compile(r"如果|要是|假如|倘若|万一|\b(?:if|unless)\b", re.IGNORECASE)
_UNABLE = re.compile(
    r"的话|没法|无法|没办法|(?<!能)不能|不敢|不保证|保证不了|不一定"
    r"|\b(?:cannot|can not|will not|unable|not able|\w+n't)\b",
    re.IGNORECASE,
)
_TO_THE_CUSTOMER = re.compile(
    r"(?:给|向|跟|和|为|替|帮)您"
    r"|我们?(?:本人|亲自|都|会|来|再|就|一定|肯定|主动)*(?:打|致电|回电|回复|答复|告诉|通知|联系|反馈|把)"
)
_I_WILL = re.compile(r"\b(?:I|we)(?:['’]ll|\b.*\b(?:will|shall))\b.*\byou(?:r)?\b", re.IGNORECASE)
_ESTIMATE = re.compile("预计|大概|估计|预期")
_CONTACT = re.compile(
    r"(?:打|拨|去电|回电|来电|致电|发|回复|答复|回话|回信|回访|联系|告诉|通知|提醒|反馈)(?:电话)?(?:给)?您"
    r"|(?:给|向|跟|和)您(?:再|来|亲自|主动|单独|个)*(?:打|拨|去|回|报|发|答复|反馈|通报|说明|联系|准?信)"
    r"|\b(?:I|we)\b.*\b(?:call|ring|phone|telephone|contact|write|email|text|message|update|tell"
    r"|inform|notify|remind|answer|get back|be in touch|let you know|send you|check)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile("快递|仓库|师傅|主管|风控|平台|银行|专员|品牌|厂家|财务|他们|对方|商家")
_LATEST_BEFORE = re.compile(r"(?:最晚|最迟)(?:在|到|是)?\s*$")
_LATEST_AFTER = re.compile(r"\s*(?:之内|以内|内|at the latest)")
_PAST = re.compile(r"之?前|以前|\s?ago\b")
_UNTIL = re.compile(r"\b(?:until|till)\s(?:the\s|end of\s)*$", re.IGNORECASE)
_BEFORE_NOON = re.compile(r"a\.?m\b", re.IGNORECASE)
_END_OF_PART = {"morning": 12, "noon": 14, "afternoon": 18, "evening": 22, "night": 24}
_END_OF_DAY = 24
_OPENS_AT = 7
"""An hour below this, without a part of the day, is one after noon (明天四点前)."""
Span = tuple[int, int]


def promised(message: Message, said: datetime) -> list[tuple[float, Evidence]]:
    """Seconds from `said` to each time by which the agent promises something, with the words.

    A time that is a fact of the SOP (when a refund arrives) is told, not promised, unless the
    agent's own call or message is promised by it. A day or a time of day is promised only where
    the agent commits to something by it: not in a question or a condition, not where the
    customer has to do something by it, not where it is past.
    """
    found: list[tuple[float, Evidence]] = []
    for slot in message.heard.data.get("slots", ()):
        if not isinstance(slot["value"], dict):
            continue
        clause = _between(message.text, slot, _CLAUSE_ENDS)
        fact = any(f["start"] < clause[1] and f["end"] > clause[0] for f in message.heard.facts())
        if fact and not _gets_in_touch(message.text[slice(*clause)]):
            continue
        read = {"duration": _duration, "date": _date}.get(slot["kind"])
        promise = read(message, slot, clause, said) if read else None
        if promise is not None:
            found.append(promise)
    return found


def _duration(
    message: Message, slot: dict[str, Any], clause: Span, said: datetime
) -> tuple[float, Evidence] | None:
    """“…within 24 hours” is a limit by itself; “in four days” only where the clause commits, or
    says what will be done for the customer (三天后我给您打电话)."""
    value: Any = slot["value"]
    words = _words(message, slot)
    if value.get("bound") in ("ago", "vague"):
        return None
    served = _for_the_customer(message.text[slice(*clause)])
    within = value.get("bound") == "within"
    if words is not None and within and (served or "commit" in message.heard.acts):
        return float(value["high_seconds"]), words
    if _PAST.match(message.text, slot["end"]) or _asks_or_declines(message.text, slot, clause):
        return None
    if not (words is not None and _commits(message, clause)):
        if not served or value.get("bound") == "about":
            return None
        words = words or message.words(slot["start"], clause[1])
    return None if words is None else (float(value["high_seconds"]), words)


def _date(
    message: Message, slot: dict[str, Any], clause: Span, said: datetime
) -> tuple[float, Evidence] | None:
    """A day or a time of day by which the clause commits, or its sentence where it stands alone."""
    text, moment = message.text, Moment(**slot["value"])
    words = _words(message, slot)
    around = text[clause[0] : slot["start"]] + text[slot["end"] : clause[1]]
    alone = _ONLY_THE_TIME.fullmatch(around) is not None
    commits = _commits(message, _between(text, slot, _SENTENCE_ENDS) if alone else clause)
    if not commits and not _for_the_customer(text[slice(*clause)]):
        return None
    if _asks_or_declines(text, slot, clause):
        return None
    if moment.by or _at_the_latest(text, slot):
        words = words or message.words(slot["start"], clause[1])
    elif moment.day_offset == 0 and not moment.has_time and moment.part is None:
        return None  # “I will do it today” is done here and now
    seconds = _until(moment, text[slot["start"] : slot["end"]], said)
    return None if words is None or seconds is None else (seconds, words)


def _asks_or_declines(text: str, slot: dict[str, Any], clause: Span) -> bool:
    """A question, a condition, “I can't …”, or a time until which something lasts."""
    inside, before = text[slice(*clause)], text[clause[0] : slot["start"]]
    return bool(
        text[clause[1] : clause[1] + 1] in ("?", "？")
        or _QUESTION.search(inside)
        or _UNABLE.search(inside)
        or _CONDITION.search(before)
        or _UNTIL.search(before)
    )


def _at_the_latest(text: str, slot: dict[str, Any]) -> bool:
    return bool(
        _LATEST_BEFORE.search(text[: slot["start"]]) or _LATEST_AFTER.match(text, slot["end"])
    )


def _for_the_customer(clause: str) -> bool:
    """Whether a clause with a time says what will be done for the customer, no mere estimate."""
    served = _TO_THE_CUSTOMER.search(clause) or _I_WILL.search(clause)
    return bool(served) and not _ESTIMATE.search(clause)


def _gets_in_touch(clause: str) -> bool:
    """Whether the agent's own call or message is promised: only a ticket will remember it."""
    return bool(_CONTACT.search(clause)) and not _OTHERS.search(clause)


def _words(message: Message, slot: dict[str, Any]) -> Evidence | None:
    """The words that promise a time, where this slot is in them."""
    for act in message.heard.places():
        if act["id"] == "promise_time" and (
            act["start"] <= slot["end"] and act["end"] >= slot["start"]
        ):
            return message.words(act["start"], act["end"])
    return None


def _commits(message: Message, span: Span) -> bool:
    return any(
        act["id"] == "commit" and act["start"] < span[1] and act["end"] > span[0]
        for act in message.heard.places()
    )


def _between(text: str, slot: dict[str, Any], ends: re.Pattern[str]) -> Span:
    """The part of the text around a slot, from one mark to the next."""
    before = [mark.end() for mark in ends.finditer(text) if mark.end() <= slot["start"]]
    after = ends.search(text, slot["end"])
    return max(before, default=0), after.start() if after else len(text)


def _until(moment: Moment, words: str, said: datetime) -> float | None:
    """Seconds to the next moment that a day and time can mean; None where it is past."""
    hour = moment.hour
    if hour is None:
        hour = _END_OF_PART.get(moment.part or "", _END_OF_DAY)
    elif 0 < hour < _OPENS_AT and moment.part is None and not _BEFORE_NOON.search(words):
        hour += 12
    plain = said.replace(tzinfo=None)
    times = [
        datetime(day.year, day.month, day.day) + timedelta(hours=hour, minutes=moment.minute or 0)
        for day in moment.days(plain.date())
    ]
    return min(((t - plain).total_seconds() for t in times if t > plain), default=None)
