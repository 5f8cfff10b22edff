"""Actions on the account: identity, coupons, points, locks, personal data."""

from __future__ import annotations

import re
from typing import Any

from simulator.drill.office.answer import Answer, done, refused
from simulator.drill.office.order_desk import order_of
from simulator.drill.office.state import OfficeState
from sops.language import _


def verify_identity(state: OfficeState, method: str, value: str) -> Answer:
    """Compare what the customer said with the account or an order; each try is kept."""
    fits = _fits(state, method, _bare(value))
    row = state.add("identity", method=method, passed=fits)
    if not fits:
        return refused("no_match", _("核验不通过：与留存信息不一致"))
    return done("identity", row, _("核验通过"))


def _fits(state: OfficeState, method: str, value: str) -> bool:
    if not value:
        return False
    orders = state.rows("orders")
    if method in ("phone_tail", "code"):
        phones = [state.account.get("phone"), *(order.get("phone") for order in orders)]
        return len(value) >= 4 and any(_bare(phone).endswith(value) for phone in phones if phone)
    if method == "receiver":
        names = [state.account.get("name"), *(order.get("receiver") for order in orders)]
        return any(_bare(name) == value for name in names if name)
    titles = [_bare(item.get("title")) for order in orders for item in order.get("items", [])]
    return any(value in title or title in value for title in titles if title)


def _bare(text: Any) -> str:
    return re.sub(r"[\s\-—·.,，。]", "", str(text or "")).casefold()


def reissue_coupon(state: OfficeState, coupon: str) -> Answer:
    """Give a coupon back that a cancelled order or an error used up; not one that is live."""
    row = state.first("coupons", id=coupon)
    if row is None:
        return refused("not_found", _("没有这张券"))
    if row.get("status") in ("available", "reissued"):
        return refused("still_there", _("这张券还在账户里，不用补发"))
    row["status"] = "reissued"
    return done("coupons", row, _("券已补发到账户"))


def adjust_points(state: OfficeState, points: float) -> Answer:
    """Add points to the account."""
    if points <= 0:
        return refused("nothing", _("积分要大于 0"))
    limit = state.authority_fen.get("adjust_points")
    if limit is not None and points > limit:
        text = _("超出权限：最多补 {points} 积分，再多要升级")
        return refused("beyond_authority", text.format(points=limit))
    state.account["points"] = int(state.account.get("points") or 0) + int(points)
    return done("account", state.account, _("积分已到账"))


def unlock_account(state: OfficeState) -> Answer:
    """Lift a lock, unless risk control set it."""
    if not state.account.get("locked"):
        return refused("not_locked", _("账户没有被限制"))
    if state.account.get("locked_because") == "risk_control":
        return refused("risk_control", _("风控设的限制，客服不能解除，要转风控"))
    state.account["locked"] = False
    return done("account", state.account, _("限制已解除"))


def hide_data(state: OfficeState, order: str) -> Answer:
    """Mask the personal data of an order for everybody outside the warehouse."""
    row = order_of(state, order)
    if isinstance(row, Answer):
        return row
    state.account["data_hidden"] = True
    return done("account", state.account, _("个人信息已隐去"))


DESK: dict[str, Any] = {
    each.__name__: each
    for each in (verify_identity, reissue_coupon, adjust_points, unlock_account, hide_data)
}
