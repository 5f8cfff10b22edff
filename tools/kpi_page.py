"""Rewrites the tables of docs/reference/kpis.md from the registry: ``python tools/kpi_page.py``.

The prose of the page stays. The English table needs the compiled catalogue (``make messages``)."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from simulator.peak.kpi import Kpi, registry
from simulator.peak.kpi.people import service_levels
from sops.language import set_language

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "kpis.md"
SPLIT = "## English"
RULE = "|---|---|---|---|\n"


def page(old: str) -> str:
    """The page with both tables written anew; each stands at the end of its half."""
    chinese, english = (half[: half.index(RULE)] + RULE for half in old.split(SPLIT))
    return f"{chinese}{_table('zh')}\n{SPLIT}{english}{_table('en')}"


def _table(language: str) -> str:
    set_language(language)
    try:
        return "".join(_row(kpi) for kpi in (*_levels(), *registry(())))
    finally:
        set_language(None)


def _levels() -> list[Kpi]:
    """The two service levels, for a threshold of T seconds."""
    levels = service_levels((1.0,))
    return [replace(k, id=k.id.replace("1s", "{T}s"), words={"seconds": "T"}) for k in levels]


def _row(kpi: Kpi) -> str:
    views = ", ".join(v for v in kpi.views if v not in ("total", *kpi.hidden_in))
    return f"| `{kpi.key}` | {kpi.title} | {kpi.definition} | {views} |\n"


if __name__ == "__main__":
    if _table("en") == _table("zh"):
        sys.exit("the English catalogue is not compiled: make messages")
    PAGE.write_text(page(PAGE.read_text("utf-8")), "utf-8")
