"""What the customer says next: answers, consent, beats, questions, an end (D5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from scenarios.drill.case import Case
from scenarios.drill.customer import Beat, When
from simulator.drill.conversation.heard import Heard
from simulator.drill.conversation.mind import ASKED_TWICE, BESIDE, Mind
from simulator.drill.conversation.voice import Voice
from simulator.drill.ear import ORDER_NUMBER

MATTER = frozenset(
    {"ask", "tell", "commit", "promise_time", "refuse", "offer_alternative", "compensate",
     "restate_case", "check_solved", "ask_to_wait"}
)  # fmt: skip
"""Acts that carry the matter on; a reply with none of them says nothing the customer needs."""
MANNERS = frozenset(
    {"close", "thank", "acknowledge_feeling", "apologise", "reassure", "greet", "invite_rating"}
)
MAX_TIMES_ASKED = 2


@dataclass
class Turn:
    """One turn of the customer, put together piece by piece."""

    lines: list[str] = field(default_factory=list)
    body: dict[str, Any] = field(default_factory=dict)
    ends: str | None = None
    """How the customer ends the conversation: `content`, `discontent`, `unsolved`, `angry`."""

    def add(self, text: str, **body: Any) -> None:
        """A further line, and what the log keeps of it."""
        self.lines.append(text)
        self.body.update(body)


@dataclass(frozen=True)
class Said:
    """What the agent has done since the customer last spoke."""

    messages: Sequence[Heard]
    actions: frozenset[str]
    """Writes that succeeded in the whole session so far."""
    replies: int
    """Replies of the agent so far, this one included."""

    def acts(self) -> frozenset[str]:
        """All acts of these messages."""
        return frozenset().union(*(heard.acts for heard in self.messages))

    def asked(self) -> list[str]:
        """Facts asked for, each once."""
        return list(dict.fromkeys(name for heard in self.messages for name in heard.asked()))

    def proposed(self) -> list[str]:
        """Actions proposed, each once."""
        return list(dict.fromkeys(name for heard in self.messages for name in heard.proposed()))


def reply(case: Case, mind: Mind, voice: Voice, said: Said, solved: bool) -> Turn:
    """The customer's turn after one reply of the agent; `mind` keeps what it did to them."""
    turn = Turn()
    if said.acts() & {"blame", "brush_off", "forbidden"}:
        turn.add(voice.line("hurt"), hurt=True)
    elif mind.contradicted:
        turn.add(voice.line("contradicted"), contradicted=True)
    mind.contradicted = False
    _answer(case, mind, voice, said, turn)
    _consent(case, mind, voice, said, turn)
    _beat(case, mind, said, turn)
    if not turn.lines:
        _go_on(case, mind, voice, said, solved, turn)
    return turn


def _answer(case: Case, mind: Mind, voice: Voice, said: Said, turn: Turn) -> None:
    known = {answer.fact: answer for answer in case.drill.customer.answers}
    asked = said.asked()
    if ORDER_NUMBER in asked:
        _give_order(case, mind, voice, turn)
    for name in asked:
        answer = known.get(name)
        if answer is None:
            continue
        times = mind.answered.get(name, 0)
        mind.answered[name] = times + 1
        turn.body.setdefault("answers", []).append(name)
        if times or name in mind.volunteered:
            mind.feel("asked_twice", ASKED_TWICE * mind.persona.gains.repetition)
            turn.body.setdefault("asked_twice", []).append(name)
            first = case.say(answer.again) if answer.again else voice.line("asked_twice")
            turn.add(first)
            if answer.again:
                continue
        turn.add(case.say(answer.say))
    unknown = [name for name in asked if name not in known and name != ORDER_NUMBER]
    wants = {question.fact for question in case.drill.customer.questions}
    if unknown and not turn.lines and not said.proposed() and not set(unknown) <= wants:
        turn.add(voice.line("unknown"), unknown=unknown)


