"""Export from the review desk: CSV, Excel and a page per trainee."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sops.language import _
from sops.problem import printable
from tui.app.refused import refusals


def export(screen: Any, given: dict[str, str] | None) -> None:
    """Write all three kinds of files into the folder that the form names."""
    if given is None:
        return
    from tui.command.review_files import write_all

    folder = Path(given["folder"].strip() or "shapan-review").expanduser()
    with refusals(screen):
        written = write_all(screen.app.records, folder, screen.board.cohort_id)
        text = _("写好 {n} 个文件，在 {folder}")
        told = text.format(n=len(written), folder=printable(folder.absolute(), 300))
        screen.notify(told, timeout=8, markup=False)
