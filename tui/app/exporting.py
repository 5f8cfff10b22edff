"""Export from the review desk: CSV, Excel and a page per trainee."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from sops.language import _
from sops.problem import printable
from tui.app.refused import refusals


def send(screen: Any) -> None:
    """The same files as one download: whoever sits at a browser has no folder on the server."""
    from tui.command.review_files import write_all

    with refusals(screen), tempfile.TemporaryDirectory() as folder:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in write_all(screen.app.records, Path(folder), screen.board.cohort_id):
                archive.write(path, path.name)
        packed.seek(0)
        screen.app.deliver_binary(
            packed, save_filename="shapan-review.zip", mime_type="application/zip"
        )
        screen.notify(_("正在下载 shapan-review.zip"), markup=False)


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
