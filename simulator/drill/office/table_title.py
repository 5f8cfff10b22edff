"""What people call the tables of the back office."""

from __future__ import annotations

from collections.abc import Iterable

from sops.language import N_, _

TITLES = {
    "account": N_("账户"), "orders": N_("订单"), "parcels": N_("包裹"), "refunds": N_("退款"),
    "returns": N_("退换货单"), "invoices": N_("发票"), "coupons": N_("优惠券"),
    "protections": N_("价保差价"), "installs": N_("安装单"), "compensations": N_("补偿"),
    "tickets": N_("工单"), "handovers": N_("转交"), "stock": N_("库存"),
}  # fmt: skip


def table_titles(names: Iterable[str]) -> str:
    """Names of tables as people say them, each once."""
    return _("、").join(_(TITLES.get(name, name)) for name in dict.fromkeys(names))
