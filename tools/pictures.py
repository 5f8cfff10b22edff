"""Pictures of the app's screens for the docs, in both languages (`tools/pictures.py [NAME…]`).

Each screen is drawn by the app itself (`tools/tour.py`), exported as SVG, and every text is given
the width that its cells take, which the exporter gets wrong for Chinese. The SVGs go to
docs/pictures/, without fonts from elsewhere and with as few digits as it takes.
"""

from __future__ import annotations

import asyncio
import html
import re
import sys
import tempfile
from collections.abc import Iterator
from itertools import groupby, product
from pathlib import Path
from typing import Any

import stage
import tour
from rich.cells import cell_len

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
SIZE = (120, 36)
CELL = 12.2
LEFT_OUT = ("many-choice", "phrases", "review-sessions", "review-square")
"""Small ones that say nothing to a reader of the docs."""
_TEXT = re.compile(
    r'(?P<tag><text class="[^"]+" )x="(?P<x>[\d.]+)" y="(?P<y>[\d.]+)" textLength="[\d.]+"'
    r"[^>]*>(?P<text>[^<]*)</text>"
)
_BLANKS_APART = re.compile(r"  +|(?:(?!  ).)+")
_RECT = re.compile(
    r'<rect fill="(?P<fill>[^"]+)" x="(?P<x>[\d.]+)" y="(?P<y>[\d.]+)" width="(?P<w>[\d.]+)" '
    r'height="(?P<h>[\d.]+)" shape-rendering="crispEdges"/>'
)
_UNSEEN = re.compile(
    r"@font-face \{.*?\}\n?|font-variant-east-asian: full-width;|"
    r'<clipPath id="terminal-\d+-line-\d+">.*?</clipPath>\n?|'
    r' clip-path="url\(#terminal-\d+-line-\d+\)"',
    re.DOTALL,
)
_EMPTY_TEXT = re.compile(r"<text [^>]*?>(?:&#160;|\s)*</text>")
_ID = re.compile(r"terminal-\d+")
_STYLE = "<style>\n.t-matrix text { white-space: pre } rect { shape-rendering: crispEdges }"


def widened(svg: str) -> str:
    """The picture with every text as wide as its cells, and little in it that is not seen."""

    def mend(match: re.Match[str]) -> str:
        shown = html.unescape(match["text"]).replace("\xa0", " ")
        at, parts = 0, []
        for piece in _pieces(shown):
            if not piece.isspace():
                x, long = float(match["x"]) + at * CELL, cell_len(piece) * CELL
                parts.append(f'{match["tag"]}x="{x:g}" y="{match["y"]}" textLength="{long:g}">'
                             f"{html.escape(piece, quote=False)}</text>")  # fmt: skip
            at += cell_len(piece)
        return "".join(parts)

    lean = _EMPTY_TEXT.sub("", _UNSEEN.sub("", svg))
    lean = _ID.sub("t", _TEXT.sub(mend, lean)).replace("&#160;", " ")
    return _merged(lean).replace("<style>", _STYLE, 1)


def _pieces(text: str) -> Iterator[str]:
    """Parts that stand in cells of their own. The whole length of a text is spread evenly over
    its characters, so that narrow ones beside wide ones, or after several blanks, would slip."""
    if cell_len(text) == len(text):
        yield text
        return
    for narrow, run in groupby(text, key=lambda character: cell_len(character) == 1):
        part = "".join(run)
        yield from _BLANKS_APART.findall(part) if narrow else [part]


def _merged(svg: str) -> str:
    """Rectangles of one colour that touch in a row become one."""
    parts: list[str] = []
    last: list[Any] | None = None
    at = 0
    for match in _RECT.finditer(svg):
        x, wide = float(match["x"]), float(match["w"])
        same = (match["fill"], match["y"], match["h"])
        if last and match.start() == at and last[0] == same and abs(last[1] + last[2] - x) < 0.2:
            last[2] = x + wide - last[1]
        else:
            parts += [_rect(last), svg[at : match.start()]]
            last = [same, x, wide]
        at = match.end()
    return "".join([*parts, _rect(last), svg[at:]])


def _rect(found: list[Any] | None) -> str:
    if found is None:
        return ""
    (fill, y, high), x, wide = found
    return f'<rect fill="{fill}" x="{x:g}" y="{y}" width="{wide:g}" height="{high}"/>'


def take_all(names: list[str], folder: Path) -> None:
    """Each of these in both languages."""
    from sops.language import set_language
    from tui.app.preference import Preference

    with tempfile.TemporaryDirectory() as own, stage.own_folders(Path(own)), stage.frozen():
        set_language("zh")
        world = stage.build(Path(own))
        for number, (group, language) in enumerate(product(tour.tours(names), ("zh", "en"))):

            def take(name: str, app: Any, language: str = language) -> None:
                path = folder / f"{name}.{language}.svg"
                svg = widened(app.export_screenshot(title="Shapan 沙盘"))
                path.write_text(svg, encoding="utf-8")
                print(path.name, path.stat().st_size)

            look = Preference(language=language), SIZE
            kept = Path(own) / str(number)
            asyncio.run(tour.tour(group, world, kept, language, lambda _name, k=look: k, take))


def main() -> int:
    """Take those named, else all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = sys.argv[1:] or [name for name in tour.SCREENS if name not in LEFT_OUT]
    take_all(wanted, FOLDER)
    return 0


if __name__ == "__main__":
    sys.exit(main())
