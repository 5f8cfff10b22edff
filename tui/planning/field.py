"""The main levers of a scenario as fields of a form, and the overrides they stand for."""

from __future__ import annotations

import re
import shlex
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sops.language import N_, _, localized

if TYPE_CHECKING:
    from scenarios.peak.group import Group
    from scenarios.peak.scenario import PeakScenario

Part = Literal["demand", "bots", "groups", "patience", "targets", "run", "other"]
PARTS: Mapping[Part, str] = {
    "demand": N_("进线"), "bots": N_("机器人"), "groups": N_("班组"), "patience": N_("耐心"),
    "targets": N_("目标"), "run": N_("怎么算"), "other": N_("别的数字"),
}  # fmt: skip
RUN_FIELDS = ("seed", "replications", "verify")
OTHER = "other"
_PERCENT = re.compile(r"(\d+(?:\.\d+)?|\.\d+)\s*%")


@dataclass(frozen=True)
class Field:
    """A number to change. `paths` are the places that take it; `factor`: they are multiplied."""

    name: str
    part: Part
    label: str
    value: str
    """What stands in the field at first; the same text changes nothing."""
    note: str = ""
    paths: tuple[str, ...] = ()
    factor: bool = False
    share: bool = False
    optional: bool = False
    """An empty field takes the number away: no limit."""


def tidied(text: str) -> str:
    """What was typed, with full-width digits and signs as plain ones, without blanks around."""
    return unicodedata.normalize("NFKC", text).strip()


def overrides(field: Field, typed: str) -> tuple[str, ...]:
    """The `PATH=VALUE` texts of a field; none where nothing was changed.

    Wrong numbers go through as they are: the scenario says what is wrong with them.
    """
    text = tidied(typed)
    if field.name == OTHER:
        return _free(text)
    if field.part == "run" or text == field.value or not (text or field.optional):
        return ()
    percent = _PERCENT.fullmatch(text)
    if percent and (field.share or field.factor):
        text = f"{float(percent[1]) / 100:.10g}"
    return tuple(f"{path}{'*' if field.factor else ''}={text or 'null'}" for path in field.paths)


def _free(text: str) -> tuple[str, ...]:
    try:
        return tuple(shlex.split(text))
    except ValueError:
        return tuple(text.split())


def fields(scenario: PeakScenario) -> tuple[Field, ...]:
    """The form of a scenario, part by part."""
    return (
        *_demand(scenario), *_bots(scenario), *_groups(scenario), *_patience(scenario),
        *_targets(scenario), *_run(),
        Field(OTHER, "other", "PATH=VALUE", "",
              _("别处的数字，如 queues[0].priority=2；空格分开")),
    )  # fmt: skip


def _demand(scenario: PeakScenario) -> Iterator[Field]:
    yield Field(
        "demand.scale", "demand", _("进线总量的倍数"), f"{scenario.demand.scale:g}",
        _("1.2 就是比场景写的多两成"), ("demand.scale",),
    )  # fmt: skip


def _bots(scenario: PeakScenario) -> Iterator[Field]:
    for bot in scenario.bots:
        title = localized(bot.title)
        own = f"bots.{bot.name}"
        for key, label, now in (
            ("understood", _("{bot}：匹配率的倍数"), bot.understood),
            ("resolved", _("{bot}：解决率的倍数"), bot.resolved),
        ):
            paths = [f"{own}.{key}"]
            if any(getattr(skill, key) is not None for skill in bot.intents.values()):
                paths.append(f"{own}.intents.*.{key}")
            note = _("现在 {now}；各业务自己的数一起乘").format(now=f"{100 * now:g}%")
            yield Field(
                f"{own}.{key}", "bots", label.format(bot=title), "1", note, tuple(paths), True
            )
        seats = "" if bot.seats is None else str(bot.seats)
        yield Field(
            f"{own}.seats", "bots", _("{bot}：同时接几位").format(bot=title), seats,
            _("空着是不限"), (f"{own}.seats",), optional=True,
        )  # fmt: skip


def _groups(scenario: PeakScenario) -> Iterator[Field]:
    chats = any(queue.channel == "chat" for queue in scenario.queues)
    for group in scenario.groups:
        title, own = localized(group.title), f"groups.{group.name}"
        if chats and group.concurrency > 1:
            yield Field(
                f"{own}.concurrency", "groups", _("{group}：一人同时接几位").format(group=title),
                str(group.concurrency), "", (f"{own}.concurrency",),
            )  # fmt: skip
        available = "" if group.available is None else str(group.available)
        yield Field(
            f"{own}.available", "groups", _("{group}：人数上限").format(group=title), available,
            _("测算时最多用多少人；空着是不限"), (f"{own}.available",), optional=True,
        )  # fmt: skip
        paths = _staff_paths(group)
        if paths:
            yield Field(
                f"{own}.people", "groups", _("{group}：现有人数的倍数").format(group=title), "1",
                _("只对推演有用；测算会另算人数"), paths, True,
            )  # fmt: skip


def _staff_paths(group: Group) -> tuple[str, ...]:
    own = f"groups.{group.name}"
    if group.people is not None:
        return (f"{own}.people",)
    if group.staff is not None:
        return (f"{own}.staff.*.people",)
    if group.people_per_interval is not None:
        return (f"{own}.people_per_interval.*",)
    return ()


def _patience(scenario: PeakScenario) -> Iterator[Field]:
    titles = {"phone": _("电话平均等多久"), "chat": _("在线平均等多久")}
    for channel, title in titles.items():
        law = getattr(scenario.channels, channel).patience
        if law is None or not any(queue.channel == channel for queue in scenario.queues):
            continue
        for unit in ("mean_seconds", "mean_minutes", "mean_hours"):
            mean = getattr(law, unit, None)
            if mean is not None:
                path = f"channels.{channel}.patience.{unit}"
                yield Field(path, "patience", title, f"{mean:g}", _units()[unit], (path,))


def _units() -> Mapping[str, str]:
    return {"mean_seconds": _("秒"), "mean_minutes": _("分钟"), "mean_hours": _("小时")}


def _targets(scenario: PeakScenario) -> Iterator[Field]:
    from tui.command.scenario_page import target_text

    for target in scenario.targets:
        key = "at_least" if target.at_least is not None else "at_most"
        share = not target.kpi.endswith("_s")
        path = f"targets.{target.name}.{key}"
        value = f"{100 * target.level:g}%" if share else f"{target.level:g}"
        yield Field(
            path, "targets", localized(target.title), value, target_text(target), (path,),
            share=share,
        )  # fmt: skip


def _run() -> Iterator[Field]:
    yield Field("seed", "run", _("种子"), "1", _("同一个种子，遇到同一批顾客"))
    yield Field("replications", "run", _("推演次数"), "20", _("多推演几次，区间窄一些"))
    yield Field("verify", "run", _("验证次数"), "200", _("测算的人数，用多少次全新的推演来验证"))
