"""`shapan scenario` and `shapan demand`: what they show and what they count."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from scenarios.peak.library import peak_names
from scenarios.peak.load import load
from scenarios.peak.written import basis_counts
from sops.language import set_language
from tui.command.demand import demand_page
from tui.command.run import run
from tui.command.scenario_page import scenario_page
from tui.command.volume import DIMENSIONS, volume_of
from tui.terminal.cell import cells
from tui.terminal.screen import Screen

BAD = Path(__file__).resolve().parents[1] / "bad" / "peaks"


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    set_language("zh")
    yield
    set_language(None)


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Stdout of a command line that ends well and says nothing on stderr."""
    code = run(arguments)
    captured = capsys.readouterr()
    assert (code, captured.err) == (0, "")
    return captured.out


def test_list_names_the_whole_library(capsys: pytest.CaptureFixture[str]) -> None:
    """Every scenario is listed, as text and as JSON."""
    out = answer(capsys, "scenario", "list")
    assert all(name in out for name in peak_names())
    listed = json.loads(answer(capsys, "scenario", "list", "--json"))["scenarios"]
    assert [entry["name"] for entry in listed] == list(peak_names())


def test_show_as_json_is_the_scenario(capsys: pytest.CaptureFixture[str]) -> None:
    """`show --json` holds the validated scenario, overrides applied, and its volumes."""
    found = json.loads(answer(capsys, "scenario", "show", "minimal", "--json",
                              "--set", "demand.scale=2"))  # fmt: skip
    assert found["scenario"]["demand"]["scale"] == 2
    assert found["first_attempts"]["total"] == pytest.approx(57_600)
    assert sum(found["first_attempts"]["by_channel"].values()) == pytest.approx(57_600)


@pytest.mark.parametrize("name", ["minimal", "minimal-chat", "double11", "ordinary-day"])
@pytest.mark.parametrize("width", [80, 100, 140])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_fit_the_screen(name: str, width: int, language: str) -> None:
    """No line of the two pages is wider than the terminal, in either language."""
    set_language(language)
    scenario, screen = load(name), Screen(width)
    shown = scenario_page(scenario, screen)
    curve = demand_page(scenario, volume_of(scenario), DIMENSIONS, screen)
    assert max(map(cells, [*shown, *curve])) <= width


def test_show_tells_what_is_assumed() -> None:
    """Every note of the basis is on the page, and the kinds add up to all written numbers."""
    scenario = load("double11")
    page = "".join("".join(scenario_page(scenario, Screen(160))).split())
    notes = [b.note.zh[:12].replace(" ", "") for b in scenario.basis]
    assert all(note[:8] in page for note in notes)
    counts = basis_counts(scenario)
    assert counts["assumed"] > 500
    assert "unsaid" not in counts


def test_check_reports_all_problems(capsys: pytest.CaptureFixture[str]) -> None:
    """Good and bad files together: what is right is listed, every problem is told, exit 2."""
    bad = BAD / "field-percent.yaml"
    assert run(["scenario", "check", "minimal", str(bad)]) == 2
    captured = capsys.readouterr()
    assert captured.out.startswith("minimal")
    assert "field-percent.yaml:" in captured.err
    assert run(["scenario", "check", str(bad), "--json"]) == 2
    found = json.loads(capsys.readouterr().out)
    assert found["ok"] is False
    assert found["problems"][0]["line"] > 0


def test_schema_is_a_schema(capsys: pytest.CaptureFixture[str]) -> None:
    """`schema` prints the JSON Schema of scenario files."""
    assert json.loads(answer(capsys, "scenario", "schema"))["$schema"].endswith("schema")


def test_every_dimension_adds_up() -> None:
    """Intents, channels and shops each sum to the whole curve in every interval."""
    volume = volume_of(load("double11"))
    for dimension in DIMENSIONS:
        for i, total in enumerate(volume.total.contacts):
            parts = sum(part.contacts[i] for part in volume.parts[dimension])
            assert parts == pytest.approx(total, rel=1e-9)


def test_demand_as_json_and_csv_agree(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Both hold the same curve, one row per interval and part."""
    path = tmp_path / "curve.csv"
    found = json.loads(
        answer(capsys, "demand", "minimal", "--by", "channel", "--json", "--csv", str(path))
    )
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["dimension"] == "channel"]
    assert [row["interval"] for row in rows] == found["intervals"]
    assert [float(row["first_attempts"]) for row in rows] == found["by"]["channel"]["phone"]
    assert list(found["by"]) == ["channel"]
