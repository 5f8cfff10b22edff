"""What the records refuse; the text of each is for the user."""

from __future__ import annotations


class RecordsError(Exception):
    """A request that the records cannot meet."""


class Unusable(RecordsError):
    """The database cannot be opened: not there, not ours, too new, or broken."""


class NotAllowed(RecordsError):
    """The caller has no right to this (issue of rights: own, cohort, plans, people)."""


class Missing(RecordsError):
    """There is no such thing, or none that the caller may see."""


class Conflict(RecordsError):
    """What is to be written contradicts what is kept."""
