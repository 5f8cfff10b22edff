"""What a trainee's own page shows, read from the records and the library once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scenarios.drill.drill import Drill
    from simulator.drill.exam import Standing
    from simulator.records import Records, Session
    from simulator.records.appeal import Appeal
    from simulator.records.review import Review
    from simulator.records.score import Score
    from simulator.review.duty import Duty
    from simulator.review.progress import Progress
    from sops.library_folder import Stamp
    from sops.sop.sop import Sop

Library = Mapping[str, tuple["Drill", "Sop"]]


def library_stamps() -> frozenset[Stamp]:
    """The files that `read_library` reads, as they are now."""
    from scenarios.drill.load import drill_folders
    from sops.library_folder import stamps
    from sops.sop.load import sop_folders

    return stamps((*drill_folders(), *sop_folders()))


def read_library() -> Library:
    """Every drill that can be read; those with mistakes are left out."""
    from scenarios.drill.load import drill_names, load_drill
    from sops.problem import Problems

    found: dict[str, tuple[Drill, Sop]] = {}
    for name in drill_names():
        try:
            found[name] = load_drill(name)
        except Problems:
            continue
    return found


@dataclass(frozen=True)
class MyPath:
    """Of one person; with many sessions it is slow to read, so not on the screen's own thread."""

    records: Records
    me: str
    library: Library

    @cached_property
    def sessions(self) -> tuple[Session, ...]:
        """All of one's own, newest first."""
        return self.records.sessions.list(person_id=self.me)

    @cached_property
    def scores(self) -> tuple[Score, ...]:
        """The score that counts of each session, newest first."""
        return self.records.scorecards.scores(person_id=self.me)

    @cached_property
    def appeals(self) -> tuple[Appeal, ...]:
        """One's own appeals, oldest first."""
        return self.records.appeals.list(person_id=self.me)

    @cached_property
    def types(self) -> Mapping[str, str]:
        """The type of contact of each drill that may be assigned."""
        return {
            name: sop.contact_type
            for name, (drill, sop) in self.library.items() if drill.status == "stable"
        }  # fmt: skip

    @property
    def interrupted(self) -> tuple[Session, ...]:
        """What can be gone on with, newest first."""
        return tuple(each for each in self.sessions if each.state == "open")

    @cached_property
    def sent_back(self) -> tuple[Review, ...]:
        """What leads wrote when they sent a session back."""
        return self.records.reviews.list(person_id=self.me, sent_back=True)

    @cached_property
    def back(self) -> frozenset[str]:
        """Sessions that were sent back."""
        return frozenset(each.session_id for each in self.sent_back)

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        """What is assigned."""
        from simulator.review.duty import duties

        return duties(
            self.records.assignments.list(person_id=self.me), self.scores,
            self.sent_back, self.types, datetime.now(UTC),
        )  # fmt: skip

    @cached_property
    def progress(self) -> tuple[Progress, ...]:
        """Each type of contact."""
        from simulator.review.progress import progress

        return progress(self.scores, self.types)

    def sop_of(self, contact_type: str) -> Sop | None:
        """The SOP of a type of contact; None where the library has none any more."""
        found = (sop for _drill, sop in self.library.values() if sop.contact_type == contact_type)
        return next(found, None)

    def examined(self, contact_type: str) -> tuple[Drill, ...]:
        """The drills by which a type of contact is examined."""
        return tuple(
            drill for drill, sop in self.library.values()
            if sop.contact_type == contact_type and drill.status == "stable"
        )  # fmt: skip

    @cached_property
    def standings(self) -> Mapping[str, Standing]:
        """How far one is from the certificate of each SOP in the library."""
        from simulator.drill.exam import standing
        from simulator.drill.pin import pin

        given = self.records.certificates.list(person_id=self.me)
        sops = {sop.id: sop for _drill, sop in self.library.values()}
        return {
            name: standing(name, pin(sop), self.sessions, self.scores, given)
            for name, sop in sops.items()
        }
