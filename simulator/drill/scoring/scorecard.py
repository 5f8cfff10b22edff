"""The scorecard of a session: three numbers, their items with evidence, a pass or not (D7–D10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scenarios.drill.case import Case
from simulator.drill.conversation.event import Event
from simulator.drill.scoring.advice import Advice, advice
from simulator.drill.scoring.critical import critical_items
from simulator.drill.scoring.empathy import empathy_items
from simulator.drill.scoring.felt import Felt, felt
from simulator.drill.scoring.item import Item
from simulator.drill.scoring.resolution import resolution_items
from simulator.drill.scoring.rubric import Rubric, load_rubric
from simulator.drill.scoring.standing import standing
from simulator.drill.scoring.transcript import Transcript

RESOLUTION_PARTS = ("end_state", "told", "constraints", "time")


@dataclass(frozen=True)
class End:
    """An accepted end of the drill, and whether it was reached, for a refusal with its reason."""

    name: str
    title: str
    reached: bool

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {"name": self.name, "title": self.title, "reached": self.reached}


@dataclass(frozen=True)
class Scorecard:
    """`resolution`, `empathy` (None where the drill does not score it) and `felt.score` are
    0–100 and independent of each other; `passed` is None where a lead has to decide."""

    drill: str
    seed: int
    language: str
    mode: str
    rubric: str
    resolution: float
    empathy: float | None
    felt: Felt
    passed: bool | None
    uncertain: bool
    coached: int
    ended: str | None
    items: tuple[Item, ...]
    critical: tuple[Item, ...]
    advice: tuple[Advice, ...]
    solved: bool
    """For the 2×2: resolution at or over the rubric's mark."""
    warm: bool
    """For the 2×2: empathy at or over the rubric's mark, or not scored."""
    reference_felt: float | None = None
    """How the reference run of the same case feels to the customer (D9); None: not played."""
    end: End | None = None
    """The accepted end that the case came nearest to; None in cards that were kept before."""

    def as_dict(self) -> dict[str, Any]:
        """The stable JSON shape."""
        return {
            "drill": self.drill, "seed": self.seed, "language": self.language,
            "mode": self.mode, "rubric": self.rubric, "resolution": self.resolution,
            "empathy": self.empathy, "felt": self.felt.score,
            "reference_felt": self.reference_felt,
            "emotion": {
                "curve": list(self.felt.curve), "lowest": self.felt.lowest,
                "highest": self.felt.highest, "end": self.felt.end,
                "satisfaction": self.felt.satisfaction,
            },
            "solved": self.solved, "warm": self.warm, "passed": self.passed,
            "uncertain": self.uncertain, "coached": self.coached, "ended": self.ended,
            "end": None if self.end is None else self.end.as_dict(),
            "critical": [item.as_dict() for item in self.critical],
            "items": [item.as_dict() for item in self.items],
            "advice": [each.as_dict() for each in self.advice],
        }  # fmt: skip


def score(
    case: Case, log: Sequence[Event], mode: str = "practise", rubric: Rubric | None = None
) -> Scorecard:
    """The scorecard of a log; the same log and rubric give the same card, to the last digit."""
    rubric = rubric or load_rubric()
    transcript = Transcript(case, log)
    resolution = resolution_items(transcript, rubric)
    empathy = empathy_items(transcript, rubric) if case.drill.empathy_scored else []
    critical = tuple(critical_items(transcript))
    hints = sum(event.kind == "hint" for event in log)
    solved = _sum(resolution) - hints * rubric.penalties.hint
    warm = _sum(empathy) if case.drill.empathy_scored else None
    resolution_points = round(min(100.0, max(0.0, solved)), 1)
    empathy_points = None if warm is None else round(min(100.0, max(0.0, warm)), 1)
    items = (*resolution, *empathy)
    uncertain = _uncertain(resolution_points, empathy_points, items, rubric)
    return Scorecard(
        case.drill.id, case.seed, case.language, mode, f"{rubric.id}-{rubric.version}",
        resolution_points, empathy_points, felt(transcript),
        _passed(resolution_points, empathy_points, critical, uncertain, rubric),
        uncertain, hints, transcript.ended, items, critical,
        tuple(advice(transcript, items)),
        resolution_points >= rubric.passing.resolution,
        empathy_points is None or empathy_points >= rubric.passing.empathy,
        end=_end(transcript),
    )  # fmt: skip


def _end(transcript: Transcript) -> End:
    found = standing(transcript.case, transcript.office, transcript.last_told)
    return End(found.name, found.title, found.solved)


def _sum(items: Sequence[Item]) -> float:
    return sum(item.points for item in items)


def _uncertain(
    resolution: float, empathy: float | None, items: Sequence[Item], rubric: Rubric
) -> bool:
    """Whether doubtful items could carry a score over its mark, either way."""
    marks = [(resolution, rubric.passing.resolution, True)]
    if empathy is not None:
        marks.append((empathy, rubric.passing.empathy, False))
    for points, mark, of_resolution in marks:
        doubt = sum(
            max(item.most, abs(item.points))
            for item in items
            if not item.certain and (item.part in RESOLUTION_PARTS) == of_resolution
        )
        if doubt and abs(points - mark) <= doubt:
            return True
    return False


def _passed(
    resolution: float, empathy: float | None, critical: Sequence[Item], uncertain: bool,
    rubric: Rubric,
) -> bool | None:  # fmt: skip
    if critical:
        return False
    if uncertain:
        return None
    warm = empathy is None or empathy >= rubric.passing.empathy
    return resolution >= rubric.passing.resolution and warm
