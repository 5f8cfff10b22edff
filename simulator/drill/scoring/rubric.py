"""The weights by which a drill is scored: files with versions (D7, D8, D10)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from sops.compiled import compiled
from sops.document import Document
from sops.language import _
from sops.library_folder import find, names, user_folder
from sops.strict import Closed, Name, Words

Points = Annotated[float, Field(ge=0.0, le=100.0)]


class Shares(Closed):
    """Points of parts that add up to 100."""

    @model_validator(mode="after")
    def _add_up(self) -> Self:
        total = sum(getattr(self, name) for name in type(self).model_fields)
        if abs(total - 100) > 1e-6:
            raise ValueError(
                _("各部分合起来应为 100 分，现在是 {total}").format(total=f"{total:g}")
            )
        return self


class Resolution(Shares):
    """Points of the four parts of resolution."""

    end_state: Points = 40
    told: Points = 25
    constraints: Points = 20
    time: Points = 15


class Empathy(Shares):
    """Points of the parts of empathy."""

    moments: Points = 80
    exploring: Points = 8
    ownership: Points = 6
    closing: Points = 6


class Penalties(Closed):
    """Points lost for each occurrence."""

    breach: Points = 6
    no_consent: Points = 6
    out_of_order: Points = 5
    asked_twice: Points = 2
    needless_transfer: Points = 10
    untrue: Points = 5
    broken_promise: Points = 5
    forbidden: Points = 15
    blame: Points = 15
    brush_off: Points = 15
    provoked: Points = 10
    hint: Points = 3


class Marks(Closed):
    """What is needed to pass, and how near a mark a score counts as uncertain."""

    resolution: Points = 80
    empathy: Points = 60
    margin: Points = 3


class Rubric(Closed):
    """One version of the rubric."""

    id: Name
    version: Annotated[int, Field(ge=1)]
    title: Words
    resolution: Resolution = Resolution()
    empathy: Empathy = Empathy()
    penalties: Penalties = Penalties()
    passing: Marks = Marks()
    first_reply_seconds: Annotated[float, Field(gt=0.0)] = 30.0
    """The limit for the first reply where the platform names none."""
    phone_reply_seconds: Annotated[float, Field(gt=0.0)] = 20.0
    formula_share: Annotated[float, Field(ge=0.0, le=1.0)] = 0.05
    """What a feeling acknowledged in words that fit any case earns of a moment, once."""
    before_share: Annotated[float, Field(ge=0.0, le=1.0)] = 0.2
    """The part of a moment that is lost when procedure comes first."""


def rubric_folders() -> tuple[Path, ...]:
    """Folders of rubrics, the user's own first."""
    return user_folder() / "rubrics", Path(str(files("sops"))) / "library" / "rubrics"


def rubric_names() -> tuple[str, ...]:
    """Names of all rubrics; each file is one version."""
    return names(rubric_folders())


@cache
def load_rubric(name: str = "standard-1") -> Rubric:
    """The rubric called `name`; `Problems` where there is none or its file is wrong."""
    path = find(name, rubric_folders())
    return compiled([path], Rubric, lambda: Document.read(path).validate(Rubric))
