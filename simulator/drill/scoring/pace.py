"""Time: the first reply, every reply, promises kept (D7)."""

from __future__ import annotations

from datetime import datetime, timedelta

from simulator.drill.conversation.event import MICROSECONDS
from simulator.drill.scoring.item import Evidence, Item
from simulator.drill.scoring.promised import promised
from simulator.drill.scoring.rubric import Rubric
from simulator.drill.scoring.transcript import Message, Transcript
from sops.language import _
from sops.platform import load_platform

HOUR_S = 3_600.0


def time_items(transcript: Transcript, rubric: Rubric, progress: float) -> list[Item]:
    """A third each for the first reply, the replies and the promises, as far as the matter got."""
    third = rubric.resolution.time / 3
    waits = reply_waits(transcript)
    first_limit, limit = limits(transcript, rubric)
    return [
        _first(waits, first_limit, third, progress),
        _each(waits, limit, third, progress),
        *_promises(transcript, rubric, third, progress, bool(waits)),
    ]


def limits(transcript: Transcript, rubric: Rubric) -> tuple[float, float]:
    """Seconds for the first reply and for every reply: the platform's, or the rubric's."""
    if transcript.case.drill.channel == "phone":
        return rubric.phone_reply_seconds, rubric.phone_reply_seconds
    rule = load_platform(transcript.case.drill.platform).response
    first = rule.within_seconds if rule.kind == "first_within" else rubric.first_reply_seconds
    return first, max(rule.within_seconds, first)


def reply_waits(transcript: Transcript) -> list[tuple[float, Message]]:
    """Seconds from the first thing a customer said that nobody had answered yet to the agent's
    next message. Nags count, as on the platforms: a quick "one moment" answers the question, and
    the nag after it waits again."""
    replies = {message.event.seq: message for message in transcript.messages}
    waits: list[tuple[float, Message]] = []
    asked: int | None = None
    for event in transcript.log:
        if event.kind == "customer" and asked is None:
            asked = event.at_us
        elif event.seq in replies and asked is not None:
            waits.append(((event.at_us - asked) / MICROSECONDS, replies[event.seq]))
            asked = None
    return waits


def _first(waits: list[tuple[float, Message]], limit: float, most: float, progress: float) -> Item:
    if not waits:
        return Item("time", "first_reply", 0.0, most, "D7", _("没有回复"))
    seconds, message = waits[0]
    text = _("首响 {seconds} 秒，要求 {limit} 秒内").format(
        seconds=round(seconds), limit=round(limit)
    )
    words = (Evidence(message.event.seq),)
    if seconds > limit:
        return Item("time", "first_reply", 0.0, most, "D7", text, words)
    return _as_far("first_reply", 1.0, most, progress, text, words)


def _each(waits: list[tuple[float, Message]], limit: float, most: float, progress: float) -> Item:
    if not waits:
        return Item("time", "replies", 0.0, most, "D7", _("没有回复"))
    slow = [(seconds, message) for seconds, message in waits if seconds > limit]
    mean = sum(seconds for seconds, _message in waits) / len(waits)
    text = _("平响 {mean} 秒，{slow} 次超过 {limit} 秒").format(
        mean=round(mean), slow=len(slow), limit=round(limit)
    )
    late = tuple(Evidence(message.event.seq) for _seconds, message in slow)
    return _as_far("replies", 1 - len(slow) / len(waits), most, progress, text, late)


def _promises(
    transcript: Transcript, rubric: Rubric, most: float, progress: float, spoke: bool
) -> list[Item]:
    broken = [
        event for event in transcript.log
        if event.kind == "customer" and event.body.get("promise_broken")
    ]  # fmt: skip
    wrong = [*unbacked(transcript)]
    cost = rubric.penalties.broken_promise
    items = [
        Item("time", "promise_broken", -cost, 0.0, "D7", _("说好的时间没有兑现"),
             (Evidence(event.seq, words=event.body["text"]),))
        for event in broken
    ]  # fmt: skip
    items += [
        Item("time", "promise_unbacked", -cost, 0.0, "D7", reason, (words,))
        for words, reason in wrong
    ]
    if broken or wrong:
        text = _("有承诺没有依据或没有兑现")
        return [Item("time", "promises", 0.0, most, "D7", text), *items]
    if not spoke:
        return [Item("time", "promises", 0.0, most, "D7", _("没有回复"))]
    return [_as_far("promises", 1.0, most, progress, _("承诺都有依据"), ())]


def _as_far(
    name: str, share: float, most: float, progress: float, text: str, words: tuple[Evidence, ...]
) -> Item:
    """Points for time count as far as the matter got, and say so."""
    if progress < 1:
        text = _("{what}；事情办到 {share}%，按比例计").format(
            what=text, share=round(progress * 100)
        )
    scaled = progress < 1 and share >= 1
    return Item("time", name, most * progress * share, most, "D7", text, words, scaled=scaled)


def unbacked(transcript: Transcript) -> list[tuple[Evidence, str]]:
    """Promises beyond the session without a ticket due by then, or longer than the SOP allows."""
    rule = transcript.case.sop.promise
    found = []
    for message in transcript.messages:
        said = transcript.case.now + timedelta(microseconds=message.event.at_us)
        for seconds, words in promised(message, said):
            if seconds <= 1_800:
                continue
            if seconds > rule.at_most_hours * HOUR_S:
                text = _("承诺的时间超过规则允许的 {hours} 小时")
                found.append((words, text.format(hours=f"{rule.at_most_hours:g}")))
            elif rule.ticket and not _ticket(transcript, message, seconds):
                found.append((words, _("承诺了会话之后的事，却没有建到期的工单")))
    return found


def _ticket(transcript: Transcript, message: Message, seconds: float) -> bool:
    """Whether an open ticket at the end answers by the time promised, a quarter later at most."""
    said = transcript.case.now.timestamp() + message.event.at_us / MICROSECONDS
    for row in transcript.office.rows("tickets"):
        due = row.get("due_at")
        if row.get("status") not in ("open", "in_progress") or not due:
            continue
        if datetime.fromisoformat(str(due)).timestamp() <= said + seconds * 1.25 + 60:
            return True
    return False
