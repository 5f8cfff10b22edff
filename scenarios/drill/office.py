"""The back office at the start of a drill: rows of plain values, named by table (D2, D6).

Values may be `{name}` templates; a text that is one template alone takes the value itself
(a number stays a number). `simulator.drill.office` says what the columns mean.
"""

from __future__ import annotations

from typing import Any

from pydantic import model_validator

from sops.language import _
from sops.model_errors import Misfit
from sops.strict import Closed

Row = dict[str, Any]

COLUMNS: dict[str, dict[str, str]] = {
    "orders": {
        "id": "text", "shop": "text", "status": "text", "paid_fen": "fen", "paid_at": "moment",
        "dispatch_by": "moment", "dispatched_at": "moment", "signed_at": "moment",
        "address": "text", "receiver": "text", "phone": "text", "items": "items",
        "parcel": "text", "deposit_fen": "fen", "balance_fen": "fen", "balance_by": "moment",
        "coupon": "text", "buyer": "text", "custom_made": "bool", "presale": "bool",
        "note": "text", "install": "bool",
    },
    "parcels": {
        "id": "text", "order": "text", "carrier": "text", "status": "text",
        "tracking": "rows", "expected_at": "moment", "interceptable": "bool",
    },
    "refunds": {
        "id": "text", "order": "text", "amount_fen": "fen", "reason": "text", "status": "text",
        "opened_at": "moment", "arrives_by": "moment", "route": "text",
    },
    "returns": {
        "id": "text", "order": "text", "sku": "text", "to_sku": "text", "kind": "text",
        "freight_by": "text", "reason": "text", "status": "text", "opened_at": "moment",
        "received_at": "moment", "inspection": "text", "quantity": "number",
    },
    "invoices": {
        "id": "text", "order": "text", "title": "text", "tax_no": "text", "form": "text",
        "status": "text", "amount_fen": "fen", "issued_at": "moment",
    },
    "coupons": {
        "id": "text", "title": "text", "amount_fen": "fen", "threshold_fen": "fen",
        "status": "text", "expires_at": "moment", "order": "text", "scope": "text",
    },
    "protections": {"id": "text", "order": "text", "amount_fen": "fen", "status": "text"},
    "prices": {"sku": "text", "at": "moment", "price_fen": "fen", "kind": "text"},
    "stock": {"sku": "text", "quantity": "number", "restock_at": "moment", "title": "text"},
    "installs": {
        "id": "text", "order": "text", "at": "moment", "status": "text", "slots": "list",
    },
    "compensations": {"id": "text", "order": "text", "form": "text", "amount_fen": "fen"},
    "tickets": {
        "id": "text", "topic": "text", "status": "text", "due_at": "moment", "note": "text",
        "opened_at": "moment",
    },
    "contacts": {"at": "moment", "channel": "text", "summary": "text"},
    "policies": {"topic": "text", "text": "text"},
}  # fmt: skip
"""Table → column → what stands there; amounts in fen, moments as ISO texts."""

ACCOUNT = ("id", "name", "phone", "level", "points", "locked", "locked_because", "data_hidden")


class Office(Closed):
    """Tables of rows, the customer's account, and what must never be told (`protected`)."""

    account: Row = {}
    tables: dict[str, tuple[Row, ...]] = {}
    protected: tuple[str, ...] = ()
    """Values that must not be told to anybody, as they would be written: templates too."""

    @model_validator(mode="after")
    def _known_columns(self) -> Office:
        for key in self.account:
            if key not in ACCOUNT:
                known = ", ".join(ACCOUNT)
                message = _("account 没有这一项；可以用：{known}").format(known=known)
                raise Misfit(message, "account", key)
        for table, rows in self.tables.items():
            if table not in COLUMNS:
                known = ", ".join(COLUMNS)
                message = _("没有这张表；可以用：{known}").format(known=known)
                raise Misfit(message, "tables", table)
            for position, row in enumerate(rows):
                for key in row:
                    if key not in COLUMNS[table]:
                        known = ", ".join(COLUMNS[table])
                        message = _("没有这一列；可以用：{known}").format(known=known)
                        raise Misfit(message, "tables", table, position, key)
        return self
