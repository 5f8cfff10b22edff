"""Look-ups: what the back office shows without changing anything."""

from __future__ import annotations

from typing import Any

from simulator.drill.office.answer import Answer, refused, shown
from simulator.drill.office.state import OfficeState
from sops.language import _


def look_customer(state: OfficeState) -> Answer:
    """The customer's account."""
    return shown("account", [state.account])


def look_points(state: OfficeState) -> Answer:
    """Account, level and points."""
    return shown("account", [state.account])


def look_contacts(state: OfficeState) -> Answer:
    """Earlier contacts."""
    return shown("contacts", state.rows("contacts"))


def look_orders(state: OfficeState) -> Answer:
    """All orders of the account."""
    return shown("orders", state.rows("orders"))


def look_order(state: OfficeState, order: str) -> Answer:
    """One order."""
    return _one(state, "orders", order)


def look_parcel(state: OfficeState, parcel: str) -> Answer:
    """One parcel and its tracking; an order's id finds its parcels too."""
    found = state.rows("parcels", id=parcel) or state.rows("parcels", order=parcel)
    return shown("parcels", found) if found else _missing()


def look_refund(state: OfficeState, order: str) -> Answer:
    """Refunds of an order."""
    return _of_order(state, "refunds", order)


def look_return(state: OfficeState, order: str) -> Answer:
    """Returns and exchanges of an order."""
    return _of_order(state, "returns", order)


def look_invoice(state: OfficeState, order: str) -> Answer:
    """Invoices of an order."""
    return _of_order(state, "invoices", order)


def look_install(state: OfficeState, order: str) -> Answer:
    """Installation visits of an order."""
    return _of_order(state, "installs", order)


def look_coupons(state: OfficeState) -> Answer:
    """The customer's coupons."""
    return shown("coupons", state.rows("coupons"))


def look_price(state: OfficeState, sku: str) -> Answer:
    """Prices of an article over time."""
    return shown("prices", state.rows("prices", sku=sku))


def look_stock(state: OfficeState, sku: str) -> Answer:
    """Stock of an article."""
    return shown("stock", state.rows("stock", sku=sku))


def look_tickets(state: OfficeState) -> Answer:
    """Tickets of the customer."""
    return shown("tickets", state.rows("tickets"))


def look_policy(state: OfficeState, topic: str) -> Answer:
    """What the rules say on a topic; any row whose topic contains the word."""
    word = topic.strip().casefold()
    found = [row for row in state.rows("policies") if word in str(row["topic"]).casefold()]
    return shown("policies", found or state.rows("policies"))


def _one(state: OfficeState, table: str, key: str) -> Answer:
    found = state.rows(table, id=key)
    return shown(table, found) if found else _missing()


def _of_order(state: OfficeState, table: str, order: str) -> Answer:
    if state.first("orders", id=order) is None:
        return _missing()
    return shown(table, state.rows(table, order=order))


def _missing() -> Answer:
    return refused("not_found", _("查不到：请核对号码"))


LOOKUPS: dict[str, Any] = {
    each.__name__: each
    for each in (
        look_customer, look_contacts, look_orders, look_order, look_parcel, look_refund,
        look_return, look_invoice, look_coupons, look_price, look_stock, look_install,
        look_points, look_tickets, look_policy,
    )
}  # fmt: skip
"""Name → function of the state and the arguments."""
