"""Accepted ends have titles that people read; their names stay for files and JSON."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from scenarios.drill.case import case_of
from scenarios.drill.lint import lint
from scenarios.drill.load import drill_names, load_drill
from simulator.drill.pin import pin
from simulator.drill.players.player import reference
from simulator.drill.players.run import play
from simulator.drill.scoring.kept import scorecard_from
from simulator.drill.scoring.scorecard import End, score
from sops.language import set_language
from tui.item_title import drill_title

ROOT = Path(__file__).resolve().parents[2]
DRILL = ROOT / "scenarios" / "library" / "drills" / "price-drop-gift.yaml"
TITLE = "    title: {zh: 已补差价, en: Difference paid}\n"


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """In Chinese unless a test says otherwise."""
    set_language("zh")
    yield
    set_language(None)


def test_every_end_of_the_library_has_a_title_in_both_languages() -> None:
    """No scorecard shows a name; the English is English and the Chinese Chinese."""
    for name in drill_names():
        drill, _sop = load_drill(name)
        assert lint(drill) == [], name
        for end in drill.accepted:
            assert end.title is not None, name
            assert end.title.en, name
            assert end.title.en.isascii(), name
            assert not end.title.zh.isascii(), name


@pytest.mark.parametrize(("language", "title"), [("zh", "已补差价"), ("en", "Difference paid")])
def test_a_card_says_the_end_by_its_title(language: str, title: str) -> None:
    """In the reader's language; JSON has name and title, and a kept card keeps them."""
    set_language(language)
    drill, sop = load_drill("price-drop-gift")
    case = case_of(drill, sop, 1)
    card = score(case, play(case, reference(case)).log)
    assert card.end == End("difference-paid", title, True)
    assert any(item.part == "end_state" and title in item.reason for item in card.items)
    assert scorecard_from(card.as_dict()).end == card.end
    old = {key: value for key, value in card.as_dict().items() if key != "end"}
    assert scorecard_from(old).end is None


def test_an_end_without_title_is_read_by_its_name(tmp_path: Path) -> None:
    """The drill stays valid, is advised, and is the same drill as to replays."""
    text = DRILL.read_text(encoding="utf-8")
    path = tmp_path / DRILL.name
    path.write_text(text.replace(TITLE, ""), encoding="utf-8")
    drill, sop = load_drill(path)
    assert case_of(drill, sop, 1).end_title(drill.accepted[0]) == "difference-paid"
    assert [(fault.kind, fault.note) for fault in lint(drill)] == [("missing-translation", True)]
    assert pin(drill) == pin(load_drill(DRILL)[0])
    path.write_text(text.replace(TITLE, TITLE.replace(", en: Difference paid", "")), "utf-8")
    assert [fault.place for fault in lint(load_drill(path)[0])] == [("accepted", 0, "title")]


def test_the_title_of_a_changed_file_is_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each edit is seen by a running program, and so is a file that goes away again."""
    monkeypatch.setenv("SHAPAN_LIBRARY", str(tmp_path))
    own = tmp_path / "drills" / DRILL.name
    own.parent.mkdir()
    assert drill_title("price-drop-gift") == "刚送出手就降价"
    for number, title in enumerate(("改过一回的", "改过两回的")):
        text = DRILL.read_text(encoding="utf-8").replace("刚送出手就降价", title)
        own.write_text(text, encoding="utf-8")
        os.utime(own, ns=(number, number))
        assert drill_title("price-drop-gift") == title
    own.unlink()
    assert drill_title("price-drop-gift") == "刚送出手就降价"
    assert drill_title("../drills/price-drop-gift") == "../drills/price-drop-gift"
