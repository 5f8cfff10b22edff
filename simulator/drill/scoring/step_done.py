"""Which steps of the SOP were carried out, and when (D1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from simulator.drill.scoring.item import Evidence
from simulator.drill.scoring.transcript import Transcript
from simulator.drill.scoring.truth import is_true
from sops.action import ALSO_SHOWN_BY
from sops.sop.step import Step


@dataclass(frozen=True)
class Doing:
    """How a step was carried out: the first event that did it (None: it was not)."""

    step: Step
    at: int | None
    share: float = 1.0
    evidence: tuple[Evidence, ...] = ()


def doings(transcript: Transcript) -> dict[str, Doing]:
    """Step id → how it was carried out, for each step on the way that can be."""
    return {
        step.id: _KINDS[step.kind](transcript, step)
        for step in transcript.case.path
        if step.kind in _KINDS
    }


def _ask(transcript: Transcript, step: Step) -> Doing:
    known: dict[str, int] = {}
    evidence: list[Evidence] = []
    for event in transcript.log:
        if event.kind == "message":
            for fact in event.body["understood"].get("facts", ()):
                if fact["stance"] == "asked" and fact["fact"] in step.asks:
                    known.setdefault(fact["fact"], event.seq)
                    evidence.append(Evidence(event.seq, fact["start"], fact["end"]))
        if event.kind == "customer":
            for name in _volunteered(transcript, event.body):
                if name in step.asks and transcript.messages:
                    known.setdefault(name, max(event.seq, transcript.messages[0].event.seq))
        if event.kind == "action" and event.body["ok"]:
            for name in step.asks:
                if event.body["name"] in transcript.case.sop.fact(name).found_by:
                    known.setdefault(name, event.seq)
    share = len(known) / len(step.asks)
    return Doing(step, max(known.values()) if known else None, share, tuple(evidence))


def _volunteered(transcript: Transcript, body: dict[str, Any]) -> tuple[str, ...]:
    customer = transcript.case.drill.customer
    if body.get("opening"):
        return customer.opening.tells
    beats = {beat.id: beat.tells for beat in customer.beats}
    return beats.get(str(body.get("beat")), ())


def _check(transcript: Transcript, step: Step) -> Doing:
    looks = {*step.looks, *(ALSO_SHOWN_BY[name] for name in step.looks if name in ALSO_SHOWN_BY)}
    for event in transcript.actions:
        if event.body["ok"] and event.body["name"] in looks:
            words = Evidence(event.seq, words=event.body["name"])
            return Doing(step, event.seq, 1.0, (words,))
    return Doing(step, None)


def _act(transcript: Transcript, step: Step) -> Doing:
    wanted = {key: _argument(transcript, value) for key, value in step.with_.items()}
    best = Doing(step, None)
    for event in transcript.actions:
        if not event.body["ok"] or event.body["name"] != step.action:
            continue
        given = event.body["with"]
        right = [str(given.get(key)) == str(value) for key, value in wanted.items()]
        share = sum(right) / len(right) if right else 1.0
        if best.at is None or share > best.share:
            words = Evidence(event.seq, words=event.body["name"])
            best = Doing(step, event.seq, share, (words,))
    return best


def _argument(transcript: Transcript, value: Any) -> Any:
    if isinstance(value, str) and value.startswith("$"):
        return transcript.case.facts.get(value[1:])
    return value


def _tell(transcript: Transcript, step: Step) -> Doing:
    """Told in full, and with the acts asked for; what was told is scored elsewhere."""
    told: dict[str, int] = {}
    for each in transcript.told:
        if each.fact in step.tells and is_true(transcript.case, each.fact, each.value):
            told.setdefault(each.fact, each.message.event.seq)
    acts = _acts(transcript, step)
    parts = [told.get(name) for name in step.tells] + [acts.get(act) for act in step.acts]
    done = [part for part in parts if part is not None]
    if not done:
        return Doing(step, None)
    return Doing(step, max(done), len(done) / len(parts), (Evidence(max(done)),))


def _close(transcript: Transcript, step: Step) -> Doing:
    wanted = step.acts or ("check_solved",)
    acts = _acts(transcript, step, wanted)
    done = [acts[act] for act in wanted if act in acts]
    if not done:
        return Doing(step, None)
    return Doing(step, max(done), len(done) / len(wanted), (Evidence(max(done)),))


def _acts(transcript: Transcript, step: Step, wanted: tuple[str, ...] = ()) -> dict[str, int]:
    return {
        act: message.event.seq
        for message in transcript.messages
        for act in (wanted or step.acts)
        if act in message.heard.acts
    }


_KINDS: dict[str, Callable[[Transcript, Step], Doing]] = {
    "ask": _ask, "check": _check, "act": _act, "escalate": _act, "tell": _tell, "close": _close,
}  # fmt: skip
