"""The records: one object through which everything kept is written and read."""

from __future__ import annotations

from functools import cached_property
from types import TracebackType

from sqlalchemy import insert, select

from simulator.records.access import Access
from simulator.records.caller import LOCAL, NOBODY, Caller
from simulator.records.error import NotAllowed
from simulator.records.identity import new_id
from simulator.records.moment import now_us
from simulator.records.opening import open_store
from simulator.records.scorecard import Scorecards
from simulator.records.session import Sessions
from simulator.records.table import people
from sops.language import _


def open_records(
    url: str | None = None, *, full_sync: bool | None = None, served: bool = False
) -> Records:
    """Open the records at `url`, else SHAPAN_DATABASE_URL, else the file in the data folder.

    The database is made or brought up to date first. `full_sync`: what is written survives a
    power cut too (default: SHAPAN_FULL_SYNC). `served`: the program that opens them has signed
    people in, and they reach the file through it alone; then a SQLite file is not trust-only.
    Raises `Unusable`.
    """
    store = open_store(url, full_sync)
    caller = LOCAL if store.local and not served else NOBODY
    return Records(Access(store, caller, served))


class Records:
    """What is kept, as one caller sees it; close it, or use it in a `with`."""

    def __init__(self, access: Access) -> None:
        self.access = access

    @property
    def local(self) -> bool:
        """Whether this is a single-user file that trusts whoever can read it."""
        return self.access.store.local and not self.access.served

    @property
    def place(self) -> str:
        """The file or address, without a password."""
        return self.access.store.place

    @property
    def caller(self) -> Caller:
        """In whose name all this is asked."""
        return self.access.caller

    @cached_property
    def sessions(self) -> Sessions:
        """Sessions of drills and their events."""
        return Sessions(self.access)

    @cached_property
    def scorecards(self) -> Scorecards:
        """Scores of sessions."""
        return Scorecards(self.access)

    def local_person(self) -> str:
        """The id of the one person of a local file, made when first asked for."""
        if not self.local:
            raise NotAllowed(_("这个记录库由多人共用，请先登录"))
        with self.access.write() as connection:
            found = connection.execute(select(people.c.id).where(people.c.local)).scalar()
            if found is not None:
                return str(found)
            person = new_id()
            connection.execute(
                insert(people).values(
                    id=person, login="local", name="", role="trainee", local=True,
                    disabled=False, created_us=now_us(),
                )
            )  # fmt: skip
            return person

    def close(self) -> None:
        """Close all connections."""
        self.access.store.close()

    def __enter__(self) -> Records:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()
