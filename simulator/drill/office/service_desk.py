"""Invoices, installation visits, tickets and handing a case on."""

from __future__ import annotations

from typing import Any

from simulator.drill.office.answer import Answer, done, refused
from simulator.drill.office.order_desk import order_of
from simulator.drill.office.state import OfficeState
from sops.language import _


def issue_invoice(
    state: OfficeState, order: str, title: str, tax_no: str = "", form: str = "electronic"
) -> Answer:
    """An invoice over what was paid; one for each order, a wrong one is replaced."""
    row = order_of(state, order)
    if isinstance(row, Answer):
        return row
    if row.get("status") in ("unpaid", "cancelled"):
        return refused("nothing_paid", _("订单没有付款，开不了发票"))
    old = state.first("invoices", order=order, status="issued")
    if old is not None and old.get("title") == title and old.get("tax_no", "") == tax_no:
        return refused("only_once", _("同样抬头的发票已经开过"))
    if old is not None:
        old["status"] = "replaced"
    new = state.add(
        "invoices", order=order, title=title, tax_no=tax_no, form=form, status="issued",
        amount_fen=row.get("paid_fen", 0), issued_at=state.stamp(),
    )  # fmt: skip
    return done("invoices", new, _("发票已开"))


def book_install(state: OfficeState, order: str, at: str) -> Answer:
    """A visit at one of the times that the installer offers."""
    row = state.first("installs", order=order)
    if row is None:
        return refused("not_found", _("这个订单没有安装服务"))
    if at not in [str(slot) for slot in row.get("slots", [])]:
        return refused("no_slot", _("这个时间约不上：请从可约时间里选"))
    row["at"], row["status"] = at, "booked"
    return done("installs", row, _("安装已预约"))


def open_ticket(state: OfficeState, topic: str, due_hours: float, note: str = "") -> Answer:
    """A ticket with the time by which somebody answers."""
    if due_hours <= 0:
        return refused("no_time", _("几小时内回复要大于 0"))
    new = state.add(
        "tickets", topic=topic, status="open", due_at=state.stamp(due_hours), note=note,
        opened_at=state.stamp(),
    )  # fmt: skip
    return done("tickets", new, _("工单已建"))


def escalate(state: OfficeState, to: str, note: str = "") -> Answer:
    """Hand the case to others; the conversation is theirs from here on."""
    new = state.add("handovers", to=to, note=note, at=state.stamp())
    return done("handovers", new, _("已转交"))


DESK: dict[str, Any] = {
    each.__name__: each for each in (issue_invoice, book_install, open_ticket, escalate)
}
