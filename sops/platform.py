"""Platform profiles: how a marketplace measures the replies of its shops (2.4)."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator

from sops.compiled import compiled
from sops.document import Document
from sops.language import _
from sops.problem import Problem, Problems, printable
from sops.strict import Closed, Words

RuleKind = Literal["rounds_within", "dialogues_mean_within", "first_within"]
Confidence = Literal["official", "trade_site", "vendor", "assumed"]
_CLOCK = re.compile(r"(\d{2}):([0-5]\d)")


def _minutes(value: Any) -> Any:
    match = _CLOCK.fullmatch(value) if isinstance(value, str) else None
    minutes = int(match[1]) * 60 + int(match[2]) if match else -1
    if not 0 <= minutes <= 24 * 60:
        raise ValueError(_("应为 00:00 到 24:00 之间的时刻，如 20:30"))
    return minutes


ClockTime = Annotated[
    int,
    BeforeValidator(_minutes),
    PlainSerializer(lambda m: f"{m // 60:02d}:{m % 60:02d}", return_type=str),
]
"""Minutes after midnight, written `HH:MM`."""


class Window(Closed):
    """The part of every day that is assessed: what starts at or after `opens`, before `closes`."""

    opens: ClockTime
    closes: ClockTime

    @model_validator(mode="after")
    def _forward(self) -> Window:
        if self.closes <= self.opens:
            raise ValueError(_("关闭时刻须晚于开放时刻"))
        return self


class ResponseRule(Closed):
    """The response rate of a platform. Only chats that reach people count.

    - `rounds_within`: rounds answered by a person within `within_seconds` / all rounds;
    - `dialogues_mean_within`: dialogues whose mean wait per round is at most `within_seconds`
      (one with a round never answered counts as missed) / all dialogues handed to people;
    - `first_within`: dialogues whose first reply comes within `within_seconds` / all dialogues.

    What is counted belongs to the window in which it starts: the customer's message of a
    round, the start of a dialogue.
    """

    name: Words
    kind: RuleKind
    within_seconds: Annotated[float, Field(gt=0.0, le=86_400.0)]
    window: Window
    target_at_least: Annotated[float, Field(ge=0.0, le=1.0)] | None = None
    """What shops are asked to reach; absent: not known."""


class Source(Closed):
    """Where a profile comes from, in our own words, and how far it can be trusted."""

    note: Words
    confidence: Confidence
    references: tuple[str, ...] = ()


class Limit(Closed):
    """Another limit of the platform that concerns service work."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
    text: Words
    value: float
    unit: Literal["seconds", "minutes", "hours", "days", "share", "yuan"]
    confidence: Confidence


class Platform(Closed):
    """A marketplace, or the centre's own shop."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
    title: Words
    response: ResponseRule
    source: Source
    limits: tuple[Limit, ...] = ()


@cache
def platform_names() -> tuple[str, ...]:
    """Names of all platform profiles, in alphabetical order."""
    return tuple(sorted(path.stem for path in _folder().glob("*.yaml")))


@cache
def load_platform(name: str) -> Platform:
    """The profile called `name`; `Problems` where there is none or its file is wrong."""
    if name not in platform_names():
        message = _("没有叫 {name} 的平台；有的是：{known}")
        text = message.format(name=printable(name), known=", ".join(platform_names()))
        raise Problems([Problem(name, 0, 0, "", text)])
    path = _folder() / f"{name}.yaml"
    return compiled([path], Platform, lambda: Document.read(path).validate(Platform))


def _folder() -> Path:
    return Path(str(files("sops"))) / "library" / "platforms"
