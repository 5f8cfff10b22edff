"""`shapan simulate` and `shapan compare` on a small day."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import scenarios
from scenarios.peak.load import load
from simulator.peak import Result, simulate
from simulator.peak.kpi import kpis_of, measure
from simulator.peak.kpi.funnel import funnel_counts
from sops.language import set_language
from tui.command.run import run
from tui.command.simulation_page import simulation_page
from tui.terminal.cell import cells
from tui.terminal.screen import Screen

SMALL = ("--set", "demand.scale*=0.05", "--set", "floor.staff_scale=0.05", "--jobs", "1")
DAY = ("ordinary-day", *SMALL, "--replications", "2")


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    set_language("zh")
    yield
    set_language(None)


@pytest.fixture(scope="module")
def result() -> Result:
    """Two small days."""
    sets = ("demand.scale*=0.05", "floor.staff_scale=0.05")
    return simulate(load("ordinary-day", sets), seed=1, replications=2)


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Stdout of a command line that ends well."""
    assert run(arguments) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("width", [60, 80, 100, 140])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_fits_the_screen(result: Result, width: int, language: str) -> None:
    """No line is wider than the terminal, in either language."""
    set_language(language)
    assert max(map(cells, simulation_page(result, Screen(width)))) <= width


def test_every_kpi_is_defined_on_the_page(result: Result) -> None:
    """Each KPI's title and definition are printed; `brief` leaves the definitions off."""
    page = "".join("".join(simulation_page(result, Screen(140))).split())
    brief = "".join("".join(simulation_page(result, Screen(140), brief=True)).split())
    for kpi in kpis_of(result):
        definition = "".join(kpi.definition.split())
        assert definition in page
        assert definition not in brief


def test_the_funnel_narrows(result: Result) -> None:
    """Cases ≥ reached ≥ cared for ≥ resolved, as the KPI shares say."""
    counts = list(funnel_counts(result).values())
    assert counts == sorted(counts, reverse=True)
    share = float(measure(result, "resolved").estimate[0])
    assert counts[3] == pytest.approx(share * counts[0])


def test_the_answer_says_how_it_was_computed(capsys: pytest.CaptureFixture[str]) -> None:
    """Seed, replications, engine and the rule at a shift's end stand on the page."""
    out = answer(capsys, "simulate", *DAY, "--seed", "7", "--brief")
    head = "\n".join(out.splitlines()[:5])
    assert all(word in head for word in ("种子 7", "推演 2 次", "kernel", "first_free"))


def test_json_repeats_for_a_seed(capsys: pytest.CaptureFixture[str]) -> None:
    """The same command gives the same object; another seed another one."""
    first, again, other = (
        answer(capsys, "simulate", *DAY, "--json", "--seed", seed) for seed in "334"
    )
    assert first == again != other
    found = json.loads(first)
    assert found["seed"] == 3
    assert found["precision"] is None
    assert found["log"] is None
    assert found["funnel"]["cases_count"] >= found["funnel"]["resolved_count"]


def test_the_reference_engine_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    """Both engines print the same figures."""
    kernel, reference = (
        json.loads(answer(capsys, "simulate", *DAY, "--json", "--engine", engine))
        for engine in ("kernel", "reference")
    )
    assert kernel["total"] == reference["total"]


def test_precision_is_stated(capsys: pytest.CaptureFixture[str]) -> None:
    """What was asked and what was achieved are in the answer."""
    found = json.loads(
        answer(capsys, "simulate", "ordinary-day", *SMALL, "--json", "--precision", "0.05")
    )
    precision = found["precision"]
    assert precision["half_width_asked"] == 0.05
    assert precision["reached"] == (precision["half_width_achieved"] <= 0.05)


def test_records_are_one_row_per_contact(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """The Parquet file holds every contact of every replication, by name, with null for never."""
    import polars as pl

    path = tmp_path / "records.parquet"
    out = answer(capsys, "simulate", *DAY, "--json", "--records", str(path))
    table = pl.read_parquet(path)
    contacts = json.loads(out)["total"]["contacts_count"]["value"]
    assert len(table) == round(2 * contacts)
    assert set(table["shop"].unique()) <= {s.name for s in load("ordinary-day").shops}
    never = table.filter(pl.col("joined").is_null())
    assert never["queue"].null_count() == len(never) > 0
    assert table["arrived"].null_count() == 0
    assert list(tmp_path.iterdir()) == [path]


def test_csv_is_a_file_or_a_folder(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """One long file, or a file per view, with the same rows."""
    whole, folder = tmp_path / "all.csv", tmp_path / "kpis"
    answer(capsys, "simulate", *DAY, "--brief", "--csv", str(whole))
    answer(capsys, "simulate", *DAY, "--brief", "--csv", str(folder))
    rows = [row for path in sorted(folder.iterdir()) for row in _rows(path)]
    assert sorted(map(str, rows)) == sorted(map(str, _rows(whole)))
    assert {row["view"] for row in rows} >= {"total", "queue", "interval", "group"}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_change_is_compared_on_the_same_customers(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Nothing changed gives differences of zero; more people shorten the wait."""
    path = tmp_path / "difference.csv"
    common = (*SMALL, "--replications", "3")
    out = answer(
        capsys, "compare", "ordinary-day", "ordinary-day", *common, "--json",
        "--with", "groups.juniors.staff.*.people*=3", "--csv", str(path),
    )  # fmt: skip
    same, more = json.loads(out)["comparisons"]
    assert all(d["difference"] == 0 for d in same["differences"])
    totals = {d["kpi"]: d for d in more["differences"] if d["view"] == "total"}
    assert totals["mean_wait_s"]["difference"] < 0
    assert totals["people_cost_yuan"]["difference"] > 0
    assert len(_rows(path)) == len(same["differences"]) + len(more["differences"])


def test_the_comparison_page_fits(capsys: pytest.CaptureFixture[str]) -> None:
    """No line of a comparison is wider than the terminal."""
    out = answer(capsys, "compare", "ordinary-day", *SMALL, "--replications", "2",
                 "--with", "demand.scale*=1.5")  # fmt: skip
    assert max(map(cells, out.splitlines())) <= 100
    assert "ordinary-day + demand.scale*=1.5" in out


LOGS = Path(scenarios.__file__).parent / "library" / "logs"


def test_a_log_is_replayed_with_its_own_people(capsys: pytest.CaptureFixture[str]) -> None:
    """Every good row arrives in every replication; what was left out is counted and shown."""
    log = ("--log", str(LOGS / "synthetic.csv"), "--map", str(LOGS / "synthetic.map.yaml"))
    run_it = ("simulate", "log-replay", *log, "--replications", "2", "--jobs", "1")
    found = json.loads(answer(capsys, *run_it, "--json"))
    told = found["log"]
    assert told["staff_from"] == "log"
    assert told["read_rows"] == 609
    assert found["total"]["contacts_count"]["value"] == told["first_attempts_count"]
    own = json.loads(answer(capsys, *run_it, "--own-staff", "--json"))
    assert own["log"]["staff_from"] == "scenario"
    page = answer(capsys, *run_it, "--brief")
    assert "读 609 行" in page
    assert "线路测试" in page
