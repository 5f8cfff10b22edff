"""The line that says what is going on at the planning desk."""

from __future__ import annotations

import time

from sops.language import _
from sops.problem import printable
from tui.app.planning.desk import Desk, kind_title
from tui.planning.stage import STAGES
from tui.terminal.cell import cut
from tui.terminal.funnel import bar

_BAR = 20
_LABEL = 40
"""Cells of a run's label, so that what came out has room beside it."""


def status_text(desk: Desk) -> str:
    """How far the run is; else what is chosen and shown."""
    if desk.running is None:
        if desk.shown is not None:
            text = _("看的是 {run} · {headline}")
            run = cut(desk.shown.label, _LABEL)
            return text.format(run=run, headline=desk.shown.headline)
        if desk.source:
            text = _("场景：{scenario}。F5 推演现有人数，F6 按目标测算人数")
            return text.format(scenario=printable(desk.source, 100))
        return _("先选一份场景")
    stage, done, total = desk.progress
    seconds = int(time.monotonic() - desk.began)
    told = [kind_title(desk.running.job["kind"]), _(STAGES.get(stage, stage))]
    if total:
        full = bar(done / total, _BAR)
        told.append(f"{full}{'·' * (_BAR - len(full))} {done}/{total}")
    told.append(_("{m}:{s:02d}　F9 停下").format(m=seconds // 60, s=seconds % 60))
    return "  ".join(told)
