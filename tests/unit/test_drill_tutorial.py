"""The tutorial keeps its word: what it says to type solves the drill, warmly."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tui.command.run import run

TUTORIAL = Path(__file__).resolve().parents[2] / "docs" / "tutorial"


@pytest.mark.parametrize(("page", "language"), [("first-drill.md", "zh"),
                                                ("first-drill.en.md", "en")])  # fmt: skip
def test_what_the_tutorial_types_passes(
    page: str, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """The lines of the tutorial, typed as they stand, end solved and kind."""
    monkeypatch.setenv("SHAPAN_DATA", str(tmp_path))
    monkeypatch.delenv("SHAPAN_DATABASE_URL", raising=False)
    text = (TUTORIAL / page).read_text(encoding="utf-8")
    (block,) = re.findall(r"^```drill\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    script = tmp_path / "talk.txt"
    script.write_text(block, encoding="utf-8")
    play = ["drill", "play", "price-drop-gift", "--seed", "1", "--message-lang", language]
    assert run([*play, "--input", str(script), "--json"]) == 0
    card = json.loads(capsys.readouterr().out)
    assert card["resolution"] >= 90, card["items"]
    assert card["ended"] == "content"