def _give_order(case: Case, mind: Mind, voice: Voice, turn: Turn) -> None:
    """The order's number, which the agent sees anyway: being asked twice is noticed."""
    orders = case.tables.get("orders", [])
    if not orders:
        return
    times = mind.answered.get(ORDER_NUMBER, 0)
    mind.answered[ORDER_NUMBER] = times + 1
    if times:
        mind.feel("asked_twice", ASKED_TWICE * mind.persona.gains.repetition)
        turn.add(voice.line("asked_twice"))
    turn.add(str(orders[0]["id"]))


def _consent(case: Case, mind: Mind, voice: Voice, said: Said, turn: Turn) -> None:
    authored = {consent.action: consent for consent in case.drill.customer.consents}
    wished = {request.action for request in case.drill.customer.requests}
    for action in said.proposed():
        if action in mind.consented or action in mind.declined:
            continue
        consent = authored.get(action)
        agrees = consent.agrees if consent else action in wished
        if not agrees and consent is None:
            continue
        (mind.consented if agrees else mind.declined).add(action)
        line = case.say(consent.say) if consent else voice.line("agree")
        turn.add(line, **{"agrees" if agrees else "declines": action})


def _beat(case: Case, mind: Mind, said: Said, turn: Turn) -> None:
    for beat in case.drill.customer.beats:
        if beat.id not in mind.played and _due(beat.when, mind, said, case):
            mind.played.add(beat.id)
            mind.feel("beat", beat.emotion)
            mind.volunteered |= set(beat.tells)
            turn.add(case.say(beat.say), beat=beat.id)
            return


def _due(when: When, mind: Mind, said: Said, case: Case) -> bool:
    tests: Iterable[bool] = (
        when.replies is None or said.replies >= when.replies,
        when.told is None or _told(when, mind, case),
        when.asked is None or when.asked in said.asked() or when.asked in mind.answered,
        when.act is None or when.act in said.acts(),
        when.done is None or when.done in said.actions,
        when.after is None or when.after in mind.played,
    )
    return all(tests)


def _told(when: When, mind: Mind, case: Case) -> bool:
    if when.told not in mind.told:
        return False
    return when.value is None or mind.told[str(when.told)] == case.fill(when.value)


def _go_on(case: Case, mind: Mind, voice: Voice, said: Said, solved: bool, turn: Turn) -> None:
    """Nothing authored was set off: not understood, a question, the end, or a plain 好的."""
    acts = said.acts()
    told = any(heard.told() or heard.asked() for heard in said.messages)
    if not told and not acts & (MATTER | MANNERS):
        mind.feel("beside", BESIDE)
        turn.add(voice.line("not_understood"), not_understood=True)
        return
    question = _open_question(case, mind)
    if question is not None:
        name, text = question
        pressing = bool(mind.questions.get(name))
        mind.questions[name] = mind.questions.get(name, 0) + 1
        if pressing:
            mind.feel("beside", BESIDE)
            turn.add(voice.line("beside_the_point"))
        turn.add(text, asks=name)
    elif acts & {"check_solved", "invite_rating"} or ("close" in acts and not told):
        _end(case, mind, voice, solved, turn)
    else:
        turn.add(voice.line("fine"), fine=True)


def _open_question(case: Case, mind: Mind) -> tuple[str, str] | None:
    for question in case.drill.customer.questions:
        asked = mind.questions.get(question.fact, 0)
        if question.fact not in mind.told and asked < MAX_TIMES_ASKED:
            return question.fact, case.say(question.say)
    return None


def _end(case: Case, mind: Mind, voice: Voice, solved: bool, turn: Turn) -> None:
    if not solved and not mind.played & {"held_open"}:
        mind.played.add("held_open")
        mind.feel("unsolved", BESIDE)
        turn.add(voice.line("unsolved"), held_open=True)
        return
    how, text = ending(case, mind, solved)
    turn.ends = how
    turn.add(text)


def ending(case: Case, mind: Mind, solved: bool) -> tuple[str, str]:
    """How the customer leaves, and their last words."""
    last = case.drill.customer.ending
    if not solved:
        return "unsolved", case.say(last.unsolved)
    if mind.emotion < 0:
        return "discontent", case.say(last.discontent)
    return "content", case.say(last.content)


def beats_of(case: Case) -> dict[str, Beat]:
    """The authored beats by id."""
    return {beat.id: beat for beat in case.drill.customer.beats}
