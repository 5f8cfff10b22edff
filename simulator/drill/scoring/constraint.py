"""SOP constraints: steps taken, in order, within their conditions and with consent (D6, D7)."""

from __future__ import annotations

from simulator.drill.conversation.event import Event
from simulator.drill.scoring.item import Evidence, Item
from simulator.drill.scoring.rubric import Rubric
from simulator.drill.scoring.step_done import Doing, doings
from simulator.drill.scoring.transcript import Transcript
from sops.language import _, localized


def constraint_items(transcript: Transcript, rubric: Rubric) -> list[Item]:
    """An item for each step on the way, and penalties for breaches, order and repetition."""
    done = doings(transcript)
    steps = [
        step for step in transcript.case.path
        if step.id in done and not step.optional and (step.kind != "tell" or step.acts)
    ]  # fmt: skip
    share = rubric.resolution.constraints / max(1, len(steps))
    items = [_step(done[step.id], share) for step in steps]
    return [
        *items,
        *_order(transcript, done, rubric),
        *_breaches(transcript, done, rubric),
        *_asked_twice(transcript, rubric),
        *_transfers(transcript, rubric),
    ]


def _step(doing: Doing, most: float) -> Item:
    title = localized(doing.step.title)
    if doing.at is None:
        text = _("没有做：{step}").format(step=title)
        return Item("constraints", doing.step.id, 0.0, most, "D7", text)
    text = _("做到了：{step}").format(step=title)
    points = most * doing.share
    if doing.share < 1:
        text = _("只做了一部分：{step}").format(step=title)
    return Item("constraints", doing.step.id, points, most, "D7", text, doing.evidence)


def _order(transcript: Transcript, done: dict[str, Doing], rubric: Rubric) -> list[Item]:
    items = []
    for step in transcript.case.path:
        here = done.get(step.id)
        if here is None or here.at is None:
            continue
        for name in step.after:
            before = done.get(name)
            if before is None or (before.at is not None and before.at < here.at):
                continue
            text = _("顺序不对：“{step}”要在“{before}”之后").format(
                step=localized(step.title),
                before=localized(transcript.case.sop.step(name).title),
            )
            items.append(
                Item("constraints", f"order-{step.id}", -rubric.penalties.out_of_order, 0.0, "D7",
                     text, here.evidence)
            )  # fmt: skip
    return items


def _breaches(transcript: Transcript, done: dict[str, Doing], rubric: Rubric) -> list[Item]:
    items = []
    for event in transcript.actions:
        rule = transcript.case.sop.rule(event.body["name"])
        if rule is None or not event.body["ok"]:
            continue
        evidence = (Evidence(event.seq, words=event.body["name"]),)
        earlier = {
            name for name, each in done.items() if each.at is not None and each.at < event.seq
        }
        fits = rule.requires is None or rule.requires.holds(transcript.case.facts, earlier)
        if rule.forbidden or not fits:
            text = localized(rule.because) or _("这一步的前提还没有满足")
            items.append(
                Item("constraints", f"breach-{rule.action}", -rubric.penalties.breach, 0.0, "D6",
                     text, evidence)
            )  # fmt: skip
        if rule.consent and not _consented(transcript, event):
            items.append(
                Item("constraints", f"consent-{rule.action}", -rubric.penalties.no_consent, 0.0,
                     "D6", _("没有先征得顾客同意"), evidence)
            )  # fmt: skip
    return items


def _consented(transcript: Transcript, event: Event) -> bool:
    """Whether the customer asked for the action, with the same arguments, or agreed to it."""
    name, given = event.body["name"], event.body["with"]
    for request in transcript.case.drill.customer.requests:
        if request.action == name and all(
            str(given.get(key)) == str(transcript.case.fill(value))
            for key, value in request.with_.items()
        ):
            return True
    return any(
        turn.body.get("agrees") == name and turn.seq < event.seq for turn in transcript.turns
    )


def _asked_twice(transcript: Transcript, rubric: Rubric) -> list[Item]:
    return [
        Item("constraints", f"asked-twice-{name}", -rubric.penalties.asked_twice, 0.0, "D5",
             _("让顾客说了第二遍：{fact}").format(
                 fact=localized(transcript.case.sop.fact(name).title)),
             (Evidence(turn.seq, words=turn.body["text"]),))
        for turn in transcript.turns
        for name in turn.body.get("asked_twice", ())
    ]  # fmt: skip


def _transfers(transcript: Transcript, rubric: Rubric) -> list[Item]:
    if any(step.action == "escalate" for step in transcript.case.path):
        return []
    return [
        Item("constraints", "needless-transfer", -rubric.penalties.needless_transfer, 0.0, "D7",
             _("流程没有要求升级，却转交了"), (Evidence(event.seq, words="escalate"),))
        for event in transcript.actions
        if event.body["name"] == "escalate" and event.body["ok"]
    ]  # fmt: skip
