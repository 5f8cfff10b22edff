"""A drill that is kept: every event is in the records before it is shown (D11).

Each input goes to the conversation, the events that come of it are written in one
transaction, and only then returned. What was written can be gone on with after a crash.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from scenarios.drill.case import Case, case_of
from scenarios.drill.drill import Drill
from scenarios.drill.load import load_drill
from simulator.drill.conversation.event import Event
from simulator.drill.conversation.session import Session
from simulator.drill.pin import pin, recogniser
from simulator.drill.players.match import reference_felt
from simulator.drill.replay import replay, same_log
from simulator.drill.scoring.item_name import item_names
from simulator.drill.scoring.rubric import Rubric, load_rubric
from simulator.drill.scoring.scorecard import Scorecard, score
from simulator.records import Records
from simulator.records import Session as Kept
from simulator.records.event import Happening
from simulator.records.scorecard import ScoreItem
from sops.language import _
from sops.sop.sop import Sop

Mode = Literal["practise", "coach", "exam"]


class ChangedError(Exception):
    """The SOP, the drill or the understanding has changed since the session was played."""


class OpenExamError(Exception):
    """An exam has no card before it ends."""


class Sitting:
    """One kept session; the inputs are those of `conversation.session.Session`."""

    def __init__(self, records: Records, kept: Kept, session: Session, written: int = 0) -> None:
        self.records = records
        self.kept = kept
        self.session = session
        self._written = written

    @property
    def log(self) -> list[Event]:
        """The log so far."""
        return self.session.log

    @property
    def case(self) -> Case:
        """What is played."""
        return self.session.case

    def message(self, text: str, at_us: int) -> list[Event]:
        """The agent says something."""
        return self._keep(self.session.message(text, at_us))

    def act(self, name: str, words: Mapping[str, Any], at_us: int) -> list[Event]:
        """The agent uses the back office."""
        return self._keep(self.session.act(name, words, at_us))

    def hold(self, seconds: float, at_us: int) -> list[Event]:
        """The caller is put on hold."""
        return self._keep(self.session.hold(seconds, at_us))

    def hint(self, body: Mapping[str, Any], at_us: int) -> list[Event]:
        """A hint was shown."""
        return self._keep(self.session.hint(body, at_us))

    def close(self, at_us: int) -> list[Event]:
        """The agent ends the conversation."""
        return self._keep(self.session.close(at_us))

    def advance(self, at_us: int) -> list[Event]:
        """Time passes."""
        return self._keep(self.session.advance(at_us))

    def finish(self, rubric: Rubric | None = None) -> Scorecard:
        """End the session in the records, score it, and keep the card."""
        self.records.sessions.end(self.kept.id)
        rubric = rubric or load_rubric()
        card = card_of(self.case, self.log, self.kept.mode, rubric)
        keep_card(self.records, self.kept.id, card, rubric)
        return card

    def _keep(self, events: list[Event]) -> list[Event]:
        fresh = self.session.log[self._written :]
        if fresh:
            happenings = [Happening(event.kind, event.at_us, event.body) for event in fresh]
            self.records.sessions.append_all(self.kept.id, self._written + 1, happenings)
            self._written = len(self.session.log)
        return events


def begin(
    records: Records, person_id: str, drill: Drill, sop: Sop, seed: int, *,
    mode: Mode = "practise", language: str = "zh", floor_id: str | None = None,
) -> Sitting:  # fmt: skip
    """A new session of a person, its first events written."""
    rubric = load_rubric()
    session = Session(case_of(drill, sop, seed, language), mode)
    kept = records.sessions.start(
        person_id=person_id, drill_id=drill.id, drill_hash=pin(drill), sop_id=sop.id,
        sop_hash=pin(sop), rubric_id=rubric.id, rubric_version=str(rubric.version),
        rubric_hash=pin(rubric), recogniser=recogniser(), seed=seed, mode=mode, lang=language,
        channel=drill.channel, contact_type=sop.contact_type, floor_id=floor_id,
    )  # fmt: skip
    sitting = Sitting(records, kept, session)
    sitting._keep([])
    return sitting


def resume(records: Records, session_id: str) -> Sitting:
    """An open session brought to where its log stops; `ChangedError` if it cannot be."""
    kept = records.sessions.get(session_id)
    log = log_of(records, session_id)
    case = case_of_kept(kept)
    session = replay(case, log, kept.mode)
    if not same_log(session.log[: len(log)], log):
        raise ChangedError(_("演练或 SOP 在这之后改过，这一场接不上了；可以看，不能接着练"))
    sitting = Sitting(records, kept, session, len(log))
    sitting._keep([])
    return sitting


def rescore(records: Records, session_id: str, rubric: Rubric, keep: bool = True) -> Scorecard:
    """Score a session again with any rubric, from the acts that its log keeps; `OpenExamError`
    for an exam that goes on: a card in the middle of it would be a hint."""
    kept = records.sessions.get(session_id)
    if kept.mode == "exam" and kept.state == "open":
        raise OpenExamError(_("考试还没有结束，结束之后才有成绩：shapan drill resume"))
    card = card_of(case_of_kept(kept), log_of(records, session_id), kept.mode, rubric)
    if keep and kept.state != "open":
        keep_card(records, session_id, card, rubric)
    return card


def card_of(case: Case, log: Sequence[Event], mode: str, rubric: Rubric) -> Scorecard:
    """The scorecard of a log, with how the reference run of the case feels beside it (D9)."""
    card = score(case, log, mode, rubric)
    return replace(card, reference_felt=reference_felt(case))


def log_of(records: Records, session_id: str) -> list[Event]:
    """The log of a session as the conversation knows it."""
    return [
        Event(event.seq, event.offset_us, event.kind, dict(event.body))
        for event in records.sessions.events(session_id)
    ]


def case_of_kept(kept: Kept) -> Case:
    """The case of a kept session; `ChangedError` where its files have changed since."""
    drill, sop = load_drill(kept.drill_id)
    if pin(drill) != kept.drill_hash or pin(sop) != kept.sop_hash:
        raise ChangedError(
            _("演练 {drill} 或它的 SOP 在这一场之后改过，不能再照原样打分").format(
                drill=kept.drill_id
            )
        )
    return case_of(drill, sop, kept.seed, kept.lang)


def keep_card(records: Records, session_id: str, card: Scorecard, rubric: Rubric) -> None:
    """Write a scorecard and its items."""
    records.scorecards.save(
        session_id=session_id, rubric_id=rubric.id, rubric_version=str(rubric.version),
        rubric_hash=pin(rubric), resolution=card.resolution, empathy=card.empathy,
        felt=card.felt.score, passed=card.passed is True, uncertain=card.uncertain,
        critical=[item.as_dict() for item in card.critical], card=card.as_dict(),
        items=score_items(card), solved_from=rubric.passing.resolution,
        warm_from=rubric.passing.empathy,
    )  # fmt: skip


def score_items(card: Scorecard) -> Sequence[ScoreItem]:
    """The items as the records list them; an id that comes twice is numbered."""
    return [
        ScoreItem(
            name, item.part, item.points, item.most,
            item.id if item.part in ("constraints", "told") else "", not item.certain,
        )
        for name, item in zip(item_names(card.items), card.items, strict=True)
    ]  # fmt: skip
