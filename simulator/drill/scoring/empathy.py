"""Empathy, 0–100: the authored moments, exploring, ownership with a time, a caring close (D8).

What is scored is *expressed* empathy. It is no forecast of what a customer would feel.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scenarios.drill.customer import Moment
from simulator.drill.conversation.event import Event
from simulator.drill.moment import Met, met, same_shape, speaks_of
from simulator.drill.scoring.item import Evidence, Item
from simulator.drill.scoring.pace import unbacked
from simulator.drill.scoring.rubric import Rubric
from simulator.drill.scoring.transcript import Message, Transcript
from sops.act import feeling_title
from sops.language import _

HARSH = {"forbidden": "forbidden", "blame": "blame", "brush_off": "brush_off"}


@dataclass(frozen=True)
class Reached:
    """A moment that the customer's turn voiced, and the agent's reply to it."""

    id: str
    moment: Moment
    turn: Event
    reply: tuple[Message, ...]


def empathy_items(transcript: Transcript, rubric: Rubric) -> list[Item]:
    """All items of empathy; the extras count only as far as the moments were met."""
    moments = _moment_items(transcript, rubric)
    most = sum(item.most for item in moments)
    share = max(0.0, sum(item.points for item in moments if item.most) / most) if most else 0.0
    return [
        *moments,
        _exploring(transcript, rubric, share),
        _ownership(transcript, rubric, share),
        _closing(transcript, rubric, share),
        *_harsh(transcript, rubric),
    ]


def authored(transcript: Transcript) -> list[tuple[str, Moment]]:
    """The drill's moments that are not provoked: the denominator."""
    customer = transcript.case.drill.customer
    found = [("opening", customer.opening.moment)]
    found += [(beat.id, beat.moment) for beat in customer.beats]
    return [(name, moment) for name, moment in found if moment is not None and not moment.provoked]


def reached(transcript: Transcript) -> Iterator[Reached]:
    """The moments that came up, with the replies they got."""
    customer = transcript.case.drill.customer
    beats = {beat.id: beat.moment for beat in customer.beats}
    for turn, messages in transcript.replies():
        name = "opening" if turn.body.get("opening") else str(turn.body.get("beat"))
        moment = customer.opening.moment if name == "opening" else beats.get(name)
        if moment is not None:
            yield Reached(name, moment, turn, messages)


def _moment_items(transcript: Transcript, rubric: Rubric) -> list[Item]:
    names = authored(transcript)
    each = rubric.empathy.moments / max(1, len(names))
    found = {here.id: here for here in reached(transcript)}
    shapes: list[str] = []
    formulas = 0
    items = []
    for name, moment in names:
        here = found.get(name)
        if here is None:
            text = _("没有走到这一刻：顾客的{feeling}没有机会说出来")
            text = text.format(feeling=feeling_title(moment.feeling))
            items.append(Item("moments", name, 0.0, each, "D8", text))
            continue
        how = _met(transcript, here)
        repeated = how.about and any(same_shape(shape, how.shape) for shape in shapes)
        if how.about and not repeated:
            shapes.append(how.shape)
        formula = how.acknowledged and not how.about and not formulas
        formulas += formula
        items.append(_moment_item(here, how, each, repeated, formula, rubric))
    return [*items, *_provoked(transcript, found, rubric)]


def _met(transcript: Transcript, here: Reached) -> Met:
    messages = [(message.text, message.heard) for message in here.reply]
    said = [turn.body["text"] for turn in transcript.turns if turn.seq <= here.turn.seq]
    return met(transcript.case, here.moment, "\n".join(said), messages)


