"""The back office: every action of the closed list does what a real system would (D6)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.drill.office.desk import DESKS, call
from simulator.drill.office.state import OfficeState
from sops.action import ACTIONS

NOW = datetime(2026, 11, 12, 10, 0)
TABLES: dict[str, list[dict[str, Any]]] = {
    "orders": [
        {"id": "1", "status": "paid", "paid_fen": 10_000, "phone": "13800001234",
         "receiver": "陈女士", "items": [{"sku": "A", "title": "外套", "quantity": 2}]},
        {"id": "2", "status": "signed", "paid_fen": 20_000, "parcel": "SF2",
         "items": [{"sku": "B", "title": "鞋", "quantity": 1}]},
    ],
    "parcels": [
        {"id": "SF2", "order": "2", "status": "signed"},
        {"id": "SF3", "order": "2", "status": "in_transit"},
    ],
    "returns": [
        {"id": "R1", "order": "2", "sku": "B", "kind": "return", "status": "received",
         "inspection": "passed"},
    ],
    "coupons": [{"id": "C1", "status": "used"}, {"id": "C2", "status": "available"}],
    "stock": [{"sku": "B2", "quantity": 3}, {"sku": "B3", "quantity": 0}],
    "installs": [{"id": "I1", "order": "2", "slots": ["2026-11-14T09:00"]}],
    "policies": [{"topic": "价保", "text": "15 天"}],
}  # fmt: skip


def office(**account: Any) -> OfficeState:
    """A small office; agents may give at most 50 yuan back and 20 yuan for the trouble."""
    return OfficeState(
        TABLES, {"id": "u", "name": "陈女士", "phone": "13800001234", "points": 10, **account},
        NOW, {"refund_order": 5_000, "compensate": 2_000},
    )  # fmt: skip


def test_every_action_of_the_list_is_carried_out_by_a_desk() -> None:
    """Neither a named action without a desk nor a desk without a name."""
    assert set(DESKS) == set(ACTIONS)


@pytest.mark.parametrize(
    ("name", "words", "code"),
    [
        ("change_address", {"order": "1", "address": "新地址"}, "done"),
        ("change_address", {"order": "2", "address": "新地址"}, "already_sent"),
        ("cancel_order", {"order": "1"}, "done"),
        ("cancel_order", {"order": "2"}, "already_sent"),
        ("cancel_order", {"order": "9"}, "not_found"),
        ("intercept_parcel", {"parcel": "SF3"}, "done"),
        ("intercept_parcel", {"parcel": "SF2"}, "too_late"),
        ("urge_dispatch", {"order": "1"}, "done"),
        ("urge_dispatch", {"order": "2"}, "nothing_to_urge"),
        ("urge_carrier", {"parcel": "SF2"}, "already_signed"),
        ("resend_item", {"order": "1", "sku": "A", "quantity": 1}, "done"),
        ("resend_item", {"order": "1", "sku": "A", "quantity": 3}, "too_many"),
        ("resend_item", {"order": "1", "sku": "B", "quantity": 1}, "not_in_order"),
        ("refund_order", {"order": "1", "amount_fen": "50", "reason": "late"}, "done"),
        ("refund_order", {"order": "1", "amount_fen": "50.01", "reason": "late"},
         "beyond_authority"),
        ("refund_order", {"order": "1", "amount_fen": "100.01", "reason": "late"}, "too_much"),
        ("refund_order", {"order": "1", "amount_fen": "0", "reason": "late"}, "nothing"),
        ("open_return", {"order": "1", "sku": "A", "freight_by": "buyer", "reason": "no_reason"},
         "not_sent"),
        ("open_exchange", {"order": "2", "sku": "B", "to_sku": "B2", "freight_by": "seller"},
         "done"),
        ("open_exchange", {"order": "2", "sku": "B", "to_sku": "B3", "freight_by": "seller"},
         "no_stock"),
        ("approve_refund", {"order": "2", "amount_fen": "200"}, "done"),
        ("approve_refund", {"order": "1", "amount_fen": "10"}, "not_received"),
        ("grant_protection", {"order": "2", "amount_fen": "30"}, "done"),
        ("compensate", {"order": "2", "form": "coupon", "amount_fen": "20"}, "done"),
        ("compensate", {"order": "2", "form": "cash", "amount_fen": "20.5"}, "beyond_authority"),
        ("issue_invoice", {"order": "2", "title": "公司"}, "done"),
        ("reissue_coupon", {"coupon": "C1"}, "done"),
        ("reissue_coupon", {"coupon": "C2"}, "still_there"),
        ("adjust_points", {"points": 5}, "done"),
        ("book_install", {"order": "2", "at": "2026-11-14T09:00"}, "done"),
        ("book_install", {"order": "2", "at": "2026-11-15T09:00"}, "no_slot"),
        ("verify_identity", {"method": "phone_tail", "value": "1234"}, "done"),
        ("verify_identity", {"method": "phone_tail", "value": "9999"}, "no_match"),
        ("verify_identity", {"method": "receiver", "value": "陈女士"}, "done"),
        ("unlock_account", {}, "not_locked"),
        ("hide_data", {"order": "1"}, "done"),
        ("open_ticket", {"topic": "logistics", "due_hours": 24}, "done"),
        ("open_ticket", {"topic": "nonsense", "due_hours": 24}, "wrong_call"),
        ("escalate", {"to": "supervisor"}, "done"),
        ("no_such_thing", {}, "wrong_call"),
        ("look_order", {"order": "1"}, "found"),
        ("look_order", {"order": "8"}, "not_found"),
        ("look_policy", {"topic": "价保"}, "found"),
    ],
)  # fmt: skip
def test_each_call_is_answered_as_a_real_system_would(
    name: str, words: dict[str, Any], code: str
) -> None:
    """Done, or refused with a code; a refusal changes no row."""
    state = office()
    answer, _arguments = call(state, name, words, 0)
    assert answer.code == code
    assert answer.ok == (code in ("done", "found"))
    if code not in ("done", "no_match"):
        assert state.snapshot() == state.before


def test_money_back_never_exceeds_what_was_paid() -> None:
    """Refunds and price differences add up against the price."""
    state = office()
    state.authority_fen.clear()
    words = {"order": "1", "amount_fen": "60", "reason": "late"}
    assert call(state, "refund_order", words, 0)[0].ok
    assert call(state, "grant_protection", {"order": "1", "amount_fen": "41"}, 0)[0].code == (
        "too_much"
    )
    assert call(state, "grant_protection", {"order": "1", "amount_fen": "40"}, 0)[0].ok


def test_risk_control_is_not_lifted_by_an_agent() -> None:
    """A lock set by risk control stays."""
    state = office(locked=True, locked_because="risk_control")
    assert call(state, "unlock_account", {}, 0)[0].code == "risk_control"
    state = office(locked=True, locked_because="password")
    assert call(state, "unlock_account", {}, 0)[0].ok


def test_a_ticket_is_due_after_the_hours_named() -> None:
    """Due times are counted from the moment of the story at which the ticket is opened."""
    state = office()
    answer, _words = call(state, "open_ticket", {"topic": "other", "due_hours": 2}, 3_600_000_000)
    assert answer.rows[0]["due_at"] == "2026-11-12T13:00"


@settings(max_examples=150, deadline=None)
@given(
    name=st.sampled_from([*ACTIONS, "x"]),
    words=st.dictionaries(
        st.sampled_from(["order", "parcel", "amount_fen", "sku", "reason", "value", "at", "to"]),
        st.one_of(st.text(max_size=30), st.integers(), st.none()),
        max_size=5,
    ),
)
def test_no_call_whatever_breaks_the_office(name: str, words: dict[str, Any]) -> None:
    """Anything typed is answered, never an exception."""
    answer, _arguments = call(office(), name, words, 0)
    assert answer.ok or answer.message
