"""`shapan drill understand`: a page for one message, lines for a file, all mistakes at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tui.main import main


def test_one_message(capsys: pytest.CaptureFixture[str]) -> None:
    """A message is shown with its acts, what it mentions, and its three measures."""
    assert main(["drill", "understand", "非常抱歉，补您5元", "--context", "坏的"]) == 0
    shown = capsys.readouterr().out
    assert all(words in shown for words in ("致歉", "补偿", "5.00", "ER"))


def test_a_file_comes_back_line_by_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each line comes back with its own keys and what was understood; lone surrogates survive."""
    file = tmp_path / "in.jsonl"
    rows = [
        '{"id": 7, "text": "请稍等", "lang": "zh"}',
        "",
        '{"text": "hi \\ud800", "context": null}',
    ]
    file.write_text("\n".join(rows), encoding="utf-8")
    assert main(["drill", "understand", "--input", str(file), "--json"]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["acts"] for row in found] == [["ask_to_wait"], ["greet"]]
    assert found[0]["id"] == 7
    assert {"slots", "er", "ip", "ex", "evidence"} <= set(found[0])


def test_every_wrong_line_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All bad lines are told at once, with file and line, and nothing else is written."""
    file = tmp_path / "in.jsonl"
    file.write_text('{"text": 3}\nxx\n[1]\n{"text": "a", "lang": "fr"}\n{}\n', encoding="utf-8")
    assert main(["drill", "understand", "--input", str(file), "--json"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert [f"in.jsonl:{n}:" in told.err for n in range(1, 6)] == [True] * 5


def test_either_a_message_or_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    """Neither or both is refused."""
    assert main(["drill", "understand"]) == 2
    assert "--input" in capsys.readouterr().err
