"""`shapan calibrate`, `backtest`, `intraday`: from a log on disk to pages, files, refusals."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

import polars
import pytest
from simulated_log import days_of, log_of, write_log

import scenarios
from scenarios.peak.load import load
from simulator.peak import simulate
from sops.language import set_language
from tui.command.run import run
from tui.terminal.cell import cells

LOGS = Path(scenarios.__file__).parent / "library" / "logs"
QUICK = ("--jobs", "1", "--replications", "3")


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    set_language("zh")
    yield
    set_language(None)


@pytest.fixture(scope="module")
def logged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixteen simulated days as a CSV file, and a scenario calibrated to the first nine."""
    folder = tmp_path_factory.mktemp("calls")
    path = write_log(log_of(days_of(16, contacts=300)), folder)
    out = folder / "found.yaml"
    assert run(["calibrate", str(path), "-o", str(out), "--hold-back", "7"]) == 0
    return path


def _calibrate(path: Path, out: Path, *options: str) -> int:
    return run(["calibrate", str(path), "-o", str(out), *options])


def test_the_scenario_loads_and_runs(logged: Path) -> None:
    """What calibrate writes is a scenario like any other, for the days held back."""
    scenario = load(logged.with_name("found.yaml"))
    assert scenario.name == "found"
    assert f"{scenario.clock.start:%Y-%m-%d}" == "2025-11-12"
    assert scenario.clock.days == 7
    assert len(simulate(scenario).people) == 1


def test_every_number_has_its_basis(logged: Path) -> None:
    """No number of the scenario is left unsaid, and the days are in the notes."""
    from scenarios.peak.written import basis_counts

    scenario = load(logged.with_name("found.yaml"))
    counts = basis_counts(scenario)
    assert set(counts) <= {"measured", "assumed", "definition", "unsaid"}
    assert counts.get("unsaid", 0) <= 2, "the drain and the like are the program's own"
    assert counts["measured"] > 100
    assert any("2025-11-03" in entry.note.en for entry in scenario.basis)


def test_the_record_names_the_days(logged: Path) -> None:
    """Beside the scenario stand the fitted days, the days held back and how well things fit."""
    record = json.loads(logged.with_name("found.fit.json").read_text(encoding="utf-8"))
    assert len(record["fitted_days"]) == 9
    assert len(record["held_back_days"]) == 7
    assert record["patience"]["phone"]["left_count"] > 0
    assert {w["law"] for w in record["work"]} <= {"lognormal", "gamma", "weibull", "empirical",
                                                 "exponential", "erlang"}  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_encodings_of_exports_give_the_same_scenario(
    logged: Path, encoding: str, tmp_path: Path
) -> None:
    """UTF-8 with a mark, GB18030 and UTF-16: the scenario is the same, byte for byte."""
    text = logged.read_text(encoding="utf-8")
    copy = tmp_path / "calls.csv"
    copy.write_bytes(text.encode(encoding))
    mapping = logged.with_name("calls.map.yaml")
    out = tmp_path / "found.yaml"
    assert _calibrate(copy, out, "--map", str(mapping), "--hold-back", "7") == 0
    assert out.read_bytes() == logged.with_name("found.yaml").read_bytes()


def test_parquet_gives_the_same_scenario(logged: Path, tmp_path: Path) -> None:
    """The same rows as Parquet; only the file's name differs."""
    frame = polars.read_csv(logged, infer_schema=False)
    copy = tmp_path / "calls.parquet"
    frame.write_parquet(copy)
    out = tmp_path / "found.yaml"
    mapping = str(logged.with_name("calls.map.yaml"))
    assert _calibrate(copy, out, "--map", mapping, "--hold-back", "7") == 0
    ours, theirs = (p.read_text(encoding="utf-8").split("\n", 2)[2]
                    for p in (out, logged.with_name("found.yaml")))  # fmt: skip
    assert ours == theirs


