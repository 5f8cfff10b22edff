"""Money back and goods back: refunds, returns, exchanges, price protection, compensation."""

from __future__ import annotations

from typing import Any

from simulator.drill.office.answer import Answer, done, refused
from simulator.drill.office.order_desk import order_of
from simulator.drill.office.state import OfficeState, Row
from sops.language import _


def beyond(state: OfficeState, action: str, amount_fen: int) -> Answer | None:
    """The refusal where an amount is more than this agent may give by this action."""
    limit = state.authority_fen.get(action)
    if limit is None or amount_fen <= limit:
        return None
    text = _("超出权限：这个操作最多 {yuan} 元，再多要升级")
    return refused("beyond_authority", text.format(yuan=f"{limit / 100:g}"))


def refund_order(state: OfficeState, order: str, amount_fen: int, reason: str) -> Answer:
    """Money back without goods back, up to what was paid and not yet refunded."""
    row = order_of(state, order)
    if isinstance(row, Answer):
        return row
    wrong = _money(state, row, amount_fen) or beyond(state, "refund_order", amount_fen)
    if wrong:
        return wrong
    new = _refund(state, order, amount_fen, reason)
    return done("refunds", new, _("退款已提交，原路退回"))


def open_return(state: OfficeState, order: str, sku: str, freight_by: str, reason: str) -> Answer:
    """A return of one article: goods first, then the money."""
    row = order_of(state, order)
    if isinstance(row, Answer):
        return row
    wrong = _article(row, sku) or _only_once(state, order, sku)
    if wrong:
        return wrong
    if row.get("status") not in ("dispatched", "signed"):
        return refused("not_sent", _("还没发货，不用退货：可以取消订单"))
    new = state.add(
        "returns", order=order, sku=sku, kind="return", freight_by=freight_by, reason=reason,
        status="open", opened_at=state.stamp(),
    )  # fmt: skip
    return done("returns", new, _("退货单已建"))


def open_exchange(state: OfficeState, order: str, sku: str, to_sku: str, freight_by: str) -> Answer:
    """An exchange of one article for one that is in stock."""
    row = order_of(state, order)
    if isinstance(row, Answer):
        return row
    wrong = _article(row, sku) or _only_once(state, order, sku)
    if wrong:
        return wrong
    stock = state.first("stock", sku=to_sku)
    if stock is None:
        return refused("unknown_article", _("没有要换成的商品编码"))
    if int(stock.get("quantity", 0)) < 1:
        return refused("no_stock", _("要换成的商品没有库存"))
    new = state.add(
        "returns", order=order, sku=sku, to_sku=to_sku, kind="exchange", freight_by=freight_by,
        status="open", opened_at=state.stamp(),
    )  # fmt: skip
    return done("returns", new, _("换货单已建"))


def approve_refund(state: OfficeState, order: str, amount_fen: int) -> Answer:
    """Money back for goods that came back and passed inspection."""
    row = order_of(state, order)
    if isinstance(row, Answer):
        return row
    back = state.first("returns", order=order, kind="return")
    if back is None or back.get("status") != "received":
        return refused("not_received", _("仓库还没签收退货，不能退款"))
    if back.get("inspection") not in (None, "", "passed"):
        return refused("inspection", _("退货验收没有通过，不能直接退款"))
    wrong = _money(state, row, amount_fen) or beyond(state, "approve_refund", amount_fen)
    if wrong:
        return wrong
    back["status"] = "closed"
    return done("refunds", _refund(state, order, amount_fen, "return"), _("退款已提交，原路退回"))


def grant_protection(state: OfficeState, order: str, amount_fen: int) -> Answer:
    """Pay back a price difference, once for each order."""
    row = order_of(state, order)
    if isinstance(row, Answer):
        return row
    if state.first("protections", order=order) is not None:
        return refused("only_once", _("这个订单已经退过差价"))
    wrong = _money(state, row, amount_fen) or beyond(state, "grant_protection", amount_fen)
    if wrong:
        return wrong
    new = state.add("protections", order=order, amount_fen=amount_fen, status="paid")
    return done("protections", new, _("差价已提交，原路退回"))


def compensate(state: OfficeState, order: str, form: str, amount_fen: int) -> Answer:
    """Something for the trouble: money, a coupon, points or freight, as an amount in fen."""
    row = order_of(state, order)
    if isinstance(row, Answer):
        return row
    if amount_fen <= 0:
        return refused("nothing", _("金额要大于 0"))
    given = sum(int(each["amount_fen"]) for each in state.rows("compensations", order=order))
    wrong = beyond(state, "compensate", given + amount_fen)
    if wrong:
        return wrong
    new = state.add("compensations", order=order, form=form, amount_fen=amount_fen)
    return done("compensations", new, _("补偿已发放"))


def _refund(state: OfficeState, order: str, amount_fen: int, reason: str) -> Row:
    return state.add(
        "refunds", order=order, amount_fen=amount_fen, reason=reason, status="submitted",
        opened_at=state.stamp(), route="original",
    )  # fmt: skip


def _money(state: OfficeState, order: Row, amount_fen: int) -> Answer | None:
    if amount_fen <= 0:
        return refused("nothing", _("金额要大于 0"))
    back = sum(
        int(row.get("amount_fen", 0))
        for table in ("refunds", "protections")
        for row in state.rows(table, order=order["id"])
        if row.get("status") not in ("failed", "rejected", "closed_unpaid")
    )
    if amount_fen + back > int(order.get("paid_fen", 0)):
        return refused("too_much", _("加起来超过实付金额"))
    return None


def _article(order: Row, sku: str) -> Answer | None:
    if sku in {str(item.get("sku")) for item in order.get("items", [])}:
        return None
    return refused("not_in_order", _("订单里没有这个商品编码"))


def _only_once(state: OfficeState, order: str, sku: str) -> Answer | None:
    if any(row.get("status") == "open" for row in state.rows("returns", order=order, sku=sku)):
        return refused("only_once", _("这件商品已有进行中的退换货单"))
    return None


DESK: dict[str, Any] = {
    each.__name__: each
    for each in (
        refund_order, open_return, open_exchange, approve_refund, grant_protection, compensate,
    )
}  # fmt: skip
