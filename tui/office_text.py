"""Rows of the back office as people read them: titles for columns, yuan, days and words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sops.language import N_, _, localized
from sops.platform import load_platform, platform_names
from sops.problem import printable

TITLES: dict[str, str] = {
    "id": N_("编号"), "name": N_("姓名"), "level": N_("等级"), "shop": N_("店铺"),
    "status": N_("状态"), "paid_fen": N_("实付"),
    "paid_at": N_("付款时间"), "dispatch_by": N_("最晚发货"), "dispatched_at": N_("发货时间"),
    "signed_at": N_("签收时间"), "address": N_("地址"), "receiver": N_("收件人"),
    "phone": N_("电话"), "items": N_("商品"), "parcel": N_("运单"), "deposit_fen": N_("定金"),
    "balance_fen": N_("尾款"), "balance_by": N_("尾款截止"), "coupon": N_("优惠券"),
    "buyer": N_("下单账号"), "custom_made": N_("定制"), "presale": N_("预售"),
    "note": N_("备注"), "install": N_("需安装"), "order": N_("订单"), "carrier": N_("快递"),
    "tracking": N_("轨迹"), "expected_at": N_("预计送达"), "interceptable": N_("可拦截"),
    "amount_fen": N_("金额"), "reason": N_("原因"), "opened_at": N_("提交时间"),
    "arrives_by": N_("预计到账"), "route": N_("退到"), "title": N_("名称"), "sku": N_("商品编码"),
    "to_sku": N_("换成"), "at": N_("时间"), "price_fen": N_("价格"), "kind": N_("类型"),
    "freight_by": N_("运费"),
    "received_at": N_("入库时间"), "inspection": N_("验收"),
    "tax_no": N_("税号"), "form": N_("形式"), "issued_at": N_("开具时间"),
    "threshold_fen": N_("门槛"), "expires_at": N_("到期"), "scope": N_("适用"),
    "quantity": N_("数量"),
    "restock_at": N_("到货"), "slots": N_("可约时间"), "topic": N_("主题"),
    "due_at": N_("截止"), "channel": N_("渠道"), "summary": N_("摘要"), "text": N_("规则"),
    "points": N_("积分"), "locked": N_("限制"),
    "locked_because": N_("限制原因"), "data_hidden": N_("已隐去信息"), "method": N_("方式"),
    "passed": N_("通过"), "to": N_("转给"), "place": N_("地点"), "urged": N_("催办"),
}  # fmt: skip
"""Column → its title, in the order in which columns are shown: what is kept has lost its own."""

VALUES: dict[str, str] = {
    "unpaid": N_("待付款"), "paid": N_("已付款"), "deposit_paid": N_("已付定金"),
    "dispatched": N_("已发货"), "signed": N_("已签收"), "cancelled": N_("已取消"),
    "closed": N_("已关闭"), "in_transit": N_("运输中"), "delivering": N_("派送中"),
    "lost": N_("已丢失"), "intercepting": N_("拦截中"), "returned": N_("已退回"),
    "submitted": N_("已提交"), "approved": N_("已同意"), "done": N_("已完成"),
    "failed": N_("失败"), "open": N_("处理中"), "received": N_("已入库"),
    "issued": N_("已开具"), "replaced": N_("已作废"), "available": N_("可用"),
    "used": N_("已用"), "expired": N_("已过期"), "reissued": N_("已补发"),
    "booked": N_("已预约"), "ordinary": N_("普通价"), "live_room": N_("直播间价"),
    "original": N_("原路"), "balance": N_("余额"), "buyer": N_("买家"), "seller": N_("卖家"),
    "electronic": N_("电子"), "paper": N_("纸质"), "return": N_("退货"),
    "exchange": N_("换货"), "resend": N_("补发"), "second_line": N_("二线"),
    "supervisor": N_("主管"), "risk_control": N_("风控"), "specialist": N_("专员"),
    "stuck": N_("停滞"), "picked_up": N_("已揽收"), "processing": N_("处理中"),
}  # fmt: skip

TIERS: dict[str, str] = {
    "ordinary": N_("普通"), "silver": N_("银卡"), "gold": N_("金卡"), "vip": N_("贵宾"),
}  # fmt: skip
"""A customer's level; an ordinary price and an ordinary customer share a word in the tables."""


def row_text(row: Mapping[str, Any]) -> Iterator[str]:
    """`title：value` for each column that has something to show, in the order of the titles."""
    for key, value in in_order(row, TITLES):
        if value is not None and value != "" and value != []:
            yield _("{title}：{value}").format(
                title=column_title(key), value=value_text(key, value)
            )


def in_order(values: Mapping[str, Any], order: Iterable[str]) -> list[tuple[str, Any]]:
    """The values by an order of their names; names that it does not know come last."""
    place = {name: number for number, name in enumerate(order)}
    return sorted(values.items(), key=lambda each: place.get(each[0], len(place)))


def column_title(key: str) -> str:
    """The title of a column; its name where it has none."""
    return _(TITLES[key]) if key in TITLES else key


def value_text(key: str, value: Any) -> str:
    """A value as people read it: fen as yuan, moments without T, lists side by side."""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if key.endswith("_fen") and isinstance(value, int):
        return f"¥{value / 100:.2f}"
    if key.endswith(("_at", "_by")) or key == "at":
        return printable(value, 40).replace("T", " ")
    if isinstance(value, Mapping):
        return " ".join(value_text(inner, each) for inner, each in in_order(value, TITLES))
    if isinstance(value, list | tuple):
        return "；".join(value_text(key.removesuffix("s"), each) for each in value)
    text = str(value)
    if key == "shop" and text in platform_names():
        return localized(load_platform(text).title)
    titles = TIERS if key == "level" else VALUES
    return _(titles[text]) if text in titles else printable(text, 200)
