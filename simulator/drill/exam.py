"""Exams: which seed, and how far a person is from a certificate (D10)."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from scenarios.drill.drill import Drill
    from simulator.drill.sitting import Sitting
    from simulator.records import Records, Session
    from simulator.records.certificate import Certificate
    from simulator.records.score import Score
    from sops.sop.sop import Sop

NEEDED = 2
"""Passed exams that a certificate takes."""
FRESH = range(9_000, 10_000)
"""Where seeds come from once a person has met all that a drill keeps for exams."""
PRACTICE = range(1, 1_000)

Holding = Literal["valid", "lapsed", "ready", "short"]


def exam_seed(drill: Drill, kept: Iterable[Session]) -> int:
    """A seed that none of these sessions has met in this drill, and no exam of its SOP either:
    two exams on one seed make no certificate. First those that the drill keeps for exams."""
    met = {
        each.seed for each in kept
        if each.drill_id == drill.id or (each.mode == "exam" and each.sop_id == drill.sop)
    }  # fmt: skip
    unseen = [seed for seed in drill.exam_seeds if seed not in met]
    return random.choice(unseen or [seed for seed in FRESH if seed not in met])


def practice_seed(drill: Drill) -> int:
    """Any seed that is not kept for exams."""
    return random.choice([seed for seed in PRACTICE if seed not in drill.exam_seeds])


@dataclass(frozen=True)
class Standing:
    """How far a person is with one SOP.

    `passed`: exams that count, on seeds of their own, under the SOP as it is now; `claims` of
    them were scored by the person's own machine only, and a lead scores those again first.
    """

    sop_id: str
    passed: int
    claims: int
    certificate: Certificate | None
    lapsed: bool

    @property
    def missing(self) -> int:
        """Exams still to be passed."""
        return max(0, NEEDED - self.passed)

    @property
    def holding(self) -> Holding:
        """A certificate that holds, one that has lapsed, enough exams for one, or too few."""
        if self.certificate is not None and not self.lapsed:
            return "valid"
        if not self.missing:
            return "ready"
        return "lapsed" if self.certificate is not None else "short"


def standing(
    sop_id: str, sop_hash: str, kept: Iterable[Session], scores: Iterable[Score],
    certificates: Iterable[Certificate],
) -> Standing:  # fmt: skip
    """From one person's sessions, scores and certificates; `sop_hash` is the SOP's of now."""
    sessions = list(kept)
    scored = {each.session_id: each for each in scores}
    counting = {}
    for each in sessions:
        score = scored.get(each.id)
        if each.sop_id != sop_id or each.sop_hash != sop_hash or each.mode != "exam":
            continue
        if each.state == "ended" and score and score.passed and _first_met(each, sessions):
            counting[each.seed] = score
    found = [each for each in certificates if each.sop_id == sop_id]
    valid = next((each for each in found if not each.lapsed(sop_hash)), None)
    return Standing(
        sop_id, len(counting), sum(each.source == "claim" for each in counting.values()),
        valid or (found[0] if found else None), valid is None and bool(found),
    )  # fmt: skip


def _first_met(exam: Session, sessions: Iterable[Session]) -> bool:
    return not any(
        each.drill_id == exam.drill_id and each.seed == exam.seed and each.id != exam.id
        and each.started_at <= exam.started_at
        for each in sessions
    )  # fmt: skip


def standing_of(records: Records, person_id: str, sop_id: str, sop_hash: str) -> Standing:
    """The same, read from the records."""
    return standing(
        sop_id, sop_hash,
        records.sessions.list(person_id=person_id, sop_id=sop_id),
        records.scorecards.scores(person_id=person_id, sop_id=sop_id),
        records.certificates.list(person_id=person_id, sop_id=sop_id),
    )  # fmt: skip


def begin_exam(
    records: Records, person_id: str, drill: Drill, sop: Sop, language: str = "zh"
) -> Sitting:
    """A new exam of a person; the seed is drawn here and shown to nobody."""
    from simulator.drill.sitting import begin

    seed = exam_seed(drill, records.sessions.list(person_id=person_id, sop_id=sop.id))
    return begin(records, person_id, drill, sop, seed, mode="exam", language=language)


def drawn(drills: Sequence[Drill], kept: Iterable[Session]) -> Drill:
    """The drill of an exam of a SOP: one of those that this person has been examined in least."""
    taken = Counter(each.drill_id for each in kept if each.mode == "exam")
    least = min(taken[drill.id] for drill in drills)
    return random.choice([drill for drill in drills if taken[drill.id] == least])
