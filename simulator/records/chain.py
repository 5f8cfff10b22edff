"""The chain of hashes over the events of a session (D11): tampering with one is seen.

Each hash is SHA-256 of the one before it and of what the event says. The chain starts from the
session's own name, so events of another session do not fit. It shows a change by anyone who does
not recompute the whole chain and the session's last hash.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Link:
    """What the chain covers of an event; `body` is the canonical text."""

    seq: int
    offset_us: int
    wall_us: int
    kind: str
    body: str


def start(session_id: str, erased: bool = False) -> str:
    """The hash before the first event; an erased session has a chain of its own."""
    name = f"{ERASED}:{session_id}" if erased else session_id
    return sha256(name.encode()).hexdigest()


def following(before: str, link: Link) -> str:
    """The hash of an event after the hash `before`."""
    # A line feed can stand in none of the parts: JSON escapes it and kinds are names.
    parts = (before, str(link.seq), str(link.offset_us), str(link.wall_us), link.kind, link.body)
    return sha256("\n".join(parts).encode()).hexdigest()


def first_break(first: str, links: Iterable[tuple[Link, str]]) -> int | None:
    """The number of the first event that does not fit its hash; None if all do."""
    before = first
    for expected, (link, hash_) in enumerate(links, 1):
        if link.seq != expected or following(before, link) != hash_:
            return expected
        before = hash_
    return None
