"""Order and parcel numbers, and the phone numbers that must not be taken for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simulator.drill.understanding.found import Found

_ID = re.compile(r"(?<![a-z0-9.])[a-z]{0,4}(?:[0-9]{8,20})(?![0-9a-z]|\.[0-9])")
_PLACEHOLDER = re.compile(
    r"[\[<{【《](?:订单编?号|单号|订单id|order(?: (?:number|no\.?|id))?|order_?id)[\]>}】》]"
)
_PHONE = re.compile(r"(?<![a-z0-9.])1[3-9][0-9](?:[0-9]{8}|\*{4}[0-9]{4})(?![0-9a-z])")
_NAMED_ORDER = re.compile(
    r"(?:订单|单号|编号|order|number|no\.?|#)(?:编?号)?[^0-9\]>})】》\s机话]{0,2}$"
)


def find_orders(text: str, _lang: str) -> Iterator[Found]:
    """Ids of 8 to 20 digits (up to four letters before, as carriers write) in folded text, as
    written in capitals; a placeholder has the value ""."""
    for match in _ID.finditer(text):
        yield Found(match[0].upper(), match.start(), match.end())
    for match in _PLACEHOLDER.finditer(text):
        yield Found("", match.start(), match.end())


def find_phones(text: str, _lang: str) -> Iterator[Found]:
    """Mobile numbers of eleven digits, masked ones too, unless named as an order's number."""
    for match in _PHONE.finditer(text):
        if not _NAMED_ORDER.search(text[max(0, match.start() - 12) : match.start()]):
            yield Found(match[0], match.start(), match.end())
