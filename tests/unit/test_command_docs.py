"""docs/reference/cli.md and json.md name what the command line has."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tui.command.app import command
from tui.command.run import run

DOCS = Path(__file__).resolve().parents[2] / "docs" / "reference"
SMALL = ["minimal", "--set", "demand.scale=0.01", "--jobs", "1"]


def words(file: str) -> set[str]:
    """Every word that stands in code marks."""
    text = re.sub(r"```.*?```", "", (DOCS / file).read_text(encoding="utf-8"), flags=re.DOTALL)
    return set(re.findall(r"[\w-]+", " ".join(re.findall(r"`([^`\n]+)`", text))))


def test_every_command_and_option_is_documented() -> None:
    """No command and no option is missing from the reference (by and help speak for themselves)."""
    known = set().union(*(words(page.name) for page in DOCS.glob("*.md")))
    for name, each in _commands(command()):
        assert name in known
        for parameter in getattr(each, "params", ()):
            for option in parameter.opts:
                if option.startswith("--") and option not in ("--help", "--by"):
                    assert option in known, f"{name} {option}"


def _commands(group: Any) -> list[tuple[str, Any]]:
    """Every command, those of groups too."""
    found = []
    for name, each in group.commands.items():
        found.append((name, each))
        found += _commands(each) if hasattr(each, "commands") else []
    return found


@pytest.mark.parametrize(
    "arguments",
    [
        ["scenario", "list", "--json"],
        ["demand", *SMALL[:3], "--json"],
        ["simulate", *SMALL, "--replications", "2", "--json"],
        ["compare", *SMALL, "--with", "demand.scale=0.02", "--replications", "2", "--json"],
        ["size", *SMALL, "--replications", "2", "--verify", "4", "--json"],
        ["sweep", *SMALL, "--over", "demand.scale=0.01,0.02", "--replications", "2", "--json"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_every_json_key_is_documented(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """The keys of an answer stand in json.md, but for names of the scenario and of KPIs."""
    assert run(arguments) == 0
    found = json.loads(capsys.readouterr().out)
    assert _keys(found) <= words("json.md")


def _keys(answer: Any) -> set[str]:
    """Keys of an object and of objects in its lists; what is keyed by names is not looked into."""
    if isinstance(answer, list):
        return set().union(*map(_keys, answer[:2]))
    if not isinstance(answer, dict):
        return set()
    keys = {k for k in answer if not re.search(r"_(share|s|h|yuan|count|points)$", k)}
    by_name = {"total", "by", "by_queue", "by_channel", "by_shop", "by_group", "platforms",
               "planned_people"}  # fmt: skip
    inner = [_keys(v) for k, v in answer.items() if k not in by_name]
    return keys.union(*inner)
