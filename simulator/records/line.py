"""The lines of an export: JSON, one thing a line, times in microseconds since 1970 (UTC)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

FORMAT = 2
"""Files of format 1 hold no reviews, appeals and certificates; they are read all the same."""

Whole = Annotated[int, Field(strict=True, ge=-(2**63), le=2**63 - 1)]
Count = Annotated[int, Field(strict=True, ge=0, le=2**63 - 1)]
Id = Annotated[
    str,
    Field(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"),
]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
# PostgreSQL cannot keep a NUL in a text; events spell it as JSON does.
Text = Annotated[str, Field(max_length=1000, pattern=r"^[^\x00]*$")]
# What people wrote may be long.
Words = Annotated[str, Field(pattern=r"^[^\x00]*$")]
Number = Annotated[float, Field(allow_inf_nan=False)]


class Line(BaseModel):
    """A line knows its own keys and no others."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class HeadLine(Line):
    """The first line of a file."""

    type: Literal["shapan-records"]
    format: Literal[1, 2]


class SessionLine(Line):
    """A session; its events and scorecards follow."""

    type: Literal["session"]
    id: Id
    person_id: Id
    drill_id: Text
    drill_hash: Text
    sop_id: Text
    sop_hash: Text
    contact_type: Text
    rubric_id: Text
    rubric_version: Text
    rubric_hash: Text
    recogniser: Text
    seed: Whole
    mode: Literal["practise", "coach", "exam"]
    lang: Text
    channel: Text
    floor_id: Text | None
    app_version: Text
    started_us: Whole
    ended_us: Whole | None
    state: Literal["open", "ended", "abandoned"]
    last_seq: Count | None
    last_hash: Hash | None
    erased_us: Whole | None


class EventLine(Line):
    """An event of the session before it."""

    type: Literal["event"]
    session_id: Id
    seq: Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]
    offset_us: Count
    wall_us: Whole
    kind: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.-]{0,63}$")]
    body: dict[str, Any]
    hash: Hash
    stored_us: Whole | None = None


class ItemOfLine(Line):
    """One item of a scorecard."""

    item: Text
    part: Text
    step: Text
    points: Number
    possible: Number
    uncertain: bool


class ScorecardLine(Line):
    """A scorecard of the session before it."""

    type: Literal["scorecard"]
    id: Id
    session_id: Id
    scored_by: Id
    source: Literal["local", "house", "claim"]
    rubric_id: Text
    rubric_version: Text
    rubric_hash: Text
    app_version: Text
    scored_us: Whole
    resolution: Number
    empathy: Number | None
    felt: Number | None
    passed: bool
    uncertain: bool
    critical: list[Any]
    card: dict[str, Any]
    fingerprint: Text
    # Files of before these were kept have none: then the marks of the standard rubric hold.
    solved_from: Number = 80.0
    warm_from: Number = 60.0
    items: list[ItemOfLine]


class SentBack(Line):
    """The assignment by which a comment sends its session back: that drill, to that person, by
    the reviewer."""

    id: Id
    due_us: Whole | None
    created_us: Whole
    withdrawn_us: Whole | None


class ReviewLine(Line):
    """A review of the session before it."""

    type: Literal["review"]
    id: Id
    session_id: Id
    reviewer_id: Id
    rubric_id: Text
    rubric_version: Text
    kind: Literal["override", "comment", "blind"]
    item: Text | None
    old_points: Number | None
    new_points: Number | None
    reason: Words
    created_us: Whole
    sent_back: SentBack | None


class AppealLine(Line):
    """An appeal of whoever played the session before it."""

    type: Literal["appeal"]
    id: Id
    session_id: Id
    item: Text | None
    reason: Words
    created_us: Whole
    state: Literal["open", "granted", "declined"]
    answered_by: Id | None
    answer: Words | None
    answered_us: Whole | None


class CertificateLine(Line):
    """A certificate for two sessions of the file; after all of them."""

    type: Literal["certificate"]
    id: Id
    person_id: Id
    sop_id: Text
    sop_hash: Text
    contact_type: Text
    first_session_id: Id
    second_session_id: Id
    signed_by: Id
    signed_us: Whole


AnyLine = (
    HeadLine | SessionLine | EventLine | ScorecardLine | ReviewLine | AppealLine | CertificateLine
)
LINES: dict[str, type[AnyLine]] = {
    "shapan-records": HeadLine,
    "session": SessionLine,
    "event": EventLine,
    "scorecard": ScorecardLine,
    "review": ReviewLine,
    "appeal": AppealLine,
    "certificate": CertificateLine,
}
