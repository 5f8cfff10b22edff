"""What every answer says about how it was computed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sops.language import _
from tui.command.scenario_page import shift_end_title

if TYPE_CHECKING:
    from simulator.peak import Result


def run_lines(result: Result) -> list[str]:
    """Seed, replications, engine, version and the rule at a shift's end."""
    text = _("种子 {seed}，推演 {n} 次，引擎 {engine}，版本 {version}；± 为 95% 置信区间的半宽")
    return [
        text.format(
            seed=result.seed, n=result.replications, engine=result.engine, version=version()
        ),
        _("下班规则：{rule}").format(rule=shift_end_title(result.shift_end)),
    ]


def run_json(result: Result) -> dict[str, Any]:
    """The same as data."""
    return {
        "scenario": result.scenario.name,
        "seed": result.seed,
        "replications": result.replications,
        "engine": result.engine,
        "version": version(),
        "shift_end": result.shift_end,
        "confidence": 0.95,
    }


def version() -> str:
    """The version of the installed distribution."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as version_of

    try:
        return version_of("shapan")
    except PackageNotFoundError:
        return "0+unknown"
