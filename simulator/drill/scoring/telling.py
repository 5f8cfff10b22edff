"""What had to be told, and was it true (D7)."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.drill.scoring.fact_text import titled
from simulator.drill.scoring.item import Item
from simulator.drill.scoring.rubric import Rubric
from simulator.drill.scoring.transcript import Told, Transcript
from simulator.drill.scoring.truth import is_true
from sops.language import _

DOUBTFUL = 0.6


def required_facts(transcript: Transcript) -> tuple[str, ...]:
    """The facts that the way through the SOP asks to be told, each once."""
    steps = (step for step in transcript.case.path if not step.optional)
    return tuple(dict.fromkeys(name for step in steps for name in step.tells))


def telling_items(transcript: Transcript, rubric: Rubric) -> list[Item]:
    """An item for each fact to be told, and a penalty for each other untrue one."""
    required = required_facts(transcript)
    if not required:
        return _untrue(transcript, rubric, required)
    share = rubric.resolution.told / len(required)
    items = [_item(transcript, name, share) for name in required]
    return [*items, *_untrue(transcript, rubric, required)]


def _item(transcript: Transcript, name: str, most: float) -> Item:
    title = titled(transcript.case, name)
    told = [each for each in transcript.told if each.fact == name]
    right = [each for each in told if is_true(transcript.case, name, each.value)]
    wrong = [each for each in told if each not in right and not _ended(transcript, each)]
    evidence = tuple(each.evidence() for each in (right or wrong)[-2:])
    certain = all(each.confidence >= DOUBTFUL for each in told)
    if not told:
        return Item("told", name, 0.0, most, "D7", _("没有告知：{fact}").format(fact=title))
    if not right:
        text = _("告知有误：{fact}").format(fact=title)
        return Item("told", name, 0.0, most, "D7", text, evidence, certain)
    if wrong:
        points = most / 2 if _corrected(right, wrong) else 0.0
        text = _("前后说法不一：{fact}").format(fact=title)
        evidence = tuple(each.evidence() for each in (wrong[-1], right[-1]))
        return Item("told", name, points, most, "D7", text, evidence, certain)
    text = _("已如实告知：{fact}").format(fact=title)
    return Item("told", name, most, most, "D7", text, evidence, certain)


def _corrected(right: list[Told], wrong: list[Told]) -> bool:
    """Whether the truth came later, in a message of its own."""
    last_wrong = max(each.message.event.seq for each in wrong)
    return min(each.message.event.seq for each in right) > last_wrong


def _ended(transcript: Transcript, told: Told) -> bool:
    """Whether an action had ended before what is told of otherwise (`until`)."""
    until = transcript.case.sop.fact(told.fact).until
    return until is not None and any(
        event.body["name"] == until and event.body["ok"] and event.seq < told.message.event.seq
        for event in transcript.actions
    )


def _untrue(transcript: Transcript, rubric: Rubric, required: Iterable[str]) -> list[Item]:
    seen: set[str] = set(required)
    items = []
    for told in transcript.told:
        known = told.fact in transcript.case.facts
        if told.fact in seen or not known or told.confidence < DOUBTFUL:
            continue
        if is_true(transcript.case, told.fact, told.value) or _ended(transcript, told):
            continue
        seen.add(told.fact)
        title = titled(transcript.case, told.fact)
        text = _("告知有误：{fact}").format(fact=title)
        items.append(
            Item("told", told.fact, -rubric.penalties.untrue, 0.0, "D7", text, (told.evidence(),))
        )
    return items
