"""Assigning a drill or a type of contact from the review desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sops.language import _
from tui.app.refused import refusals
from tui.app.screen.ask import Field
from tui.due import due_moment

if TYPE_CHECKING:
    from tui.app.board import Board


def assign_fields(board: Board, person: str | None, cohort: str | None) -> list[Field]:
    """To whom, what, by when."""
    whom = []
    if person:
        whom.append((f"person {person}", board.names.get(person) or person))
    named = next((each.name for each in board.cohorts if each.id == cohort), None)
    if cohort and named:
        whom.append((f"cohort {cohort}", _("全班：{name}").format(name=named)))
        # Those who have not played yet are in no table.
        for each in board.records.cohorts.members(cohort):
            if not each.leads and each.person_id != person:
                name = board.names.get(each.person_id) or each.person_id
                whom.append((f"person {each.person_id}", name))
    return [
        Field("whom", _("给谁"), options=tuple(whom)),
        Field("what", _("练什么"), options=_subjects()),
        Field("due", _("什么时候之前，如 2026-11-11；不写就不限"), ""),
    ]


def _subjects() -> tuple[tuple[str, str], ...]:
    from scenarios.drill.load import drill_names
    from sops.sop.load import load_sop, sop_names
    from tui.item_title import drill_title, sop_title

    kinds = {load_sop(name).contact_type: sop_title(name) for name in sop_names()}
    whole = [(f"type {k}", _("整类：{title}").format(title=t)) for k, t in kinds.items()]
    return (*whole, *((f"drill {name}", drill_title(name)) for name in drill_names()))


def assign(screen: Any, given: dict[str, str] | None) -> None:
    """Do what the form says, or say why not."""
    if given is None:
        return
    kind, _blank, whom = given["whom"].partition(" ")
    subject, _blank, what = given["what"].partition(" ")
    with refusals(screen):
        screen.app.records.assignments.assign(
            **{f"{kind}_id": whom, "drill_id" if subject == "drill" else "contact_type": what},
            due_at=due_moment(given["due"]),
        )
        screen.notify(_("布置好了"))
