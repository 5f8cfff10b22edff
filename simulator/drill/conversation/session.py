"""A running drill: inputs of the agent in, a log with the customer's turns out (D3, D5, D11, D14).

Everything that is not an input follows from the case and the inputs with their times, so a
log can be played again. The clock is the caller's: every input carries its time, and
`advance` lets time pass; `due_us` says when something would happen by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scenarios.drill.case import Case
from scenarios.drill.persona import load_persona
from simulator.drill.conversation.event import MICROSECONDS, Event
from simulator.drill.conversation.heard import Heard
from simulator.drill.conversation.mind import BROKEN, NAGGED, Mind
from simulator.drill.conversation.promise import ShortPromise, short_promise
from simulator.drill.conversation.reply import Said, Turn, ending, reply
from simulator.drill.conversation.timing import (
    HOLD_LIMIT_S,
    WAIT_GRANTED_S,
    patience_us,
    thinking_us,
)
from simulator.drill.conversation.voice import Voice
from simulator.drill.ear import Ear
from simulator.drill.moment import Met, met, same_shape
from simulator.drill.office.desk import call
from simulator.drill.office.state import OfficeState
from simulator.drill.scoring.standing import standing
from sops.action import ACTIONS

MAX_TEXT = 10_000
_LINKS = ("http://", "https://", "www.", "[链接]", "[图片]", "[link]", "[image]")


class Session:
    """One conversation; `log` is complete at every moment.

    `message`, `act`, `hold`, `hint`, `close` and `advance` take the time of the session clock
    in microseconds, which never goes back, and return the new events. After `ended` they do
    nothing.
    """

    def __init__(self, case: Case, mode: str = "practise", ear: Ear | None = None) -> None:
        self.case = case
        self.mode = mode
        self.persona = load_persona(case.drill.customer.persona)
        self.ear = ear or Ear(case.sop, case.language)
        self.voice = Voice(case, self.persona)
        self.mind = Mind(self.persona, case.drill.customer.emotion)
        self.office = OfficeState(case.tables, case.account, case.now, dict(case.sop.authority_fen))
        self.log: list[Event] = []
        self.ended: str | None = None
        self.at_us = 0
        self._context = ""
        self._said: list[str] = []
        self._moment: tuple[Any, str] | None = None
        self._reply: list[tuple[str, Heard]] = []
        self._replies = 0
        self._declined = False
        self._answer_due: int | None = None
        self._owed_since: int | None = None
        self._granted_us = 0
        self._nags = 0
        self._promise: ShortPromise | None = None
        self._open()

    # What the agent does -------------------------------------------------------------------

    def message(self, text: str, at_us: int) -> list[Event]:
        """The agent says something; what it did is kept with it."""
        first = self._begin(at_us)
        if self.ended:
            return self.log[first:]
        text = text[:MAX_TEXT]
        understood = self.ear.hear(text, self._context, self._declined)
        heard = Heard(understood)
        self._declined |= "refuse" in heard.acts
        self._put("message", {"text": text, "understood": understood})
        self._reply.append((text, heard))
        if self._promise is not None:
            self._promise = None
        self._promise = short_promise(heard, self.at_us) or self._promise
        spoken = thinking_us(
            f"{self.case.drill.id}/{self.case.seed}/{len(self.log)}",
            text, self.case.drill.channel, self.case.language,
        )  # fmt: skip
        if self._only_asks_to_wait():
            self._granted_us = (
                self.at_us - (self._owed_since or self.at_us) + int(WAIT_GRANTED_S * MICROSECONDS)
            )
            self._nags = 0
        else:
            self._answer_due = self.at_us + spoken
        return self.log[first:]

    def act(self, name: str, words: Mapping[str, Any], at_us: int) -> list[Event]:
        """The agent uses the back office; refusals are answers too."""
        first = self._begin(at_us)
        if self.ended:
            return self.log[first:]
        answer, arguments = call(self.office, name, words, self.at_us)
        self._put(
            "action",
            {
                "name": name, "with": arguments, "ok": answer.ok, "code": answer.code,
                "message": answer.message, "table": answer.table, "rows": list(answer.rows),
                "consented": name in self.mind.consented,
            },
        )  # fmt: skip
        if answer.ok and name == "escalate":
            self._end("handed_over")
        elif answer.ok and name in ACTIONS and ACTIONS[name].writes:
            self.mind.feel("done", self._progress(name))
        return self.log[first:]

    def hold(self, seconds: float, at_us: int) -> list[Event]:
        """The caller is put on hold; past the limit they speak up, past the patience they leave."""
        first = self._begin(at_us)
        if not self.ended:
            self._put("hold", {"seconds": seconds})
            granted = min(seconds, HOLD_LIMIT_S)
            waited = self.at_us - (self._owed_since or self.at_us)
            self._granted_us = waited + int(granted * MICROSECONDS)
        return self.log[first:]

    def hint(self, body: Mapping[str, Any], at_us: int) -> list[Event]:
        """A hint was shown (coach mode); it is marked in the score."""
        first = self._begin(at_us)
        if not self.ended:
            self._put("hint", dict(body))
        return self.log[first:]

    def close(self, at_us: int) -> list[Event]:
        """The agent ends the conversation."""
        first = self._begin(at_us)
        if self.ended:
            return self.log[first:]
        self._put("close", {})
        if self._reply:
            self._replies += 1
            self._react()
        how, text = ending(self.case, self.mind, self._solved())
        self._say([text], {"ending": how})
        self._end(how)
        return self.log[first:]

    def advance(self, at_us: int) -> list[Event]:
        """Let time pass up to `at_us`; the tick is logged where something came of it."""
        first = len(self.log)
        self._pass(at_us)
        return self.log[first:]

    # What happens by itself ----------------------------------------------------------------

    @property
    def due_us(self) -> int | None:
        """When something happens by itself: an answer, a reminder, a broken promise, a farewell."""
        if self.ended:
            return None
        if self._answer_due is not None:
            return self._answer_due
        times = []
        if self._owed_since is not None:
            leave, nags = self._limits()
            pending = nags[self._nags] if self._nags < len(nags) else leave
            times.append(self._owed_since + min(pending, leave))
        if self._promise is not None:
            times.append(self._promise.due_us)
        return min(times, default=None)

    @property
    def answering(self) -> bool:
        """Whether the customer is about to answer."""
        return not self.ended and self._answer_due is not None

    @property
    def waited_us(self) -> int | None:
        """How long the customer has been waiting for a reply; None while they are to speak."""
        if self.ended or self._answer_due is not None or self._owed_since is None:
            return None
        return self.at_us - self._owed_since

    @property
    def first_reply(self) -> bool:
        """Whether the agent has not said anything yet."""
        return self._replies == 0 and not self._reply

    @property
    def moment_waits(self) -> bool:
        """Whether the customer has just voiced a feeling that nobody has answered yet."""
        return self._moment is not None

    def _begin(self, at_us: int) -> int:
        first = len(self.log)
        self._pass(at_us)
        return first

    def _pass(self, at_us: int) -> None:
        while not self.ended and self.due_us is not None and self.due_us <= at_us:
            self.at_us = max(self.at_us, self.due_us)
            self._happen()
        self.at_us = max(self.at_us, at_us)

    def _happen(self) -> None:
        if self._answer_due is not None and self._answer_due <= self.at_us:
            self._answer()
        elif self._promise is not None and self._promise.due_us <= self.at_us:
            self._promise = None
            self.mind.feel("promise_broken", BROKEN * self.persona.gains.waiting)
            self._say([self.voice.line("promise_broken")], {"nag": True, "promise_broken": True})
        else:
            self._nag_or_leave()

    def _nag_or_leave(self) -> None:
        leave, nags = self._limits()
        assert self._owed_since is not None
        if self._nags < len(nags) and nags[self._nags] < leave:
            self._nags += 1
            self.mind.feel("waited", NAGGED * self.persona.gains.waiting)
            self._say([self.voice.line("nag")], {"nag": True})
            return
        self._say([self.voice.line("left_waiting")], {"left": "waiting"})
        self._put("left", {"why": "waiting"})
        self._end("left")

    def _answer(self) -> None:
        self._answer_due = None
        self._replies += 1
        moment = self._react()
        links = self.case.drill.channel == "phone" and any(
            word in text.casefold() for text, _heard in self._reply for word in _LINKS
        )
        said = Said(
            [heard for _text, heard in self._reply], frozenset(self._writes()), self._replies
        )
        turn = reply(self.case, self.mind, self.voice, said, self._solved())
        if links:
            turn.add(self.voice.line("no_link"), no_link=True)
        self._reply = []
        if self.mind.emotion <= self.persona.leaves_below and turn.ends is None:
            turn = Turn([self.voice.line("left_angry")], ends="angry")
        if moment is not None:
            turn.body["met"] = moment
        self._speak(turn)

    def _speak(self, turn: Turn) -> None:
        moment = None
        beats = {beat.id: beat for beat in self.case.drill.customer.beats}
        if "beat" in turn.body:
            moment = beats[turn.body["beat"]].moment
        if turn.ends:
            turn.body["ending"] = turn.ends
        text = self._say(turn.lines, turn.body)
        if moment is not None:
            self._moment = (moment, text)
        if turn.ends == "angry":
            self._put("left", {"why": "angry"})
        if turn.ends:
            self._end("left" if turn.ends == "angry" else turn.ends)

    # The parts ------------------------------------------------------------------------------

    def _open(self) -> None:
        opening = self.case.drill.customer.opening
        self._put(
            "started",
            {
                "drill": self.case.drill.id, "sop": self.case.sop.id, "seed": self.case.seed,
                "language": self.case.language, "mode": self.mode,
            },
        )  # fmt: skip
        self.mind.volunteered |= set(opening.tells)
        self.mind.consented |= {request.action for request in self.case.drill.customer.requests}
        text = self._say([self.case.say(opening.say)], {"opening": True})
        if opening.moment is not None:
            self._moment = (opening.moment, text)

    def _react(self) -> dict[str, Any] | None:
        """Let the reply sink in; what became of a moment that was waiting for it."""
        found = Met()
        moment = self._moment
        if moment is not None:
            found = met(self.case, moment[0], "\n".join(self._said), self._reply)
            self._moment = None
        known = next((s for s in self.mind.shapes if same_shape(s, found.shape)), found.shape)
        wanted = frozenset(question.fact for question in self.case.drill.customer.questions)
        wanted |= {name for step in self.case.path for name in step.tells}
        for number, (_text, heard) in enumerate(self._reply):
            here = moment is not None and found.about and number == found.message
            self.mind.hear_manners(heard, known, here)
            self.mind.hear_matter(heard, wanted, self._reasoned(heard))
        if moment is None:
            return None
        return {"acknowledged": found.acknowledged, "about": found.about, "before": found.before}

    def _reasoned(self, heard: Heard) -> bool:
        reasons = {name for step in self.case.path if step.refuses for name in step.tells}
        told = set(self.mind.told) | {fact["fact"] for fact in heard.told()}
        return bool(told & reasons) if reasons else bool(heard.told())

    def _say(self, lines: list[str], body: dict[str, Any]) -> str:
        text = "\n".join(lines) if self.case.drill.channel == "chat" else " ".join(lines)
        why = self.mind.why
        self.mind.why = []
        self._put("customer", {**body, "text": text, "emotion": self.mind.emotion, "why": why})
        if not body.get("nag"):
            self._owed_since = self.at_us
            self._granted_us = 0
            self._nags = 0
        self._context = text
        self._said.append(text)
        return text

    def _limits(self) -> tuple[int, tuple[int, ...]]:
        leave, nags = patience_us(
            self.case.drill.customer.patience_seconds, self.case.drill.channel
        )
        granted = self._granted_us
        return leave + granted, tuple(nag + granted for nag in nags)

    def _only_asks_to_wait(self) -> bool:
        """Whether the reply so far only asks for a moment: the customer waits for what follows."""
        acts = frozenset().union(*(heard.acts for _text, heard in self._reply))
        said = any(
            heard.told() or heard.asked() or heard.proposed() for _text, heard in self._reply
        )
        return "ask_to_wait" in acts and not said and not acts & {
            "ask", "refuse", "check_solved", "close",
        }  # fmt: skip

    def _progress(self, name: str) -> float:
        from simulator.drill.conversation.mind import DONE

        key = f"did {name}"
        if key in self.mind.played or name in ("verify_identity", "open_ticket"):
            return 0.0
        self.mind.played.add(key)
        asked = {step.action for step in self.case.path if step.action}
        return DONE * self.persona.gains.progress if name in asked else 0.0

    def _writes(self) -> list[str]:
        return [
            event.body["name"] for event in self.log
            if event.kind == "action" and event.body["ok"]
        ]  # fmt: skip

    def _solved(self) -> bool:
        return standing(self.case, self.office, self.mind.told).solved

    def _put(self, kind: str, body: dict[str, Any]) -> None:
        self.log.append(Event(len(self.log) + 1, self.at_us, kind, body))

    def _end(self, how: str) -> None:
        self.ended = how
        self._put("ended", {"how": how})
