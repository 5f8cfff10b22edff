"""People on paper."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.records.person import Person
from sops.language import N_, _
from sops.problem import printable
from tui.terminal.screen import Screen
from tui.terminal.table import table, texts

ROLES = {
    "trainee": N_("学员"), "lead": N_("组长"), "planner": N_("规划员"),
    "administrator": N_("管理员"),
}  # fmt: skip


def people_page(found: Sequence[Person], screen: Screen) -> list[str]:
    """A table of people."""
    rows = [
        [printable(each.login), printable(each.name), _(ROLES[each.role]),
         _("停用") if each.disabled else ""]
        for each in found
    ]  # fmt: skip
    return table(texts(_("登录名"), _("姓名"), _("角色"), _("状态")), rows, screen)
