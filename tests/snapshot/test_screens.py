"""Screens of the app look as they did; a change that is meant is kept with
`SHAPAN_KEEP_SCREENS=1 pytest tests/snapshot`, which keeps all of them, and looked at in the
difference. A screen of which nothing has been kept yet is not compared."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import stage
from golden_screen import golden_screen

from sops.language import set_language
from tui.app.preference import Preference
from tui.app.theme import THEMES

GOLDEN = Path(__file__).parent / "golden"
SIZES = ((100, 30), (160, 45))
DENSITIES = ("cosy", "compact")
LOOKS = tuple(product((theme.name for theme in THEMES), SIZES, DENSITIES))
"""The screens go through these one by one, so that every two of theme, size and density meet, in
each language with another look of the same screen."""

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


def kept() -> list[tuple[str, str]]:
    """Screens and languages to compare: those that were kept, or all to keep them."""
    every = [(name, language) for name in stage.SCREENS for language in ("zh", "en")]
    if os.environ.get("SHAPAN_KEEP_SCREENS"):
        return every
    return [each for each in every if (GOLDEN / f"{each[0]}.{each[1]}.txt").exists()]


def look_of(number: int, language: str) -> tuple[Preference, tuple[int, int]]:
    """The look of a screen in a language."""
    at = number + (len(LOOKS) // 2 + 1 if language == "en" else 0)
    theme, size, density = LOOKS[at % len(LOOKS)]
    return Preference(theme=theme, density=density, language=language), size  # type: ignore[arg-type]


def test_every_two_of_theme_size_and_density_meet() -> None:
    """The looks that are taken cover all pairs, in each language."""
    for language in ("zh", "en"):
        looks = [look_of(number, language) for number in range(len(stage.SCREENS))]
        taken = {(look.theme, size, look.density) for look, size in looks}
        assert taken == set(LOOKS)


@pytest.mark.parametrize(("name", "language"), kept())
async def test_a_screen_looks_as_it_did(
    name: str, language: str, world: stage.World, tmp_path: Path
) -> None:
    """Text and styles of every cell are those that were kept."""
    look, size = look_of(list(stage.SCREENS).index(name), language)
    taken: list[str] = []

    def take(app: Any) -> None:
        taken.append(golden_screen(app))

    await stage.show(name, world, tmp_path, look, size, take)
    (found,) = taken
    path = GOLDEN / f"{name}.{language}.txt"
    if os.environ.get("SHAPAN_KEEP_SCREENS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == found


def test_no_golden_is_left_over() -> None:
    """What is kept is of screens that exist, and something is kept."""
    names = {path.name for path in GOLDEN.glob("*.txt")}
    assert names
    assert names <= {f"{n}.{x}.txt" for n in stage.SCREENS for x in ("zh", "en")}
