"""`shapan drill` and `shapan sop` on the command line: played, kept, gone on with, scored again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scenarios.drill.load import drill_names
from sops.language import set_language
from tui.command.run import run
from tui.terminal.cell import cells

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """\
# 一份对话：有时间的行照时间，没有的按打字速度
00:08 您好，给女儿的生日礼物刚到就便宜了，换谁心里都不舒服，我马上查，请稍等
/look_orders
/look_price G-100
差价30元，签收3天还在价保期内，帮您申请好了
1-3个工作日原路退回
请问还有其他可以帮您的吗？
"""


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Records and library of this test alone, in Chinese."""
    monkeypatch.setenv("SHAPAN_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("SHAPAN_LIBRARY", str(tmp_path / "library"))
    monkeypatch.delenv("SHAPAN_DATABASE_URL", raising=False)
    set_language("zh")


def played(capsys: pytest.CaptureFixture[str], script: Path, *more: str) -> dict[str, object]:
    """The card of a script."""
    code = run(["drill", "play", "price-drop-gift", "--seed", "1", "--input", str(script),
                "--json", *more])  # fmt: skip
    out = capsys.readouterr().out
    assert code == 0
    return dict(json.loads(out))


def test_a_script_is_played_and_scored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same script gives the same card, and the session is listed with its scores."""
    script = tmp_path / "talk.txt"
    script.write_text(SCRIPT, encoding="utf-8")
    first, second = played(capsys, script), played(capsys, script)
    assert first == second
    assert first["resolution"] < 80  # type: ignore[operator]  # the difference was not paid
    assert run(["drill", "sessions", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)["sessions"]
    assert [row["drill"] for row in listed] == ["price-drop-gift"] * 2
    assert listed[0]["state"] == "ended"


def test_what_leads_made_of_a_card_stands_beside_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`score` shows both totals, `--json` both under names of their own; by another rubric than
    the one that was overridden there is nothing beside the machine's."""
    from simulator.records import open_records

    script = tmp_path / "talk.txt"
    script.write_text(SCRIPT, encoding="utf-8")
    card = played(capsys, script)
    assert run(["drill", "score", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {**card, "standing": None}
    with open_records() as records:
        (session,) = records.sessions.list()
        kept = records.scorecards.latest(session.id)
        assert kept is not None
        lost = max(
            (each for each in kept.items if each.part == "end_state"),
            key=lambda each: each.possible - each.points,
        )
        records.reviews.override(
            session.id, kept.rubric_id, kept.rubric_version, lost.item, lost.possible, "做到了"
        )
    assert run(["drill", "score", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    standing = found.pop("standing")
    assert found == card
    assert standing["items"] == {lost.item: lost.possible}
    assert standing["changed"] == 1
    assert standing["resolution"] > found["resolution"]
    assert run(["drill", "score"]) == 0
    page = capsys.readouterr().out.replace("\n", "")
    assert f"{standing['resolution']:g}（机器 {card['resolution']:g}）" in page
    other = tmp_path / "library" / "rubrics" / "mild.yaml"
    other.parent.mkdir(parents=True)
    other.write_text(
        "id: mild\nversion: 1\ntitle: {zh: 松, en: Mild}\npassing: {resolution: 50, empathy: 40}\n",
        encoding="utf-8",
    )
    assert run(["drill", "score", "--rubric", "mild", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["standing"] is None


def test_a_card_can_be_made_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`score` gives the card of the last session from the acts that its log keeps."""
    script = tmp_path / "talk.txt"
    script.write_text(SCRIPT, encoding="utf-8")
    card = played(capsys, script)
    assert run(["drill", "score", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {**card, "standing": None}


def test_wrong_lines_of_a_script_are_told_all_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each wrong line with its number; exit code 2, and nothing is played."""
    script = tmp_path / "talk.txt"
    script.write_text('/look_ordr 1\n/look_order a b\n"/x\n/hold long\n', encoding="utf-8")
    assert run(["drill", "play", "price-drop-gift", "--input", str(script)]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(":")[1] for line in lines] == ["1", "2", "4"]


def test_an_interrupted_session_goes_on_where_it_was(tmp_path: Path) -> None:
    """Killed in the middle: what was said is there, and the end is scored."""
    environment = {**os.environ, "SHAPAN_LANG": "zh"}
    command = [sys.executable, "-m", "tui.main", "drill"]
    process = subprocess.Popen(
        [*command, "play", "price-drop-gift", "--seed", "1"], cwd=ROOT, env=environment,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("您好，请稍等\n/look_orders\n")
    process.stdin.flush()
    while "看全部订单" not in process.stdout.readline():
        pass
    process.kill()
    process.wait()
    ran = subprocess.run(
        [*command, "resume"], cwd=ROOT, env=environment, input="请问还有其他可以帮您的吗\n",
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert "您好，请稍等" in ran.stdout
    assert "成绩单" in ran.stdout


def test_exam_seeds_are_kept_for_exams(capsys: pytest.CaptureFixture[str]) -> None:
    """Practising on an exam seed is refused; an exam picks one."""
    assert run(["drill", "play", "price-drop-gift", "--seed", "9001"]) == 2
    assert "9001" in capsys.readouterr().err


def test_what_gives_the_answer_away_is_shown_to_leads_only(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The reference, the way and the exam seeds need --as-lead."""
    assert run(["drill", "show", "price-drop-gift"]) == 0
    assert "grant_protection" not in capsys.readouterr().out
    assert run(["drill", "show", "price-drop-gift", "--as-lead"]) == 0
    shown = capsys.readouterr().out
    assert "grant_protection" in shown
    assert "9001" in shown
    assert run(["drill", "show", "price-drop-gift", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["drill"]
    assert not {"solution", "exam_seeds", "accepted", "facts", "office"} & set(found)
    assert set(found["customer"]) == {"name", "persona", "opening"}
    assert set(found["customer"]["opening"]) == {"say"}


def test_the_players_line_has_the_promised_keys(capsys: pytest.CaptureFixture[str]) -> None:
    """`drill bots --json` is a list with a stable shape."""
    assert run(["drill", "bots", "price-drop-gift", "--player", "silent", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert set(row) == {
        "drill", "player", "seed", "resolution", "empathy", "felt", "passed", "critical",
    }  # fmt: skip


def test_new_drafts_load_and_are_never_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A new SOP and a new drill are there, lie over the built-in library, and stay as they are."""
    assert run(["sop", "new", "my-sop"]) == 0
    assert run(["sop", "check", "my-sop"]) == 0
    assert run(["drill", "new", "first", "--sop", "my-sop"]) == 0
    assert run(["drill", "check", "first"]) == 0
    assert run(["drill", "new", "my-drill", "--sop", "price-protection"]) == 0
    capsys.readouterr()
    assert run(["drill", "new", "my-drill", "--sop", "price-protection"]) == 2
    assert run(["drill", "list", "--json"]) == 0
    assert (tmp_path / "library" / "drills" / "my-drill.yaml").exists()


@pytest.mark.parametrize("name", ["../evil", "Bad Name", "退货", "", "a/b", "-x" * 40])
def test_a_draft_stays_in_its_folder(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name that would leave the library, or that no file may have, writes nothing."""
    assert run(["sop", "new", "--", name]) == 2
    assert run(["drill", "new", "--sop", "price-protection", "--", name]) == 2
    assert "Traceback" not in capsys.readouterr().err
    assert list(tmp_path.rglob("*.yaml")) == []


def test_names_are_listed_whole(capsys: pytest.CaptureFixture[str]) -> None:
    """Names that one types next are never cut, however long the English titles are."""
    set_language("en")
    assert run(["drill", "list"]) == 0
    listed = capsys.readouterr().out
    set_language("zh")
    assert all(f"\n{name} " in listed for name in drill_names())


@pytest.mark.parametrize("columns", ["60", "80", "100"])
def test_a_conversation_keeps_to_the_width(
    columns: str, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """No line of a drill, of its look-ups or its scorecard is wider than the terminal."""
    monkeypatch.setenv("COLUMNS", columns)
    script = tmp_path / "talk.txt"
    script.write_text(SCRIPT, encoding="utf-8")
    assert run(["drill", "play", "price-drop-gift", "--seed", "1", "--input", str(script)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any("  ▸ " in line for line in lines)
    assert max(map(cells, lines)) <= int(columns)


def test_subflows_become_drafts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """JSON of ordered actions is imported; the drafts load."""
    from sops.sop.load import load_sop

    flows = tmp_path / "flows.json"
    flows.write_text(json.dumps({"退货": {"Return Size": ["look_order", "open_ticket", "say-so"]}}))
    assert run(["sop", "import", str(flows)]) == 0
    assert [step.kind for step in load_sop("return-size").steps] == [
        "check", "act", "tell", "tell", "close",
    ]  # fmt: skip
    told = [line for line in capsys.readouterr().err.splitlines() if "say-so" in line]
    column = flows.read_text().index('"say-so"') + 1
    place = [f"{flows}:1:{column}", '退货["Return Size"][2]']
    assert [line.split("  ")[:2] for line in told] == [place]
    assert run(["sop", "check", "return-size", "--json"]) == 0
    faults = json.loads(capsys.readouterr().out)["faults"]
    assert [fault["place"] for fault in faults if fault["kind"] == "todo"] == [
        ["steps", 2, "title"]
    ]
    flows.write_text('{"a": 3}')
    assert run(["sop", "import", str(flows)]) == 2
    assert "a" in capsys.readouterr().err


def test_the_flow_is_drawn(capsys: pytest.CaptureFixture[str]) -> None:
    """As a tree with every step's title, and as Mermaid with every step."""
    from sops.sop.load import load_sop

    sop = load_sop("price-protection")
    assert run(["sop", "graph", "price-protection"]) == 0
    tree = capsys.readouterr().out
    assert all(step.title.zh in tree for step in sop.steps)
    assert run(["sop", "graph", "price-protection", "--mermaid"]) == 0
    mermaid = capsys.readouterr().out
    assert mermaid.startswith("flowchart TD")
    assert mermaid.count("-->") == sum(len(step.then) for step in sop.steps)


def test_the_flow_is_plain_data(capsys: pytest.CaptureFixture[str]) -> None:
    """Steps, ways on with their guards as written and in words, and where it ends."""
    from sops.sop.load import load_sop

    sop = load_sop("price-protection")
    assert run(["sop", "graph", "price-protection", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [node["id"] for node in found["nodes"]] == [step.id for step in sop.steps]
    assert (found["start"], found["ends"]) == ("check-order", ["close"])
    edges = {(each["from"], each["to"]): each for each in found["edges"]}
    assert set(edges) == {(step.id, way.to) for step in sop.steps for way in step.then}
    guarded = edges["decide", "look-instead"]
    assert guarded["when"] == {"fact": "within_window", "is": False}
    assert guarded["text"] == "不是：在价保期内"
    assert edges["check-order", "check-price"]["when"] is None
    assert run(["sop", "graph", "price-protection", "--json", "--mermaid"]) == 2


def test_the_handbook_has_every_sop(tmp_path: Path) -> None:
    """Export writes one Markdown file with a page for each."""
    from sops.sop.load import load_sop, sop_names

    target = tmp_path / "handbook.md"
    assert run(["sop", "export", "-o", str(target)]) == 0
    text = target.read_text(encoding="utf-8")
    assert all(f"# {load_sop(name).title.zh}" in text for name in sop_names())


def test_a_drill_loads_no_numba(tmp_path: Path) -> None:
    """Starting a drill imports neither the compiled loop nor tables nor Textual."""
    code = (
        "import sys; from scenarios.drill.load import load_drill; import simulator.drill.sitting;"
        "import tui.command.drill_terminal;"
        "print(sorted(m for m in ('numba', 'scipy', 'polars', 'textual', 'sklearn', 'networkx')"
        " if m in sys.modules))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "[]"