def test_bad_rows_are_counted_told_and_kept_aside(
    logged: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rows that cannot be believed go to a file with line and reason; the rest is calibrated."""
    lines = logged.read_text(encoding="utf-8").splitlines()
    lines.insert(5, "坏,2025-11-03 25:00:00,-,-,5,-,放弃,-,退款,普通")
    lines.insert(9, "坏2,2025-11-03 12:00:00,-,2025-11-03 12:00:09,-9,-,放弃,-,退款,普通")
    copy = tmp_path / "calls.csv"
    copy.write_text("\n".join(lines) + "\n", encoding="utf-8")
    out = tmp_path / "found.yaml"
    assert _calibrate(copy, out, "--map", str(logged.with_name("calls.map.yaml"))) == 0
    page = capsys.readouterr().out
    assert "不可信 2" in page
    with (tmp_path / "found.rejected.csv").open(encoding="utf-8") as stream:
        kept = list(csv.reader(stream))
    assert [row[0] for row in kept] == ["line", "6", "10"]
    assert "-9" in kept[2][1]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("arrived: 进线时间", "arrived: 到达", "calls.map.yaml:4"),
        ("outcome:", "outcom:", "calls.map.yaml:6"),
        ("退款: refund}", "退款: Refund!}", "calls.map.yaml:9"),
        ("{查物流: delivery, 退款: refund}", "{}", "calls.csv:2"),
    ],
)
def test_wrong_mappings_are_located(
    old: str, new: str, told: str, logged: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A missing column, an unknown key, a wrong name and a log without one good row: file and line,
    exit code 2, nothing written."""
    copy = tmp_path / "calls.csv"
    copy.write_bytes(logged.read_bytes())
    mapping = logged.with_name("calls.map.yaml").read_text(encoding="utf-8")
    assert old in mapping
    (tmp_path / "calls.map.yaml").write_text(mapping.replace(old, new), encoding="utf-8")
    assert _calibrate(copy, tmp_path / "found.yaml") == 2
    assert told in capsys.readouterr().err
    assert not (tmp_path / "found.yaml").exists()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--hold-back", "16"), "留出"),
        (("--from", "昨天"), "--from"),
        (("--from", "2026-01-01"), "没有可拟合的"),
        (("--base", "no-such-scenario"), "no-such-scenario"),
    ],
)
def test_impossible_wishes_are_refused(
    options: tuple[str, ...], told: str, logged: Path, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """No days left, no such date, days without log, no such base: exit code 2 and the reason."""
    assert _calibrate(logged, tmp_path / "found.yaml", *options) == 2
    assert told in capsys.readouterr().err


def test_a_base_keeps_its_structure(logged: Path, tmp_path: Path) -> None:
    """With `--base` queues, groups and targets stay; what was measured replaces its numbers."""
    out = tmp_path / "found.yaml"
    assert _calibrate(logged, out, "--base", "log-replay", "--hold-back", "7") == 0
    base, found = load("log-replay"), load(out)
    assert found.queues == base.queues
    assert found.targets == base.targets
    assert [g.name for g in found.groups] == [g.name for g in base.groups]
    assert found.groups[0].people_per_interval is not None
    assert found.intents[0].phone != base.intents[0].phone


def test_one_day_is_enough_to_start_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The library's log of one day: a scenario of a week, other weekdays called assumed."""
    out = tmp_path / "one.yaml"
    assert _calibrate(LOGS / "synthetic.csv", out) == 0
    assert "只能当假设" in capsys.readouterr().out
    kinds = {(p, b.kind) for b in load(out).basis for p in b.paths}
    assert ("demand.busyness", "assumed") in kinds
    assert any(p.startswith("demand.direct") and kind == "assumed" for p, kind in kinds)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", ["70", "100", "140"])
def test_pages_fit_the_screen(
    language: str, width: str, logged: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """No line of the three pages is wider than the terminal, in either language."""
    monkeypatch.setenv("COLUMNS", width)
    found = str(logged.with_name("found.yaml"))
    for arguments in (
        ["calibrate", str(logged), "-o", str(tmp_path / "found.yaml"), "--hold-back", "7",
         "--patience", "exponential"],
        ["backtest", found, str(logged), *QUICK],
        ["intraday", found, str(logged), "--at", "2025-11-13T13:00", *QUICK],
    ):  # fmt: skip
        assert run([*arguments, "--lang", language]) == 0
        page = capsys.readouterr().out.splitlines()
        assert len(page) > 20
        # File names may be longer than a line; they are not broken.
        assert [n for n in page if cells(n) > int(width) and "/" not in n] == []


def test_backtest_answers_as_data(
    logged: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Errors with intervals as JSON, hours as CSV; the same seed, the same answer."""
    command = ["backtest", str(logged.with_name("found.yaml")), str(logged), *QUICK, "--json",
               "--csv", str(tmp_path / "hours.csv")]  # fmt: skip
    answers = []
    for _n in range(2):
        assert run(command) == 0
        answers.append(json.loads(capsys.readouterr().out))
    assert answers[0] == answers[1]
    wait = answers[0]["mean_wait"]
    assert wait["floor"]["low"] <= wait["floor"]["value"] <= wait["floor"]["high"]
    with (tmp_path / "hours.csv").open(encoding="utf-8-sig") as stream:
        rows = list(csv.DictReader(stream))
    assert sum(int(row["contacts"]) for row in rows) == answers[0]["contacts_count"]


def test_fitted_days_cannot_be_tested_on(
    logged: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A scenario whose record says that one of its days was fitted is refused."""
    copy, beside = tmp_path / "found.yaml", logged.with_name("found.fit.json")
    copy.write_bytes(logged.with_name("found.yaml").read_bytes())
    record = json.loads(beside.read_text(encoding="utf-8"))
    record["fitted_days"].append("2025-11-14")
    (tmp_path / "found.fit.json").write_text(json.dumps(record), encoding="utf-8")
    assert run(["backtest", str(copy), str(logged), *QUICK]) == 2
    assert "拟合过" in capsys.readouterr().err


def test_a_broken_record_is_told(
    logged: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A record that is none is a located mistake, not a traceback."""
    copy = tmp_path / "found.yaml"
    copy.write_bytes(logged.with_name("found.yaml").read_bytes())
    (tmp_path / "found.fit.json").write_text("[]", encoding="utf-8")
    assert run(["backtest", str(copy), str(logged), *QUICK]) == 2
    assert "found.fit.json:1:1" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("at", "told"),
    [("25:00", "--at"), ("昨天", "--at"), ("2025-11-01T12:00", "不在场景里"), ("14:00:30", "--at")],
)
def test_moments_that_are_none_are_refused(
    at: str, told: str, logged: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No such time of day, no date, a day outside the scenario, seconds: exit code 2."""
    code = run(["intraday", str(logged.with_name("found.yaml")), str(logged), "--at", at, *QUICK])
    assert code == 2
    assert told in capsys.readouterr().err


def test_intraday_answers_as_data(logged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`14:00` is on the last logged day of the scenario; levers carry paired differences."""
    code = run(["intraday", str(logged.with_name("found.yaml")), str(logged), "--at", "14:00",
                *QUICK, "--json", "--goal-left", "0"])  # fmt: skip
    answer = json.loads(capsys.readouterr().out)
    assert code == 0
    assert answer["at"] == "2025-11-18T14:00:00"
    assert answer["levers"]
    assert {"call_in", "message"} <= {lever["lever"] for lever in answer["levers"]}


def test_every_json_key_is_documented(
    logged: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every key of the three answers stands in json.md."""
    text = (Path(__file__).resolve().parents[2] / "docs/reference/json.md").read_text("utf-8")
    known = set(re.findall(r"[\w-]+", " ".join(re.findall(r"`([^`\n]+)`", text))))
    found = str(logged.with_name("found.yaml"))
    for arguments in (
        ["calibrate", str(logged), "-o", str(tmp_path / "found.yaml"), "--hold-back", "7"],
        ["backtest", found, str(logged), *QUICK],
        ["intraday", found, str(logged), "--at", "12:00", *QUICK, "--goal-left", "0"],
    ):
        assert run([*arguments, "--json"]) == 0
        assert _keys(json.loads(capsys.readouterr().out)) <= known


def _keys(answer: object) -> set[str]:
    """Keys of objects, and of objects in them and in their lists."""
    if isinstance(answer, list):
        return set().union(*map(_keys, answer))
    if not isinstance(answer, dict):
        return set()
    return set(answer).union(*map(_keys, answer.values()))
