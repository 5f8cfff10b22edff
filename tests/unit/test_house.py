"""The house stands: our own packages, imports that only go down, a command in two languages."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("sops", "scenarios", "simulator", "tui")


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run this interpreter away from the checkout, as a user would."""
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT.parent,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        check=False,
    )


@pytest.mark.parametrize("name", FLOORS)
def test_packages_are_ours(name: str) -> None:
    """A package of the same name from elsewhere does not stand in front of ours."""
    ran = python("-c", f"import {name}; print({name}.__file__)")
    assert Path(ran.stdout.strip()) == ROOT / name / "__init__.py", ran.stderr


@pytest.mark.parametrize("name", FLOORS)
def test_imports_only_go_down(name: str) -> None:
    """No file names a package of a higher floor in an import, not even inside a function."""
    above = "|".join(FLOORS[FLOORS.index(name) + 1 :]) or "(?!)"
    upward = re.compile(rf"^\s*(?:from|import)\s+(?:{above})\b", re.MULTILINE)
    files = list((ROOT / name).rglob("*.py"))
    assert files
    wrong = [path for path in files if upward.search(path.read_text(encoding="utf-8"))]
    assert wrong == []


def test_imports_are_absolute() -> None:
    """A file can be moved, and found, by its full name."""
    relative = re.compile(r"^\s*from\s+\.", re.MULTILINE)
    files = [path for name in FLOORS for path in (ROOT / name).rglob("*.py")]
    assert [path for path in files if relative.search(path.read_text(encoding="utf-8"))] == []


def test_a_peak_run_loads_no_textual() -> None:
    """Importing the whole peak half, file by file, brings in no Textual."""
    code = (
        "import importlib, pkgutil, sys, simulator.peak as peak\n"
        "for found in pkgutil.walk_packages(peak.__path__, 'simulator.peak.'):\n"
        "    importlib.import_module(found.name)\n"
        "print(sum(name.split('.')[0] == 'textual' for name in sys.modules))"
    )
    ran = python("-c", code)
    assert ran.stdout.strip() == "0", ran.stderr


def test_help_speaks_both_languages() -> None:
    """`--help` answers in the language asked for, and the two answers differ."""
    helps = {}
    for language in ("zh", "en"):
        ran = python("-c", "from tui.main import main; main()", "--help", SHAPAN_LANG=language)
        assert ran.returncode == 0, ran.stderr
        helps[language] = ran.stdout
    assert re.search("[\u4e00-\u9fff]{4}", helps["zh"])
    assert helps["zh"] != helps["en"]
    assert "plan" in helps["en"]


def test_every_package_is_typed_and_shipped() -> None:
    """Each floor carries py.typed and is named in the wheel."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    shipped = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert sorted(shipped) == sorted(FLOORS)
    assert [name for name in FLOORS if not (ROOT / name / "py.typed").is_file()] == []


def test_constraints_pin_versions_only() -> None:
    """Pinned by name and number: no addresses, no files, and nothing required is left unpinned."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert [line for line in pins if not re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.]*", line)] == []
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(need for extra in extras for need in extra)]
    names = {re.split(r"[^\w.-]", need)[0].replace(".", "-") for need in wanted}
    assert names <= {line.partition("==")[0] for line in pins}
