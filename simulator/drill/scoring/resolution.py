"""Resolution, 0–100: end state, facts told, SOP constraints, time (D7)."""

from __future__ import annotations

from simulator.drill.office.table_title import table_titles
from simulator.drill.scoring.constraint import constraint_items
from simulator.drill.scoring.item import Evidence, Item
from simulator.drill.scoring.pace import time_items
from simulator.drill.scoring.rubric import Rubric
from simulator.drill.scoring.standing import Standing, standing
from simulator.drill.scoring.telling import telling_items
from simulator.drill.scoring.transcript import Transcript
from sops.language import _


def resolution_items(transcript: Transcript, rubric: Rubric) -> list[Item]:
    """All items of resolution. Touching nothing and saying nothing earns nothing: what held
    from the start gives no end-state credit, and time counts only as far as the matter got."""
    found = standing(transcript.case, transcript.office, transcript.last_told)
    told = telling_items(transcript, rubric)
    constraints = constraint_items(transcript, rubric)
    progress = _progress([*told, *constraints])
    return [
        _end_state(transcript, found, rubric),
        *told,
        *constraints,
        *time_items(transcript, rubric, progress),
    ]


def _progress(items: list[Item]) -> float:
    most = sum(item.most for item in items)
    return max(0.0, sum(item.points for item in items if item.most) / most) if most else 0.0


def _end_state(transcript: Transcript, found: Standing, rubric: Rubric) -> Item:
    most = rubric.resolution.end_state
    points = most * found.share if found.reasoned else 0.0
    if not found.reasoned:
        reason = (
            _("应当婉拒，但真实原因没有讲清，后台没动也不算解决")
            if transcript.case.drill.refusal
            else _("这件事靠讲清楚来解决，该讲的还没讲全")
        )
    elif found.unexpected:
        tables = table_titles(found.unexpected)
        reason = _("后台有不该有的改动：{tables}").format(tables=tables)
    elif found.unmet:
        reason = _("后台还差：{tables}").format(tables=table_titles(found.unmet))
    else:
        reason = _("后台状态达到要求：{name}").format(name=found.title)
    writes = tuple(
        Evidence(event.seq, words=event.body["name"])
        for event in transcript.actions
        if event.body["ok"] and not event.body["name"].startswith("look_")
    )
    return Item("end_state", "end_state", points, most, "D7", reason, writes)
