"""Checking a filled-in form: which field is wrong, and why, in the scenario's own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import ValidationError

from scenarios.lever.load import LeverFile, lever_names, load_lever, load_with
from scenarios.peak.load import load, load_each
from scenarios.peak.scenario import PeakScenario
from sops.language import _, localized
from sops.problem import Problem, Problems, printable
from tui.planning.field import RUN_FIELDS, Field, fields, overrides, tidied
from tui.planning.job import Job, Kind

LEVERS = "levers"


@dataclass(frozen=True)
class Checked:
    """`wrong`: messages by field (`levers` for the list of levers); `elsewhere`: mistakes that no
    field is to blame for. Without any of them `job` can be run."""

    wrong: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    elsewhere: tuple[str, ...] = ()
    scenario: PeakScenario | None = None
    sets: tuple[str, ...] = ()
    levers: tuple[str, ...] = ()
    run: Mapping[str, int] = field(default_factory=dict)
    source: str = ""

    @property
    def good(self) -> bool:
        """Whether nothing is wrong."""
        return not self.wrong and not self.elsewhere

    def job(self, kind: Kind) -> Job:
        """The form as something to run."""
        return Job(
            kind=kind, source=self.source, sets=self.sets, levers=self.levers, **dict(self.run)
        )

    def refusal(self, kind: Kind) -> str | None:
        """Why this cannot be run although nothing in it is wrong; None if it can."""
        if kind != "plan" or self.scenario is None:
            return None
        if not self.scenario.targets:
            return _("场景没有写目标（targets），无从算人数；可以推演现有人数")
        if self.scenario.floor.shift_end == "named":
            return _("算人数只定每个时段要多少人；按人排班（named）的场景不能用")
        return None


def checked(source: str, values: Mapping[str, str], levers: Sequence[str] = ()) -> Checked:
    """Check what was typed, by name of field, against the scenario."""
    try:
        form = fields(load(source))
    except Problems as found:
        return Checked(elsewhere=tuple(map(str, found.problems)))
    by_set = {
        text: each.name
        for each in form
        for text in overrides(each, values.get(each.name, each.value))
    }
    wrong: dict[str, list[str]] = {}
    run = _run_numbers(form, values, wrong)
    elsewhere: list[str] = []
    files: list[LeverFile] = []
    scenario = None
    try:
        files = [load_lever(name) for name in levers]
        scenario = load_with(source, tuple(by_set), files)
    except Problems as found:
        owners = {f"--set {text}": name for text, name in by_set.items()}
        owners |= {file.document.file: LEVERS for file in files}
        for problem in found.problems:
            name = owners.get(problem.file)
            if name is None:
                elsewhere.append(str(problem))
            else:
                wrong.setdefault(name, []).append(_short(problem, name))
    told = {name: tuple(dict.fromkeys(messages)) for name, messages in wrong.items()}
    return Checked(told, tuple(elsewhere), scenario, tuple(by_set), tuple(levers), run, source)


def _short(problem: Problem, name: str) -> str:
    """Beside a field its place need not be said; in a lever's file it must."""
    return str(problem) if name == LEVERS else printable(problem.message, 400)


def _run_numbers(
    form: Sequence[Field], values: Mapping[str, str], wrong: dict[str, list[str]]
) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for each in form:
        if each.name not in RUN_FIELDS:
            continue
        text = tidied(values.get(each.name, each.value)) or each.value
        try:
            numbers[each.name] = int(text)
            Job.model_validate({"kind": "simulate", "source": "", each.name: int(text)})
        except (ValidationError, ValueError):
            most = {"seed": "9,223,372,036,854,775,807"}.get(each.name, "10,000")
            least = {"replications": "1"}.get(each.name, "0")
            message = _("应为 {least} 到 {most} 的整数").format(least=least, most=most)
            wrong.setdefault(each.name, []).append(message)
    return numbers


def library_levers(source: str) -> list[dict[str, str]]:
    """The levers of the library, and why one does not fit the scenario (empty: it fits)."""
    found, files = [], []
    for name in lever_names():
        try:
            files.append(load_lever(name))
        except Problems as wrong:
            found.append({"name": name, "title": name, "note": "", "why": str(wrong.problems[0])})
    tried = load_each(source, [file.pull for file in files])
    for file, scenario in zip(files, tried, strict=True):
        lever = file.lever
        why = scenario.problems[0].message if isinstance(scenario, Problems) else ""
        found.append({
            "name": lever.name, "title": localized(lever.title), "note": localized(lever.note),
            "why": why,
        })  # fmt: skip
    return found
