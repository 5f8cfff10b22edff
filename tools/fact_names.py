"""The facts of tests/understanding/facts.jsonl by the names of the library's SOPs.

Both definitions were read for each. Where they are not the same, the note says how far they
go together; what has no counterpart is in `NONE`, with the reason, and is not measured.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Name:
    """A fact of the set: an SOP, its facts that say the same, and how their values compare.

    `values`: `amount` – hundredths in both; `duration` – low and high seconds; `date` – a day in
    the words said, or a duration; `days` – the SOP has a number of days, the set a duration of
    which the upper end counts; `listed` – (fact, value heard) → (value in the set, negated)
    in `says`, and nothing else is compared.
    """

    sop: str
    facts: tuple[str, ...]
    values: str
    says: dict[tuple[str, Any], tuple[Any, bool]] = field(default_factory=dict)
    note: str = ""


def _truth(fact: str) -> dict[tuple[str, Any], tuple[Any, bool]]:
    """A truth in both; negation is worked into the value, so it is not compared by itself."""
    return {(fact, True): (True, False), (fact, False): (False, False)}


SOPS = {
    "refund": "refund-progress", "return": "return-refund", "address": "change-address",
    "price_protection": "price-protection", "dispatch": "urge-dispatch",
    "logistics": "logistics-status", "invoice": "invoice", "coupon": "coupon-promotion",
}  # fmt: skip
"""Topic of the set → the SOP whose cues are listened with."""

NAMES: dict[str, Name] = {
    "refund_amount": Name("refund-progress", ("refund_amount",), "amount"),
    "refund_days": Name(
        "refund-progress", ("arrives", "after_receipt"), "duration",
        note="The set does not tell the time until the shop pays from the time until it arrives.",
    ),
    "refund_route": Name(
        "refund-progress", ("original_only",), "listed",
        {("original_only", True): ("original", False),
         ("original_only", False): ("original", True)},
        "The SOP knows only the way that it was paid and no other; `balance` is left out.",
    ),
    "return_window_days": Name("return-refund", ("window_days",), "days"),
    "freight_by": Name(
        "return-refund", ("freight_by",), "listed",
        {("freight_by", who): (who, False) for who in ("seller", "buyer")},
    ),
    "address_changeable": Name(
        "change-address", ("changed",), "listed", {("changed", False): (False, False)},
        "The SOP asks whether it has been changed; only that it cannot be is the same in both.",
    ),
    "intercept_possible": Name(
        "change-address", ("interceptable",), "listed", _truth("interceptable")
    ),
    "covered": Name(
        "price-protection", ("within_window", "comparable"), "listed",
        {**_truth("within_window"), ("comparable", False): (False, False)},
        "The SOP splits it: not covered is either past the period or another kind of price.",
    ),
    "difference": Name("price-protection", ("difference",), "amount"),
    "dispatched": Name("urge-dispatch", ("sent",), "listed", _truth("sent")),
    "dispatch_by": Name("urge-dispatch", ("dispatch_by",), "date"),
    "arrives_on": Name("logistics-status", ("expected",), "date"),
    "invoice_days": Name("invoice", ("arrives",), "duration"),
    "coupon_expires": Name("coupon-promotion", ("valid_until",), "date"),
}  # fmt: skip

NONE: dict[str, str] = {
    "returnable": "the SOP has the grounds (within_window, custom_made), not the verdict",
    "apply_deadline": "the SOP has the length of the period, not its last day",
    "parcel_at": "no fact has a place as its value",
    "lost": "`state` has no such choice",
    "invoice_issued": "a step of the SOP, not a fact",
    "invoice_kind": "no such fact",
    "coupon_valid": "the SOP has why it does not apply and whether it is back",
}
