"""Files that commands write: whole or not at all, and safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import errno
import json
import math
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tui.command.output import put_json, replaced, write_csv


def test_a_failed_write_leaves_what_was_there(tmp_path: Path) -> None:
    """Interrupted half way, the old file stands untouched and nothing lies beside it."""
    path = tmp_path / "kpi.csv"
    path.write_text("old")
    with pytest.raises(KeyboardInterrupt):
        _interrupted(path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def _interrupted(path: Path) -> None:
    with replaced(path) as draft:
        draft.write_text("half")
        raise KeyboardInterrupt


def test_a_finished_write_takes_its_place(tmp_path: Path) -> None:
    """At the end of the block the new file stands alone."""
    path = tmp_path / "kpi.csv"
    with replaced(path) as draft:
        draft.write_text("new")
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("text", ["=1+1", "+86", "-x", "@SUM(A1)", "\tx", "\rx"])
def test_formulas_are_escaped(tmp_path: Path, text: str) -> None:
    """A text that a spreadsheet would run gets a quote in front; a negative number does not."""
    path = tmp_path / "t.csv"
    write_csv(path, ("name", "n"), [(text, -1.5)])
    with path.open(encoding="utf-8-sig", newline="") as stream:
        (_header, (name, number)) = list(csv.reader(stream))
    assert name.startswith("'")
    assert not set(name) & {"\t", "\r"}
    assert number == "-1.5"


def test_controls_are_escaped_and_chinese_is_not(tmp_path: Path) -> None:
    """Terminal controls cannot reach whoever prints the file; Chinese opens in a spreadsheet."""
    path = tmp_path / "t.csv"
    write_csv(path, ("名字",), [("店\x1b[31m",), (math.nan,)])
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert path.read_text(encoding="utf-8-sig") == '名字\n店\\x1b[31m\n""\n'


def test_json_has_no_nan(capsys: pytest.CaptureFixture[str]) -> None:
    """What is no number is null, arrays are lists, Chinese stays readable."""
    import numpy as np

    put_json({"值": math.nan, "more": [math.inf, 1.5], "array": np.array([1, 2])})
    out = capsys.readouterr().out
    assert json.loads(out) == {"值": None, "more": [None, 1.5], "array": [1, 2]}
    assert "值" in out


def test_a_device_is_written_to_and_stays(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """`/dev/full` is a full disk and stays a device; `/dev/stdout` is standard output."""
    full = Path("/dev/full")
    before = full.stat()
    with pytest.raises(OSError, match="/dev/full") as caught:
        write_csv(full, ("a",), [[1]])
    assert caught.value.errno == errno.ENOSPC
    assert (full.stat().st_mode, full.stat().st_rdev) == (before.st_mode, before.st_rdev)
    write_csv(Path("/dev/stdout"), ("a",), [[1]])
    assert capfdbinary.readouterr().out == b"\xef\xbb\xbfa\n1\n"
    assert Path("/dev/stdout").is_symlink()


def test_a_pipe_is_fed(tmp_path: Path) -> None:
    """A named pipe is read by whoever waits at its end, and stays a pipe."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    heard: list[bytes] = []
    reader = threading.Thread(target=lambda: heard.append(pipe.read_bytes()))
    reader.start()
    write_csv(pipe, ("a",), [[1]])
    reader.join(timeout=60)
    assert heard == [b"\xef\xbb\xbfa\n1\n"]
    assert pipe.is_fifo()


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """What a link points to is replaced, not the link."""
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("old", encoding="utf-8")
    link.symlink_to(real)
    write_csv(link, ("a",), [[1]])
    assert link.is_symlink()
    assert real.read_bytes() == b"\xef\xbb\xbfa\n1\n"
    assert {path.name for path in tmp_path.iterdir()} == {"real.csv", "link.csv"}


@pytest.mark.parametrize(
    "words", [["scenario", "list", "--json"], ["demand", "minimal"], ["--help"]]
)
@pytest.mark.parametrize(
    ("language", "told"), [("zh", "标准输出  磁盘满了"), ("en", "The disk is full")]
)
def test_standard_output_on_a_full_disk(words: list[str], language: str, told: str) -> None:
    """An answer that cannot be written is one line on stderr and exit code 2, never a traceback."""
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "tui.main", "--lang", language, *words],
            stdout=full, stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
    assert ran.returncode == 2
    (line,) = ran.stderr.decode().strip().splitlines()
    assert told in line
