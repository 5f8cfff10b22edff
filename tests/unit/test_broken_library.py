"""Lint and checks catch each planted fault, at its place, in both languages."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scenarios.drill.load import load_drill
from sops.document import Document
from sops.language import set_language
from sops.problem import Problem, Problems
from sops.sop.lint import lint, thin_acts
from sops.sop.load import sop_of
from sops.yaml_syntax import parse

ROOT = Path(__file__).resolve().parents[2]
BROKEN = ROOT / "tests" / "broken"
SOP = ROOT / "sops" / "library" / "sops" / "price-protection.yaml"
DRILL = ROOT / "scenarios" / "library" / "drills" / "price-drop-gift.yaml"


def planted(file: str) -> list[Any]:
    """The faults of a list, by name."""
    path = BROKEN / file
    faults = parse(path.read_text(encoding="utf-8"), str(path)).data
    return [pytest.param(fault, id=fault["name"]) for fault in faults]


def broken(base: Path, fault: dict[str, str], folder: Path) -> Path:
    """A copy of a library file with the fault in it."""
    text = base.read_text(encoding="utf-8")
    assert fault["old"] in text, "the fault no longer fits the file it is planted in"
    target = folder / base.name
    target.write_text(text.replace(fault["old"], fault["new"], 1), encoding="utf-8")
    return target


def looked_at(path: Path) -> tuple[set[str], tuple[Problem, ...]]:
    """The kinds of lint faults of an SOP file, or the mistakes that keep it from loading."""
    try:
        sop = sop_of(Document.read(path), path)
    except Problems as found:
        return set(), found.problems
    return {each.kind for each in lint(sop)}, ()


@pytest.fixture(autouse=True)
def chinese() -> Any:
    """Messages are compared in Chinese unless a test says otherwise."""
    set_language("zh")
    yield
    set_language(None)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("fault", planted("sops.yaml"))
def test_each_fault_of_an_sop_is_found(
    fault: dict[str, str], language: str, tmp_path: Path
) -> None:
    """A lint fault by its kind, a mistake by line, column and the words it is about."""
    set_language(language)
    path = broken(SOP, fault, tmp_path)
    kinds, problems = looked_at(path)
    texts = [str(problem) for problem in problems]
    assert fault["finds"] in kinds or any(fault["finds"] in text for text in texts), texts
    assert all(problem.line > 0 for problem in problems)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("fault", planted("drills.yaml"))
def test_each_fault_of_a_drill_is_found(
    fault: dict[str, str], language: str, tmp_path: Path
) -> None:
    """Every mistake is a located problem that names what is wrong."""
    set_language(language)
    path = broken(DRILL, fault, tmp_path)
    with pytest.raises(Problems) as found:
        load_drill(path)
    texts = [str(problem) for problem in found.value.problems]
    assert any(fault["finds"] in text for text in texts), texts


def test_the_library_itself_is_clean() -> None:
    """`shapan sop check` and `shapan drill check` find nothing in what is shipped."""
    for command in (["sop", "check"], ["drill", "check"]):
        ran = subprocess.run(
            [sys.executable, "-m", "tui.main", *command], capture_output=True, text=True,
            cwd=ROOT, env={**os.environ, "SHAPAN_LANG": "zh"}, check=False,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr


def test_no_act_is_thin() -> None:
    """Every act has at least forty example phrases in each language."""
    assert thin_acts() == []


def test_a_wrong_file_ends_with_code_two_and_no_traceback(tmp_path: Path) -> None:
    """The command line refuses a broken drill in one line for each mistake."""
    path = tmp_path / "price-drop-gift.yaml"
    path.write_text("id: price-drop-gift\nnonsense: [1", encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "tui.main", "drill", "check", str(path)], capture_output=True,
        text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    assert ran.returncode == 2
    assert "Traceback" not in ran.stderr
    assert str(path) in ran.stderr
