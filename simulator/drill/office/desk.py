"""One call to the back office: read, carried out or refused (D6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.drill.office import account_desk, order_desk, refund_desk, service_desk
from simulator.drill.office.answer import Answer, refused
from simulator.drill.office.arguments import ArgumentError, read_call
from simulator.drill.office.lookup import LOOKUPS
from simulator.drill.office.state import OfficeState

DESKS: dict[str, Any] = {
    **LOOKUPS, **order_desk.DESK, **refund_desk.DESK, **account_desk.DESK, **service_desk.DESK,
}  # fmt: skip
"""Every action of sops.action by name; a test holds the two against each other."""


def call(
    state: OfficeState, name: str, words: Mapping[str, Any], at_us: int
) -> tuple[Answer, dict[str, Any]]:
    """The answer to one call at session time `at_us`, and the arguments as they were read.

    Whatever is wrong with the call is a refusal (`wrong_call`), never an exception.
    """
    state.at_us = at_us
    try:
        action, arguments = read_call(name, words)
    except ArgumentError as error:
        return refused("wrong_call", str(error)), dict(words)
    return DESKS[action.name](state, **arguments), arguments
