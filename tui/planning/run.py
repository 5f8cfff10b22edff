"""Running a job: simulate, size, or try levers one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from sops.language import _
from tui.planning.job import Job, scenario_of
from tui.planning.outcome import Outcome, Tried

if TYPE_CHECKING:
    from scenarios.lever.load import LeverFile
    from scenarios.peak.scenario import PeakScenario
    from simulator.peak.parallel import Workers


class Told(Protocol):
    """Hears how far a run is: a stage (`tui.planning.stage`), done and total (0: not known)."""

    def __call__(self, stage: str, done: int, total: int) -> None: ...


class Unfit(ValueError):
    """Nothing is wrong with the scenario, but this cannot be done with it; says why."""


def run(job: Job, told: Told) -> Outcome:
    """Run it; raises `Problems` or `Unfit`. The same job gives the same outcome."""
    told("read", 0, 0)
    scenario = scenario_of(job)
    _compile(told)
    if job.kind == "plan":
        return _plan(job, scenario, told)
    if job.kind == "whatif":
        return _whatif(job, scenario, told)
    from simulator.peak import simulate
    from tui.planning.outcome_of import outcome_of

    result = simulate(
        scenario, seed=job.seed, replications=job.replications, workers=_workers(),
        progress=lambda done, total: told("simulate", done, total),
    )  # fmt: skip
    return outcome_of(job, result)


def _compile(told: Told) -> None:
    from simulator.peak.warm import compile_all, is_compiled

    if not is_compiled():
        told("compile", 0, 0)
        compile_all()


def _workers() -> Workers:
    """A core is left to the app."""
    import os

    from simulator.peak.parallel import Workers

    return Workers(jobs=max(1, (os.cpu_count() or 1) - 1))


def _plan(job: Job, scenario: PeakScenario, told: Told) -> Outcome:
    from simulator.peak import simulate
    from simulator.peak.sizing.search import FRESH, size
    from tui.planning.outcome_of import outcome_of
    from tui.planning.sized_of import sized_of

    if not scenario.targets:
        raise Unfit(_("场景没有写目标（targets），无从算人数；可以推演现有人数"))
    if scenario.floor.shift_end == "named":
        raise Unfit(_("算人数只定每个时段要多少人；按人排班（named）的场景不能用"))
    sized = size(
        scenario, seed=job.seed, replications=job.replications, verify=job.verify,
        workers=_workers(), told=told,
    )  # fmt: skip
    # On customers whom the search has not seen, as `shapan plan` does.
    result = simulate(
        scenario, seed=job.seed, replications=job.replications, first_replication=FRESH,
        plan=sized.people, workers=_workers(),
        progress=lambda done, total: told("simulate", done, total),
    )  # fmt: skip
    return outcome_of(job, result, sized=sized_of(sized))


def _whatif(job: Job, base: PeakScenario, told: Told) -> Outcome:
    from simulator.peak.whatif.effect import effect, ranked
    from simulator.peak.whatif.variant import Change, Effort, run_variants
    from tui.planning.outcome_of import outcome_of

    fitting, unfit = _levers(job)
    if not fitting:
        raise Unfit(_("库里没有用得上的杠杆"))
    effort = Effort(job.seed, job.replications, workers=_workers())
    changes = [
        Change(base.name, base),
        *(Change(f.lever.name, s, f.lever.yuan) for f, s in fitting),
    ]
    found = run_variants(changes, effort, lambda done, total: told("levers", done, total))
    effects = ranked([effect(found[0], variant) for variant in found[1:]])
    files = {file.lever.name: file for file, _scenario in fitting}
    tried = tuple(_tried(each, files[each.variant.name]) for each in effects)
    return outcome_of(job, found[0].result, tried=tried, unfit=unfit)


def _levers(job: Job) -> tuple[list[tuple[LeverFile, PeakScenario]], dict[str, str]]:
    """The levers to try with their scenarios (those asked for, else all), and which do not fit."""
    from scenarios.lever.load import lever_names, load_lever, load_with
    from sops.problem import Problems

    fitting, unfit = [], {}
    for name in job.levers or lever_names():
        try:
            file = load_lever(name)
            fitting.append((file, load_with(job.source, job.sets, [file])))
        except Problems as wrong:
            unfit[name] = wrong.problems[0].message
    return fitting, unfit


def _tried(effect: Any, file: LeverFile) -> Tried:
    from tui.planning.outcome_of import number

    lever, deltas = file.lever, effect.deltas
    return Tried(
        lever=lever.name,
        title={"zh": lever.title.zh, "en": lever.title.en},
        note={"zh": lever.note.zh, "en": lever.note.en},
        most_people=effect.most_people,
        reached=effect.variant.reached,
        before={key: delta.before for key, delta in deltas.items()},
        after={key: delta.after for key, delta in deltas.items()},
        half_width={key: number(delta.half_width) for key, delta in deltas.items()},
    )