def _moment_item(
    here: Reached, how: Met, each: float, repeated: bool, formula: bool, rubric: Rubric
) -> Item:
    feeling = feeling_title(here.moment.feeling)
    cue = Evidence(here.turn.seq, 0, len(here.turn.body["text"]), here.turn.body["text"])
    words = [here.reply[how.message].words(how.start, how.end)] if how.acknowledged else []
    evidence = (cue, *words)
    if how.about and not repeated:
        points = each if how.before else each * (1 - rubric.before_share)
        text = (
            _("先接住了顾客的{feeling}，说的就是这件事")
            if how.before
            else _("接住了顾客的{feeling}，但先办了流程")
        )
        return Item("moments", here.id, points, each, "D8", text.format(feeling=feeling), evidence)
    if repeated:
        text = _("同一句话换了几个词又说一遍，只算一次")
        return Item("moments", here.id, 0.0, each, "D8", text, evidence)
    if how.acknowledged:
        points = each * rubric.formula_share if formula else 0.0
        text = _("说了体谅的话，但放在哪件事上都行，没说到顾客的{feeling}从何而来")
        return Item("moments", here.id, points, each, "D8", text.format(feeling=feeling), evidence)
    text = _("没有回应顾客的{feeling}").format(feeling=feeling)
    return Item("moments", here.id, 0.0, each, "D8", text, evidence)


def _provoked(transcript: Transcript, found: dict[str, Reached], rubric: Rubric) -> list[Item]:
    items = []
    for name, here in found.items():
        if here.moment.provoked and not _met(transcript, here).about:
            text = _("惹出来的{feeling}没有安抚").format(feeling=feeling_title(here.moment.feeling))
            cue = Evidence(here.turn.seq, words=here.turn.body["text"])
            items.append(Item("penalty", name, -rubric.penalties.provoked, 0.0, "D8", text, (cue,)))
    return items


def _exploring(transcript: Transcript, rubric: Rubric, share: float) -> Item:
    most = rubric.empathy.exploring
    asks = {name for step in transcript.case.path for name in step.asks}
    for message in transcript.messages:
        if message.heard.ex >= 2 and (asks & set(message.heard.asked()) or not asks):
            text = _("问了和这件事有关的具体问题")
            return _extra("exploring", most, share, text, message.act("ask", "restate_case"))
    return Item("exploring", "exploring", 0.0, most, "D8", _("没有就这件事具体地问一问"))


def _ownership(transcript: Transcript, rubric: Rubric, share: float) -> Item:
    most = rubric.empathy.ownership
    empty = {words.seq for words, _reason in unbacked(transcript)}
    for message in transcript.messages:
        timed = {"commit", "promise_time"} <= message.heard.acts
        if timed and message.event.seq not in empty:
            text = _("把事情揽下来，并给了时间")
            return _extra("ownership", most, share, text, message.act("promise_time"))
    return Item("ownership", "ownership", 0.0, most, "D8", _("没有说由谁在什么时间之前办好"))


def _closing(transcript: Transcript, rubric: Rubric, share: float) -> Item:
    most = rubric.empathy.closing
    moments = [moment for _name, moment in authored(transcript)]
    for message in transcript.messages[-2:]:
        about = any(speaks_of(transcript.case, moment, message.text) for moment in moments)
        if about and message.heard.acts & {"close", "check_solved", "invite_rating"}:
            text = _("结束时有关心的话，说的就是这件事")
            return _extra("closing", most, share, text, message.act("close", "check_solved"))
    return Item("closing", "closing", 0.0, most, "D8", _("结束得冷：没有关心的话"))


def _extra(part: str, most: float, share: float, text: str, words: Evidence) -> Item:
    """Done; it counts by the share of the moments that were met, and says so."""
    scaled = share < 1
    if scaled:
        text = _("{what}；共情时刻接住了 {share}%，按比例计").format(
            what=text, share=round(share * 100)
        )
    return Item(part, part, most * share, most, "D8", text, (words,), scaled=scaled)


def _harsh(transcript: Transcript, rubric: Rubric) -> list[Item]:
    texts = {
        "forbidden": _("用了禁语"), "blame": _("指责顾客"), "brush_off": _("推诿"),
    }  # fmt: skip
    return [
        Item("penalty", f"{act}-{message.event.seq}", -float(getattr(rubric.penalties, name)), 0.0,
             "D8", texts[act], (message.act(act),))
        for message in transcript.messages
        for act, name in HARSH.items()
        if act in message.heard.acts
    ]  # fmt: skip
