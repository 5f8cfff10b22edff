"""The command line as a whole: languages, refusals, exit codes, and a quick start."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sops.language import set_language
from tui.command.language_argument import take_language
from tui.command.run import run
from tui.main import foreign_packages, main

COMMANDS = ("plan", "demand", "simulate", "size", "compare", "scenario")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    set_language("zh")
    yield
    set_language(None)


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of a command line."""
    code = run(arguments)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_all_packages_are_ours() -> None:
    """In a sound installation the four packages stand side by side."""
    assert foreign_packages() == []


def test_a_foreign_package_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A `sops` of another project is named before anything of it is used."""
    (tmp_path / "sops").mkdir()
    (tmp_path / "sops" / "__init__.py").write_text("raise RuntimeError('not ours')")
    monkeypatch.delitem(sys.modules, "sops")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert main(["--help"]) == 2
    assert "sops" in capsys.readouterr().err


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    """`shapan`, `shapan --help` and the help of each command are pages, in Chinese by default."""
    for arguments in ((), ("--help",)):
        code, out, err = told(capsys, *arguments)
        assert (code, err) == (0, "")
        assert all(f"  {name} " in out for name in COMMANDS)
    for name in COMMANDS:
        code, out, _err = told(capsys, name, "--help")
        assert code == 0
        assert out.startswith(f"用法：shapan {name}")


@pytest.mark.parametrize(
    ("arguments", "language", "rest"),
    [
        (["--lang", "en", "demand", "x"], "en", ["demand", "x"]),
        (["demand", "x", "--lang=zh"], "zh", ["demand", "x"]),
        (["demand", "--", "--lang", "en"], None, ["demand", "--", "--lang", "en"]),
        (["demand", "x"], None, ["demand", "x"]),
    ],
)
def test_the_language_may_stand_anywhere(
    arguments: list[str], language: str | None, rest: list[str]
) -> None:
    """`--lang` is found before parsing, except behind `--`."""
    assert take_language(arguments) == (language, rest, None)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--lang"], "--lang"),
        (["--lang", "fr", "demand"], "“fr”"),
        (["demnd", "x"], "demnd"),
        (["demand"], "SCENARIO"),
        (["demand", "minimal", "more"], "more"),
        (["demand", "minimal", "--nonsense"], "--nonsense"),
        (["demand", "minimal", "--by", "colour"], "intent|channel|shop"),
        (["demand", "minimal", "--set"], "--set"),
        (["demand", "no-such-scenario"], "no-such-scenario"),
        (["demand", "minimal", "--set", "demand.scale=x"], "demand.scale"),
        (["simulate", "minimal", "--seed", "one"], "--seed"),
        (["simulate", "minimal", "--replications", "0"], "--replications"),
        (["simulate", "minimal", "--precision", "-1"], "--precision"),
        (["simulate", "minimal", "--precision", "0.1", "--replications", "3"], "--precision"),
        (["simulate", "minimal", "--backend", "dask"], "--address"),
        (["simulate", "minimal", "--address", "x:1"], "--backend"),
        (["simulate", "minimal", "--log", "x.csv"], "--map"),
        (["simulate", "minimal", "--own-staff"], "--log"),
        (["simulate", "minimal", "--log", "/nowhere.csv", "--map", "/nowhere.yaml"], "nowhere"),
        (["size", "minimal", "--set", "targets=[]"], "targets"),
        (["compare", "minimal"], "--with"),
        (["scenario", "show", "/tmp"], "/tmp"),
        (["demand", "minimal", "--csv", "/no/such/folder/x.csv"], "/no/such/folder/x.csv"),
        (["demand", "minimal", "--csv", "/"], "/"),
        (["plan", "min\x1b[31mimal"], "\\x1b"),
    ],
    ids=lambda value: " ".join(value)[:60].replace("/", "_") if isinstance(value, list) else "",
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_wrong_is_said_on_stderr(
    arguments: list[str], words: str, language: str, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """A mistake of the user exits with 2, names what is wrong, and prints nothing on stdout."""
    monkeypatch.setenv("SHAPAN_LANG", language)
    code, out, err = told(capsys, *arguments)
    assert (code, out) == (2, "")
    assert words in err
    assert "Traceback" not in err
    assert "\x1b" not in err


def test_the_version_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """`--version` says name and number."""
    code, out, _err = told(capsys, "--version")
    assert code == 0
    assert out.startswith("shapan ")
    assert out.count("\n") == 1


def test_help_imports_nothing_heavy() -> None:
    """A help page needs none of the slow libraries that are ours (Typer brings pydantic)."""
    script = (
        "import sys\nfrom tui.main import main\nmain(['simulate', '--help'])\n"
        "heavy = {'numpy', 'numba', 'scipy', 'polars', 'textual', 'joblib', 'ruamel'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stderr.strip() == "[]"


def test_a_reader_that_leaves_early_hears_no_complaint() -> None:
    """`shapan scenario schema | head -1` ends quietly."""
    shell = f'"{sys.executable}" -m tui.main scenario schema | head -1'
    done = subprocess.run(shell, shell=True, capture_output=True, text=True, cwd=ROOT)
    assert done.stdout == "{\n"
    assert done.stderr == ""


def test_ctrl_c_leaves_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An interrupted command exits with 130 and no traceback."""

    def interrupted(*_args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("scenarios.peak.load.load", interrupted)
    code, out, err = told(capsys, "demand", "minimal")
    assert (code, out) == (130, "")
    assert err.strip() == "已中断，没有留下写了一半的文件"


def test_no_colour_in_a_pipe() -> None:
    """What is piped holds no escape sequence, whatever TERM says."""
    environment = {**os.environ, "TERM": "xterm-256color"}
    environment.pop("NO_COLOR", None)
    done = subprocess.run(
        [sys.executable, "-m", "tui.main", "demand", "minimal"],
        capture_output=True, text=True, check=True, cwd=ROOT, env=environment,
    )  # fmt: skip
    assert "\x1b" not in done.stdout
    assert done.stderr == ""
