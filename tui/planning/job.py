"""What a planner asks for: a scenario with changes, and how to run it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from scenarios.peak.scenario import PeakScenario
from sops.language import N_

Kind = Literal["simulate", "plan", "whatif"]
KIND_TITLES: Mapping[Kind, str] = {
    "simulate": N_("推演"), "plan": N_("测算"), "whatif": N_("逐个试杠杆"),
}  # fmt: skip


class Job(BaseModel):
    """`sets` are `PATH=VALUE` texts, `levers` names or files of the library. Frozen."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    source: str
    """A library name or a file."""
    sets: tuple[str, ...] = ()
    levers: tuple[str, ...] = ()
    seed: int = Field(default=1, ge=0, lt=2**63)
    replications: int = Field(default=20, ge=1, le=10_000)
    verify: int = Field(default=200, ge=0, le=10_000)
    """Fresh replications on which a sized plan is verified."""
    scenario: dict[str, Any] | None = None
    """A saved plan brings its scenario along: files may have changed since."""

    @property
    def changes(self) -> str:
        """The changes in one line, as they are typed."""
        return " ".join((*self.sets, *(f"--lever {lever}" for lever in self.levers)))


def scenario_of(job: Job) -> PeakScenario:
    """The scenario with the changes of the job; raises `Problems`."""
    from scenarios.lever.load import load_lever, load_with

    if job.scenario is not None:
        return PeakScenario.model_validate(job.scenario)
    levers = () if job.kind == "whatif" else job.levers
    return load_with(job.source, job.sets, [load_lever(name) for name in levers])
