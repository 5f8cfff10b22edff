"""Checking a visitor against the records."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.records import Records


def sign_in_with(records: Records) -> Callable[[str, str, str], str]:
    """A function from login, password and address to a person's id; `PermissionError` with a
    text for the visitor where the records refuse."""

    def sign_in(login: str, password: str, address: str) -> str:
        from simulator.records import RecordsError

        try:
            caller = records.sign_in.with_password(login, password, address)
        except RecordsError as error:
            raise PermissionError(str(error)) from None
        return caller.person_id

    return sign_in
