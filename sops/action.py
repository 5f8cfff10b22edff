"""The closed list of what an agent can do in the back office (D6): names, arguments, titles.

The back office itself (simulator.drill.office) carries them out; SOPs and drills name them.
Amounts are in fen, hours in hours, days in days, moments are `YYYY-MM-DDTHH:MM`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sops.language import N_, _

ParameterKind = Literal["id", "amount_fen", "number", "text", "choice", "moment"]


@dataclass(frozen=True)
class Parameter:
    """One argument of an action; `choices` for kind `choice`."""

    name: str
    kind: ParameterKind
    title: str
    required: bool = True
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Action:
    """Something an agent can do; `writes` tells a change from a look-up."""

    name: str
    title: str
    writes: bool
    parameters: tuple[Parameter, ...] = ()

    def parameter(self, name: str) -> Parameter | None:
        """The parameter called `name`, if it has one."""
        return next((each for each in self.parameters if each.name == name), None)


def _p(
    name: str, kind: ParameterKind, title: str, required: bool = True, choices: str = ""
) -> Parameter:
    return Parameter(name, kind, title, required, tuple(choices.split()))


_ORDER = _p("order", "id", N_("订单号"))
_PARCEL = _p("parcel", "id", N_("运单号"))
_AMOUNT = _p("amount_fen", "amount_fen", N_("金额"))
_SKU = _p("sku", "text", N_("商品编码"))
_NOTE = _p("note", "text", N_("备注"), False)

LOOKUPS = (
    Action("look_customer", N_("看顾客资料"), False),
    Action("look_contacts", N_("看历史进线"), False),
    Action("look_orders", N_("看全部订单"), False),
    Action("look_order", N_("看订单"), False, (_ORDER,)),
    Action("look_parcel", N_("看物流"), False, (_PARCEL,)),
    Action("look_refund", N_("看退款"), False, (_ORDER,)),
    Action("look_return", N_("看退换货单"), False, (_ORDER,)),
    Action("look_invoice", N_("看发票"), False, (_ORDER,)),
    Action("look_coupons", N_("看优惠券"), False),
    Action("look_price", N_("看价格记录"), False, (_SKU,)),
    Action("look_stock", N_("看库存"), False, (_SKU,)),
    Action("look_install", N_("看安装单"), False, (_ORDER,)),
    Action("look_points", N_("看账户与积分"), False),
    Action("look_tickets", N_("看工单"), False),
    Action("look_policy", N_("查规则"), False, (_p("topic", "text", N_("主题")),)),
)

WRITES = (
    Action(
        "verify_identity", N_("核验身份"), True,
        (
            _p("method", "choice", N_("方式"), True, "phone_tail receiver order_item code"),
            _p("value", "text", N_("顾客报的内容")),
        ),
    ),
    Action("change_address", N_("改收货信息"), True,
           (_ORDER, _p("address", "text", N_("新地址")),
            _p("receiver", "text", N_("收件人"), False), _p("phone", "text", N_("电话"), False))),
    Action("intercept_parcel", N_("拦截包裹"), True, (_PARCEL,)),
    Action("urge_dispatch", N_("催仓库发货"), True, (_ORDER,)),
    Action("urge_carrier", N_("催快递"), True, (_PARCEL,)),
    Action("cancel_order", N_("取消订单"), True, (_ORDER,)),
    Action("refund_order", N_("仅退款"), True,
           (_ORDER, _AMOUNT,
            _p("reason", "choice", N_("原因"), True,
               "not_sent lost damaged missing quality late deposit goodwill other"))),
    Action("open_return", N_("开退货单"), True,
           (_ORDER, _SKU, _p("freight_by", "choice", N_("运费谁出"), True, "buyer seller"),
            _p("reason", "choice", N_("原因"), True, "no_reason quality wrong_item other"))),
    Action("approve_refund", N_("确认收货并退款"), True, (_ORDER, _AMOUNT)),
    Action("open_exchange", N_("开换货单"), True,
           (_ORDER, _SKU, _p("to_sku", "text", N_("换成的商品编码")),
            _p("freight_by", "choice", N_("运费谁出"), True, "buyer seller"))),
    Action("resend_item", N_("补发"), True, (_ORDER, _SKU, _p("quantity", "number", N_("数量")))),
    Action("grant_protection", N_("退价保差价"), True, (_ORDER, _AMOUNT)),
    Action("issue_invoice", N_("开发票"), True,
           (_ORDER, _p("title", "text", N_("抬头")),
            _p("tax_no", "text", N_("税号"), False),
            _p("form", "choice", N_("形式"), False, "electronic paper"))),
    Action("reissue_coupon", N_("补发优惠券"), True, (_p("coupon", "id", N_("券号")),)),
    Action("compensate", N_("补偿"), True,
           (_ORDER, _p("form", "choice", N_("形式"), True, "cash coupon points freight"),
            _AMOUNT)),
    Action("adjust_points", N_("补积分"), True, (_p("points", "number", N_("积分")),)),
    Action("book_install", N_("预约安装"), True,
           (_ORDER, _p("at", "moment", N_("上门时间")))),
    Action("unlock_account", N_("解除账户限制"), True),
    Action("hide_data", N_("隐去个人信息"), True, (_ORDER,)),
    Action("open_ticket", N_("建工单"), True,
           (_p("topic", "choice", N_("类别"), True,
               "logistics dispatch refund return exchange quality authenticity invoice promotion "
               "deposit stock install usage account complaint review privacy callback other"),
            _p("due_hours", "number", N_("几小时内回复")), _NOTE)),
    Action("escalate", N_("升级转交"), True,
           (_p("to", "choice", N_("转给"), True,
               "second_line supervisor risk_control specialist"), _NOTE)),
)  # fmt: skip

ALSO_SHOWN_BY = {"look_order": "look_orders", "look_customer": "look_points"}
"""Look-ups whose rows another one shows too."""

ACTIONS: dict[str, Action] = {action.name: action for action in (*LOOKUPS, *WRITES)}


def action_title(name: str) -> str:
    """The name of an action in the current language; itself where it is none."""
    return _(ACTIONS[name].title) if name in ACTIONS else name
