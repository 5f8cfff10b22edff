"""Checking a visitor against the records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sops.language import _
from sops.problem import printable

if TYPE_CHECKING:
    from simulator.records import Records


@dataclass(frozen=True)
class Try:
    """What somebody typed, from where, and the mark their browser brought, if any.

    With a one-time `code`, `password` is a new one, and `twice` says whether it was written the
    same way twice, where the form asks for that.
    """

    login: str
    password: str
    code: str = ""
    address: str = ""
    device: str = ""
    twice: bool = True


@dataclass(frozen=True)
class Door:
    """Who may come in, by the records."""

    records: Records

    def known(self, given: Try) -> str:
        """The id of the person; `PermissionError` with a text for the visitor if refused."""
        from simulator.records import RecordsError

        if not given.twice:
            raise PermissionError(_("两遍写的密码不一样"))
        came = {"address": given.address, "device": given.device}
        door = self.records.sign_in
        try:
            if given.code:
                caller = door.with_code(given.login, given.code, given.password, **came)
            else:
                caller = door.with_password(given.login, given.password, **came)
        except RecordsError as error:
            raise PermissionError(printable(error, 300)) from None
        return caller.person_id

    def standing(self, person_id: str) -> str | None:
        """What a sign-in stands on; None once the person may not sign in. `ConnectionError`
        where the records cannot be asked."""
        from simulator.records import RecordsError

        try:
            return self.records.sign_in.standing(person_id)
        except RecordsError as error:
            raise ConnectionError(str(error)) from error
