"""Screens of the app look as they did; a change that is meant is kept with
`SHAPAN_KEEP_SCREENS=1 pytest tests/snapshot`, which keeps all of them, and looked at in the
difference."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import stage
import tour
from golden_screen import faint_texts, golden_screen

from sops.language import LANGUAGES, set_language
from tui.app.preference import Preference
from tui.app.theme import THEMES
from tui.app.widget.table import Table

GOLDEN = Path(__file__).parent / "golden"
KEEP = bool(os.environ.get("SHAPAN_KEEP_SCREENS"))
NAMES = tuple(tour.SCREENS)
TOURS = tour.tours()
SIZES = ((100, 30), (160, 45))
DENSITIES = ("cosy", "compact")
LOOKS = tuple(product((theme.name for theme in THEMES), SIZES, DENSITIES))
"""The screens go through these one by one, so that every two of theme, size and density meet, in
each language with another look of the same screen."""
CONTRAST = {"shapan-dark": 4.5, "shapan-light": 4.5, "shapan-contrast": 7.0}

pytestmark = pytest.mark.skipif(
    sys.version_info[:2] != (3, 11), reason="one version of Python is enough for looks"
)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[stage.World]:
    """One shared database for all screens, at one moment."""
    folder = tmp_path_factory.mktemp("stage")
    with stage.own_folders(folder), stage.frozen():
        set_language("zh")
        yield stage.build(folder)
    set_language(None)


def look_of(name: str, language: str) -> tour.Look:
    """The look of a screen in a language."""
    at = NAMES.index(name) + (len(LOOKS) // 2 + 1 if language == "en" else 0)
    theme, size, density = LOOKS[at % len(LOOKS)]
    return Preference(theme=theme, density=density, language=language), size  # type: ignore[arg-type]


def test_every_two_of_theme_size_and_density_meet() -> None:
    """The looks that are taken cover all pairs, in each language, more than once."""
    for language in LANGUAGES:
        looks = [look_of(name, language) for name in NAMES]
        taken = [(look.theme, size, look.density) for look, size in looks]
        assert set(taken) == set(LOOKS)
        assert min(map(taken.count, LOOKS)) >= 2


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("names", TOURS, ids=lambda names: names[0])
async def test_screens_look_as_they_did(
    names: list[str], language: str, world: stage.World, tmp_path: Path
) -> None:
    """Text and styles of every cell are those that were kept, whatever stood there before; all
    text can be read, and no footer is longer than its screen."""
    wrong: list[str] = []

    def take(name: str, app: Any) -> None:
        found = golden_screen(app)
        wrong.extend(differences(name, language, found))
        look, _size = look_of(name, language)
        wrong.extend(f"{name}: {text}" for text in faint_texts(app, CONTRAST[look.theme]))
        wrong.extend(f"{name}: {text}" for text in table_faults(app))
        for footer in app.screen.query("Footer"):
            if footer.max_scroll_x:
                wrong.append(f"{name}: {footer.max_scroll_x} cells of the footer are out of sight")

    await tour.tour(
        names, world, tmp_path, language, lambda name: look_of(name, language), take
    )  # fmt: skip
    assert not wrong, "\n".join(wrong)


def table_faults(app: Any) -> Iterator[str]:
    """Tables that scroll sideways on this screen or would in 100 cells, and titles of columns
    that do not begin large."""
    for table in app.screen.query(Table):
        narrow = SIZES[0][0] - (app.size.width - table.size.width)
        if not table.display or not table.size.width:
            continue
        if table.max_scroll_x or table.fitted_to(narrow).total > narrow:
            yield f"the table {table.id} scrolls sideways"
        for column in table.columns.values():
            title = column.label.plain.strip()
            if title[:1].islower() and title[:1].isascii():
                yield f"the title {title} begins small"


def differences(name: str, language: str, found: str) -> list[str]:
    """Lines that are not as kept; none, and it is kept, where screens are to be kept."""
    path = GOLDEN / f"{name}.{language}.txt"
    if KEEP:
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8")
    kept = path.read_text(encoding="utf-8") if path.exists() else ""
    if kept == found:
        return []
    return list(difflib.unified_diff(kept.split("\n"), found.split("\n"), path.name, lineterm=""))


def test_every_screen_is_kept_and_none_is_left_over() -> None:
    """There is a golden of each screen in each language, and no other."""
    assert {path.name for path in GOLDEN.glob("*.txt")} == {
        f"{name}.{language}.txt" for name in NAMES for language in LANGUAGES
    }
