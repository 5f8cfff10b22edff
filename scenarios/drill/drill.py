"""A drill scenario (D2): an SOP, a customer, a back office, accepted ends, variations by seed."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from scenarios.drill.customer import Customer
from scenarios.drill.office import Office
from scenarios.drill.solution import EndState, Level, Solution
from scenarios.drill.text import Text
from scenarios.drill.variable import Derived, Variation
from sops.strict import Closed, Name, Word

Status = Literal["draft", "tested", "stable"]


class Drill(Closed):
    """One drill. `now` is the moment of the story at which the customer comes in.

    `facts` are the truth about the SOP's facts in this case: values, or expressions over the
    variables. `refusal`: the right answer is a justified refusal. `exam_seeds` are kept for
    exams; trainees practise on others.
    """

    kind: Literal["drill"] = "drill"
    id: Name
    version: Annotated[int, Field(ge=1)]
    status: Status
    sop: Name
    title: Text
    brief: Text
    """What the trainee reads before the start; it does not give the answer away."""
    level: Level
    channel: Literal["chat", "phone"]
    platform: Name
    refusal: bool = False
    empathy_scored: bool = True
    languages: tuple[Literal["zh", "en"], ...] = ("zh",)
    now: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$")]
    variations: dict[Word, Variation] = {}
    let: dict[Word, Derived] = {}
    facts: dict[Word, Any]
    customer: Customer
    office: Office
    accepted: Annotated[tuple[EndState, ...], Field(min_length=1)]
    exam_seeds: tuple[int, ...] = (9001, 9002, 9003)
    solution: Solution
