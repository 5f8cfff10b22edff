"""What is known of the customer before anything is looked up: name, tier, earlier contacts."""

from __future__ import annotations

from scenarios.drill.case import Case
from sops.language import N_, _, localized
from sops.platform import load_platform
from sops.problem import printable
from tui.app.widget.wrapped import Wrapped
from tui.office_text import row_text, value_text


class CustomerCard(Wrapped):
    """The card of one case."""

    HELP = N_("这一场要做什么，和顾客卡片：等级、订单、以前的进线和没办完的工单。细节用 F2 查。")

    def __init__(self, case: Case) -> None:
        super().__init__(self._text(case))

    def _text(self, case: Case) -> str:
        customer = case.drill.customer
        lines = [
            case.say(case.drill.brief),
            "",
            f"{case.say(customer.name)}  {value_text('level', customer.tier)}",
            localized(load_platform(case.drill.platform).title),
        ]
        for order in case.tables.get("orders", []):
            items = "、".join(printable(i.get("title", "")) for i in order.get("items", []))
            lines += ["", _("订单 {id}").format(id=printable(order.get("id"))), items]
        for title, table in ((_("以前的进线"), "contacts"), (_("工单"), "tickets")):
            rows = case.tables.get(table, [])
            if rows:
                lines += ["", title, *("  ".join(row_text(row)) for row in rows)]
        return "\n".join(lines)
