"""Actions on orders and parcels: address, interception, urging, cancelling, resending."""

from __future__ import annotations

from typing import Any

from simulator.drill.office.answer import Answer, done, refused
from simulator.drill.office.state import OfficeState, Row
from sops.language import _

NOT_SENT = ("unpaid", "paid", "deposit_paid")


def order_of(state: OfficeState, order: str) -> Row | Answer:
    """The order, or the refusal where there is none."""
    found = state.first("orders", id=order)
    return found if found is not None else refused("not_found", _("没有这个订单号"))


def change_address(
    state: OfficeState, order: str, address: str, receiver: str = "", phone: str = ""
) -> Answer:
    """New receiver data, while the order has not been sent."""
    row = order_of(state, order)
    if isinstance(row, Answer):
        return row
    if row.get("status") not in NOT_SENT:
        return refused("already_sent", _("订单已出库，系统不能再改地址"))
    row["address"] = address
    if receiver:
        row["receiver"] = receiver
    if phone:
        row["phone"] = phone
    return done("orders", row, _("收货信息已改"))


def intercept_parcel(state: OfficeState, parcel: str) -> Answer:
    """Ask the carrier to stop a parcel; those out for delivery or signed cannot be stopped."""
    row = state.first("parcels", id=parcel)
    if row is None:
        return refused("not_found", _("没有这个运单号"))
    if row.get("interceptable") is False or row.get("status") in ("signed", "delivering", "lost"):
        return refused("too_late", _("快递不受理拦截：包裹已在派送、已签收或不支持拦截"))
    row["status"] = "intercepting"
    return done("parcels", row, _("拦截已提交快递"))


def urge_dispatch(state: OfficeState, order: str) -> Answer:
    """Remind the warehouse; only for paid orders that have not been sent."""
    row = order_of(state, order)
    if isinstance(row, Answer):
        return row
    if row.get("status") != "paid":
        return refused("nothing_to_urge", _("这个订单没有待发货的商品"))
    return done("tickets", _urge(state, "dispatch", order), _("已催仓库，24 小时内有回音"))


def urge_carrier(state: OfficeState, parcel: str) -> Answer:
    """Raise a parcel with the carrier."""
    row = state.first("parcels", id=parcel)
    if row is None:
        return refused("not_found", _("没有这个运单号"))
    if row.get("status") == "signed":
        return refused("already_signed", _("包裹已签收，不能再催"))
    return done("tickets", _urge(state, "logistics", parcel), _("已催快递，24 小时内有回音"))


def _urge(state: OfficeState, topic: str, note: str) -> Row:
    return state.add(
        "tickets", topic=topic, status="open", due_at=state.stamp(24), note=note, urged=True
    )


def cancel_order(state: OfficeState, order: str) -> Answer:
    """Cancel an order that has not been sent; what was paid goes back the way it came."""
    row = order_of(state, order)
    if isinstance(row, Answer):
        return row
    if row.get("status") not in NOT_SENT:
        return refused("already_sent", _("订单已出库，不能取消；可拦截或拒收后退款"))
    row["status"] = "cancelled"
    return done("orders", row, _("订单已取消，款项原路退回"))


def resend_item(state: OfficeState, order: str, sku: str, quantity: float) -> Answer:
    """Send an article again, if there is stock."""
    row = order_of(state, order)
    if isinstance(row, Answer):
        return row
    bought = {str(item.get("sku")): int(item.get("quantity", 1)) for item in row.get("items", [])}
    if sku not in bought:
        return refused("not_in_order", _("订单里没有这个商品编码"))
    if not 1 <= quantity <= bought[sku]:
        return refused("too_many", _("补发数量不能超过买的数量"))
    stock = state.first("stock", sku=sku)
    if stock is not None and int(stock.get("quantity", 0)) < quantity:
        return refused("no_stock", _("库存不足，补发不了"))
    new = state.add(
        "returns", order=order, sku=sku, kind="resend", quantity=int(quantity), status="open"
    )
    return done("returns", new, _("补发单已建"))


DESK: dict[str, Any] = {
    each.__name__: each
    for each in (
        change_address, intercept_parcel, urge_dispatch, urge_carrier, cancel_order, resend_item,
    )
}  # fmt: skip
