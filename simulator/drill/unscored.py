"""Sessions whose program was killed between the end and the card: they are scored late (D11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.records import Records


def score_unscored(records: Records, person_id: str) -> tuple[str, ...]:
    """Score what a person has ended and nobody has scored; the ids of those sessions.

    Where the drill or its SOP has changed since, there is no card to be had, and it is left.
    """
    missing = records.scores.missing(person_id)
    if not missing:
        return ()
    from simulator.drill.scoring.rubric import load_rubric
    from simulator.drill.sitting import ChangedError, rescore
    from sops.problem import Problems

    found = []
    for session_id in missing:
        try:
            rescore(records, session_id, load_rubric())
            found.append(session_id)
        except (ChangedError, Problems):
            continue
    return tuple(found)
