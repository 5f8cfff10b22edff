"""The scored items of a session, to be chosen from in a form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.drill.scoring.item_name import item_names
from tui.item_title import item_title

if TYPE_CHECKING:
    from simulator.drill.scoring.scorecard import Scorecard
    from simulator.records import Session


def scored_items(records: Any, session: Session, card: Scorecard) -> tuple[tuple[str, str], ...]:
    """Name and text of each item with the points that count now, in the order of the card."""
    from simulator.review.corrected import corrected

    kept, found = records.scorecards.latest(session.id), corrected(records, session.id)
    points = found.points if found else {}
    places = {name: place for place, name in enumerate(item_names(card.items))}
    return tuple(
        (each.item, f"{item_title(each.item, session.sop_id, session.drill_id)}"
         f"  {points.get(each.item, each.points):g}/{each.possible:g}")
        for each in sorted(
            kept.items if kept else (), key=lambda item: places.get(item.item, len(places))
        )
    )  # fmt: skip
