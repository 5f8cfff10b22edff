"""Which desks a person sits at, by role.

Everybody drills, and has a path of their own. The review desk is the leads', who answer for their
cohorts; the planning desk the planners' and administrators', who alone may keep plans. Whoever
sits at a local file, or looks after the database, is everybody at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.records.caller import PLANNERS, Role
from sops.language import N_

if TYPE_CHECKING:
    from simulator.records.caller import Caller

DESKS: dict[str, tuple[Role, ...]] = {"review": ("lead",), "plan": PLANNERS}
"""Desks that are not everybody's."""

REFUSED = {
    "review": N_("复盘台是组长的；你自己的成绩和证据在“我的训练”里"),
    "plan": N_("排班台是规划员和管理员的"),
}  # fmt: skip


def may_sit(caller: Caller | None, desk: str) -> bool:
    """Whether a caller may go to a desk; None is the person at a local file."""
    return caller is None or caller.trusted or desk not in DESKS or caller.role in DESKS[desk]
