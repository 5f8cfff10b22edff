"""The records: one object through which everything kept is written and read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from simulator.records.access import Access, role_of
from simulator.records.caller import LOCAL, NOBODY, Caller
from simulator.records.error import NotAllowed
from simulator.records.identity import new_id
from simulator.records.moment import now_us
from simulator.records.opening import open_store, own_caller
from simulator.records.session import Sessions
from simulator.records.table import people
from sops.language import _

if TYPE_CHECKING:
    from simulator.records.appeal import Appeals
    from simulator.records.assignment import Assignments
    from simulator.records.audit import Audit
    from simulator.records.blind_score import BlindScores
    from simulator.records.certificate import Certificates
    from simulator.records.check import Checked
    from simulator.records.cohort import Cohorts
    from simulator.records.erasure import Erased
    from simulator.records.gap import Gaps
    from simulator.records.intake import Taken
    from simulator.records.item_total import ItemTotals
    from simulator.records.person import People
    from simulator.records.plan import Plans
    from simulator.records.review import Reviews
    from simulator.records.score import Scores
    from simulator.records.scorecard import Scorecards
    from simulator.records.sign_in import SignIn
    from simulator.records.trainee import Trainees


def open_records(
    url: str | None = None, *, full_sync: bool | None = None, served: bool = False,
    operator: bool = False,
) -> Records:  # fmt: skip
    """Open the records at `url`, else SHAPAN_DATABASE_URL, else the file in the data folder.

    The database is made or brought up to date first. `full_sync`: what is written survives a
    power cut too (default: SHAPAN_FULL_SYNC). `served`: the program that opens them has signed
    people in, and they reach the file through it alone; then a SQLite file is not trust-only.
    `operator`: whoever holds the address of a PostgreSQL database's owner looks after it; does
    nothing for anybody else. Raises `Unusable`.

    In a local file all may be done but signing; under a PostgreSQL login of one's own what that
    person may do; otherwise nothing until somebody has signed in (`sign_in`, `acting_as`).
    """
    store = open_store(url, full_sync, operator)
    if store.operator or (store.local and not served):
        caller = LOCAL
    else:
        caller = NOBODY if store.local or store.as_gateway else own_caller(store)
    return Records(Access(store, caller, served))


class Records:
    """What is kept, as one caller sees it; close it, or use it in a `with`.

    Each noun has its file, which is loaded when first asked for: a cold start pays for sessions
    only.
    """

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

    def acting_as(self, person_id: str) -> Records:
        """The same records as a person sees them who has signed in; `NotAllowed` for a stranger.

        The role is looked up; nobody brings one along. Under a PostgreSQL login of one's own the
        database knows who asks, and no other person can be acted for.
        """
        store = self.access.store
        if not store.local and not store.as_gateway and person_id != self.caller.person_id:
            raise NotAllowed(_("只能以自己的名义这样做"))
        with store.transaction(replace(NOBODY, person_id=person_id), writes=False) as connection:
            role = role_of(connection, person_id)
        if role is None:
            raise NotAllowed(_("没有这个人，或已停用"))
        access = replace(self.access, caller=Caller(person_id, role))
        return Records(access)

    def together(self) -> AbstractContextManager[None]:
        """What is read inside is read in one transaction: for pages that ask for many things."""
        return self.access.together()

    @cached_property
    def sign_in(self) -> SignIn:
        """Signing in, the first administrator, passwords."""
        from simulator.records.sign_in import SignIn

        return SignIn(self.access)

    @cached_property
    def people(self) -> People:
        """Who drills, leads, plans and keeps the people."""
        from simulator.records.person import People

        return People(self.access)

    @cached_property
    def cohorts(self) -> Cohorts:
        """Who trains together, and who leads them."""
        from simulator.records.cohort import Cohorts

        return Cohorts(self.access)

    @cached_property
    def assignments(self) -> Assignments:
        """What is to be drilled, and by when."""
        from simulator.records.assignment import Assignments

        return Assignments(self.access)

    @cached_property
    def reviews(self) -> Reviews:
        """What leads say about sessions."""
        from simulator.records.review import Reviews

        return Reviews(self.access)

    @cached_property
    def appeals(self) -> Appeals:
        """What trainees say about scores."""
        from simulator.records.appeal import Appeals

        return Appeals(self.access)

    @cached_property
    def certificates(self) -> Certificates:
        """Who may do what in earnest."""
        from simulator.records.certificate import Certificates

        return Certificates(self.access)

    @cached_property
    def plans(self) -> Plans:
        """Saved plans of the planning desk."""
        from simulator.records.plan import Plans

        return Plans(self.access)

    @cached_property
    def audit(self) -> Audit:
        """Who did what."""
        from simulator.records.audit import Audit

        return Audit(self.access)

    def erase(self, person_id: str) -> Erased:
        """Erase a person on request; see `erasure.Erasure`."""
        from simulator.records.erasure import Erasure

        return Erasure(self.access).erase(person_id)

    def export_lines(self, session_ids: Iterable[str] | None = None) -> Iterator[str]:
        """Sessions, events, scores and reviews as lines of JSON; see `export.export_lines`."""
        from simulator.records.export import export_lines

        return export_lines(self.access, session_ids)

    def import_lines(self, name: str, lines: Iterable[bytes], owner: str | None = None) -> Taken:
        """Take an export in, all of it or nothing; see `intake.take_in`."""
        from simulator.records.intake import take_in

        return take_in(self.access, name, lines, owner)

    def back_up(self, target: Path) -> Path:
        """Copy the whole database to a new file; see `backup.back_up`."""
        from simulator.records.backup import back_up

        return back_up(self.access.store, target)

    def check(self) -> Checked:
        """Whether all that is kept is whole; see `check.check`."""
        from simulator.records.check import check

        return check(self.access)

    @cached_property
    def sessions(self) -> Sessions:
        """Sessions of drills and their events."""
        return Sessions(self.access)

    @cached_property
    def scorecards(self) -> Scorecards:
        """Scores of sessions."""
        from simulator.records.scorecard import Scorecards

        return Scorecards(self.access)

    @cached_property
    def scores(self) -> Scores:
        """What counts of each session."""
        from simulator.records.score import Scores

        return Scores(self.access)

    @cached_property
    def trainees(self) -> Trainees:
        """How people get on."""
        from simulator.records.trainee import Trainees

        return Trainees(self.access)

    @cached_property
    def blind_scores(self) -> BlindScores:
        """What leads gave without having seen the machine's points."""
        from simulator.records.blind_score import BlindScores

        return BlindScores(self.access)

    @cached_property
    def gaps(self) -> Gaps:
        """When a session stood still."""
        from simulator.records.gap import Gaps

        return Gaps(self.access)

    @cached_property
    def item_totals(self) -> ItemTotals:
        """What is missed where."""
        from simulator.records.item_total import ItemTotals

        return ItemTotals(self.access)

    def local_person(self) -> str:
        """The id of the one person of a local file, made when first asked for."""
        if not self.local:
            raise NotAllowed(_("这个记录库由多人共用，请先登录"))
        mine = select(people.c.id).where(people.c.local, people.c.erased_us.is_(None))
        with self.access.read() as connection:
            found = connection.execute(mine).scalar()
        if found is not None:
            return str(found)
        with self.access.write() as connection:
            # Another program may have come first.
            found = connection.execute(mine).scalar()
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
