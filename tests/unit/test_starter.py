"""`shapan new`: every starter loads, says that all is assumed, and never covers a file."""

from __future__ import annotations

import io
import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scenarios.peak.load import load
from scenarios.peak.starter import LEVELS, LIKES, QUESTIONS, Answers, Level, starter_text
from scenarios.peak.written import basis_counts
from simulator.peak.demand import streams_of
from sops.language import set_language
from tui.command.new import scenario_name
from tui.command.run import run

FLAGS = ["--customers", "300000", "--outside-demand", "high", "--expertise", "low",
         "--real-time", "high", "--coupling", "medium", "--orders", "20000"]  # fmt: skip


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    set_language("zh")
    yield
    set_language(None)


def written(folder: Path, answers: Answers) -> Path:
    """A starter as a file."""
    path = folder / "mine.yaml"
    path.write_text(starter_text(answers, "mine"), encoding="utf-8")
    return path


def alike(level: Level, **other: Level) -> dict[str, Level]:
    """The same level for every question but those named."""
    return {q: other.get(q.replace("-", "_"), level) for q in QUESTIONS}


def contacts(folder: Path, answers: Answers) -> float:
    """Expected first attempts of a starter."""
    return float(streams_of(load(written(folder, answers))).rate.sum())


@pytest.mark.parametrize("like", LIKES)
@pytest.mark.parametrize("level", LEVELS)
def test_every_starter_loads_and_is_assumed(tmp_path: Path, like: str, level: Level) -> None:
    """All levels at once on every library scenario load, and every number is an assumption."""
    scenario = load(written(tmp_path, Answers(200_000, 30_000, alike(level), like)))
    assert set(basis_counts(scenario)) == {"assumed"}
    assert scenario.targets


@pytest.mark.parametrize("question", list(QUESTIONS))
@pytest.mark.parametrize("level", ["low", "high"])
def test_each_question_alone_loads(tmp_path: Path, question: str, level: Level) -> None:
    """Each question may be answered by any level while the others stay in the middle."""
    levels = {**alike("medium"), question: level}
    assert load(written(tmp_path, Answers(0, 1, levels))).name == "mine"


def test_a_very_large_shop_has_more_people_to_plan(tmp_path: Path) -> None:
    """Ten times the orders of the library scenario raise what is available too."""
    scenario = load(written(tmp_path, Answers(10**8, 3_600_000, alike("medium"))))
    before = load("double11")
    for group, old in zip(scenario.groups, before.groups, strict=True):
        assert (group.available or 0) >= 10 * (old.available or 0)


def test_orders_and_customers_bring_contacts(tmp_path: Path) -> None:
    """Twice the orders bring twice the contacts; customers bring theirs on top."""
    one = contacts(tmp_path, Answers(0, 36_000, alike("medium")))
    two = contacts(tmp_path, Answers(0, 72_000, alike("medium")))
    more = contacts(tmp_path, Answers(1_000_000, 36_000, alike("medium")))
    assert two == pytest.approx(2 * one)
    assert more > one + 900
    assert contacts(tmp_path, Answers(0, 36_000, alike("medium", outside_demand="low"))) < one


def test_the_same_as_the_library_scenario(tmp_path: Path) -> None:
    """With its own orders and everything in the middle a starter has the library's demand."""
    mine = contacts(tmp_path, Answers(0, 360_000, alike("medium")))
    assert mine == pytest.approx(float(streams_of(load("double11")).rate.sum()))


@pytest.mark.parametrize(
    ("file", "name"),
    [("My Shop 2026.yaml", "my-shop-2026"), ("大促.yaml", "starter"), ("a" * 60, "a" * 40)],
)
def test_a_scenario_is_named_by_its_file(file: str, name: str) -> None:
    """What a name cannot hold is left out."""
    assert scenario_name(Path(file)) == name


def test_flags_answer_everything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With all flags nothing is asked, and the file that is written can be checked."""
    out = tmp_path / "mine.yaml"
    assert run(["new", "-o", str(out), *FLAGS, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["first_attempts_count"] > 1000
    assert run(["scenario", "check", str(out)]) == 0


def test_english_comments_load_too(tmp_path: Path) -> None:
    """A starter written in English is as good."""
    out = tmp_path / "mine.yaml"
    assert run(["--lang", "en", "new", "-o", str(out), *FLAGS]) == 0
    assert "Assumed" in out.read_text(encoding="utf-8")
    assert load(out).name == "mine"


def test_never_over_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An existing file, even one that a link only points at, stays as it is."""
    out = tmp_path / "mine.yaml"
    out.write_text("precious", encoding="utf-8")
    link = tmp_path / "link.yaml"
    link.symlink_to(tmp_path / "nowhere.yaml")
    for each in (out, link):
        assert run(["new", "-o", str(each), *FLAGS]) == 2
        assert each.name in capsys.readouterr().err
    assert out.read_text(encoding="utf-8") == "precious"
    assert not (tmp_path / "nowhere.yaml").exists()


def test_a_folder_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A path that cannot be written is told in words."""
    assert run(["new", "-o", str(tmp_path / "no" / "mine.yaml"), *FLAGS]) == 2
    assert "Traceback" not in capsys.readouterr().err


def _shapan(folder: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "tui.main", "new", "-o", str(folder / "mine.yaml"), *arguments]


def test_without_a_terminal_nothing_is_asked(tmp_path: Path) -> None:
    """A pipe cannot answer: the missing flags are named, nothing is written."""
    ran = subprocess.run(
        _shapan(tmp_path, "--orders", "5"), input="", capture_output=True, text=True, check=False
    )
    assert ran.returncode == 2
    assert "--customers N --outside-demand low|medium|high" in ran.stderr
    assert "--orders" not in ran.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_all_missing_flags_are_named_at_once(
    language: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a terminal and without any flag, the file and all six answers are asked for in one
    line, in either language."""
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert run(["--lang", language, "new"]) == 2
    told = capsys.readouterr().err
    names = ("--out", "--customers", "--outside-demand", "--expertise", "--real-time", "--coupling",
             "--orders")  # fmt: skip
    assert [name for name in names if name not in told] == []
    assert len(told.strip().splitlines()) == 1


def test_in_a_terminal_the_questions_are_asked(tmp_path: Path) -> None:
    """Answers are typed, wrong ones asked again; numbers stand for levels."""
    mine, theirs = pty.openpty()
    ran = subprocess.Popen(_shapan(tmp_path), stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    os.write(mine, b"many\n300,000\nsome\n3\nlow\nh\n2\n0\n20000\n")
    told = b""
    try:
        while part := os.read(mine, 4096):
            told += part
    except OSError:
        pass
    assert ran.wait() == 0, told.decode()
    assert load(tmp_path / "mine.yaml").name == "mine"
    text = (tmp_path / "mine.yaml").read_text(encoding="utf-8")
    assert "demand.scale: 1.5" in text
    assert "customers, contacts_per_day: 300," in text
