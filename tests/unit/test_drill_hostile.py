"""A drill on the command line in unkind hands: exams, broken rubrics, pipes, interrupts."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from simulator.drill.script import InputError, read_line
from sops.language import set_language
from tui.command.run import run

TALK = "您好，请稍等\n/look_orders\n请问还有其他可以帮您的吗？\n"
RUBRIC = """\
id: strict
version: 2
title: {{zh: 严, en: strict}}
resolution: {{end_state: {end_state}, told: 25, constraints: 20, time: 15}}
passing: {{resolution: 95}}
"""


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Records and library of this test alone, in Chinese."""
    monkeypatch.setenv("SHAPAN_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("SHAPAN_LIBRARY", str(tmp_path / "library"))
    monkeypatch.delenv("SHAPAN_DATABASE_URL", raising=False)
    set_language("zh")


def piped(monkeypatch: pytest.MonkeyPatch, text: str, *arguments: str) -> int:
    """The exit code of a command that is fed a text."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    return run(["drill", *arguments])


def interrupted(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """The exit code where Ctrl-C comes after the first line."""

    class Pressed(io.StringIO):
        lines = 0

        def readline(self, *_size: object) -> str:
            self.lines += 1
            if self.lines > 1:
                raise KeyboardInterrupt
            return "您好，请稍等\n"

    monkeypatch.setattr(sys, "stdin", Pressed())
    return run(["drill", *arguments])


def test_ctrl_c_keeps_the_session_and_says_how_to_go_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 130, the way back is named, and the mode is kept."""
    assert interrupted(monkeypatch, "play", "price-drop-gift", "--mode", "exam") == 130
    assert "shapan drill resume" in capsys.readouterr().err
    assert piped(monkeypatch, "/coach\n/close\n", "resume", "--json") == 0
    out = capsys.readouterr().out
    assert "您好，请稍等" in out
    assert "--mode coach" in out
    card = json.loads(out[out.index("\n{") :])
    assert (card["mode"], card["coached"]) == ("exam", 0)


def test_an_exam_has_no_pause_and_no_card_before_its_end(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`/quit` goes on; `score` on an open exam is refused, as its advice would be a hint."""
    assert interrupted(monkeypatch, "play", "price-drop-gift", "--mode", "exam") == 130
    capsys.readouterr()
    assert run(["drill", "score"]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "考试" in shown.err
    assert piped(monkeypatch, "/quit\n/close\n", "resume") == 0
    assert "考试没有暂停" in capsys.readouterr().out
    assert run(["drill", "score"]) == 0


def test_a_time_that_is_typed_is_said() -> None:
    """Only a script has session times: what is typed at a prompt stays whole."""
    typed = read_line("18:00 前给您送到", timed=False)
    assert typed is not None
    assert (typed.text, typed.at_us) == ("18:00 前给您送到", None)
    scripted = read_line("01:02:05 您好")
    assert scripted is not None
    assert (scripted.text, scripted.at_us) == ("您好", 3_725_000_000)


@pytest.mark.parametrize(
    "line", ["1:99 您好", "1:60:00 您好", "/hold nan", "/hold -5", "/hold inf"]
)
def test_times_that_are_none_are_named(line: str) -> None:
    """A clock past 59 seconds and a hold that is no time are refused, not guessed."""
    with pytest.raises(InputError):
        read_line(line)


def test_a_rubric_of_the_users_own_scores_and_a_wrong_one_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its marks decide the square and the pass; parts that do not add up to 100 are a mistake."""
    folder = tmp_path / "library" / "rubrics"
    folder.mkdir(parents=True)
    (folder / "strict.yaml").write_text(RUBRIC.format(end_state=40), encoding="utf-8")
    (folder / "wrong.yaml").write_text(RUBRIC.format(end_state=70), encoding="utf-8")
    assert piped(monkeypatch, TALK, "play", "price-drop-gift", "--seed", "1") == 0
    capsys.readouterr()
    assert run(["drill", "score", "--rubric", "strict", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rubric"] == "strict-2"
    assert run(["drill", "score", "--rubric", "wrong"]) == 2
    assert "130" in capsys.readouterr().err


def test_how_the_reference_feels_stands_beside_felt(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """D9: a cold run shows the reference's higher value on the page and in the JSON."""
    assert piped(monkeypatch, TALK, "play", "price-drop-gift", "--seed", "1") == 0
    page = capsys.readouterr().out
    assert run(["drill", "score", "--json"]) == 0
    card = json.loads(capsys.readouterr().out)
    assert card["reference_felt"] > card["felt"]
    assert f"参考做法 {card['reference_felt']:.0f}" in page


def test_a_session_whose_drill_changed_is_not_scored_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A user's file over the built-in one is another drill: `score` says so, `resume` too."""
    from scenarios.drill.load import drill_folders

    assert piped(monkeypatch, "您好\n/quit\n", "play", "price-drop-gift", "--seed", "1") == 130
    text = (drill_folders()[1] / "price-drop-gift.yaml").read_text(encoding="utf-8")
    mine = tmp_path / "library" / "drills" / "price-drop-gift.yaml"
    mine.parent.mkdir(parents=True)
    mine.write_text(text.replace("level: 1", "level: 2", 1), encoding="utf-8")
    capsys.readouterr()
    for command in ("score", "resume"):
        assert run(["drill", command]) == 2
        assert "price-drop-gift" in capsys.readouterr().err


def test_a_broken_file_of_the_user_hides_no_other_drill(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`drill list` names the broken file and place, and lists all the rest."""
    from scenarios.drill.load import drill_names

    whole = len(drill_names())
    broken = tmp_path / "library" / "drills" / "broken.yaml"
    broken.parent.mkdir(parents=True)
    broken.write_text("id: broken\n  x: [1\n", encoding="utf-8")
    assert run(["drill", "list", "--json"]) == 0
    shown = capsys.readouterr()
    assert len(json.loads(shown.out)["drills"]) == whole
    assert "broken.yaml:2:" in shown.err
    assert run(["drill", "check"]) == 2


def test_an_import_writes_all_drafts_or_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Chinese names get ids of their own; one file in the way and nothing is written."""
    flows = tmp_path / "flows.json"
    flows.write_text(json.dumps({"催": ["urge_dispatch"], "退": ["refund_order"]}))
    assert run(["sop", "import", str(flows)]) == 0
    assert run(["sop", "check", "flow-1", "flow-2"]) == 0
    flows.write_text(json.dumps({"new": ["look_order"], "退": ["refund_order"]}))
    capsys.readouterr()
    assert run(["sop", "import", str(flows)]) == 2
    assert not (tmp_path / "library" / "sops" / "new.yaml").exists()


def test_a_session_goes_on_after_feelings_refusals_and_in_another_language(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An upset customer, a refused call and an English screen are no other session."""
    lines = (
        "您好\nasdf\nasdf\n/look_order 1\n/grant_protection order=2198431188568 amount=30\n/quit\n"
    )
    assert piped(monkeypatch, lines, "play", "price-drop-gift", "--seed", "1") == 130
    set_language("en")
    capsys.readouterr()
    assert piped(monkeypatch, "/close\n", "resume") == 0
    assert "asdf" in capsys.readouterr().out
