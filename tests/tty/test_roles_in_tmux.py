"""The desks of planners and administrators in a real terminal, on records that are shared."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from real_terminal import Terminal

from simulator.records import Records, open_records
from tui.served.service import PERSON

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
PEOPLE = {"ping": "planner"}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[dict[str, Records]]:
    """Everybody's records."""
    with open_records(str(tmp_path / "house.db"), served=True) as records:
        chief = records.sign_in.first_administrator("admin", "管理员", "three quiet lions")
        admin = records.acting_as(chief.person_id)
        seen = {"admin": admin}
        for login, role in PEOPLE.items():
            person, _code = admin.people.add(login, f"名{login}", role)  # type: ignore[arg-type]
            seen[login] = records.acting_as(person.id)
        yield seen


def planner(terminal: Terminal) -> None:
    """The planning desk lists the scenarios; there is no review desk."""
    assert not any("复盘台" in line for line in terminal.shows("排班台"))
    terminal.key("3")
    terminal.shows("double11")


def administrator(terminal: Terminal) -> None:
    """Told where people are kept; plans, and reviews nobody."""
    assert not any("复盘台" in line for line in terminal.shows("shapan people"))


@pytest.mark.parametrize(
    ("login", "way"),
    [("ping", planner), ("admin", administrator)],
)
def test_each_role_finds_its_way(
    login: str, way: Callable[[Terminal], None], house: dict[str, Records], tmp_path: Path
) -> None:
    """By key, from the first screen to the end of what the role is there for."""
    terminal = Terminal(
        100, 30, SHAPAN_LANG="zh", TERM="xterm-256color", SHAPAN_CONFIG=str(tmp_path / "config"),
        SHAPAN_DATA=str(tmp_path / "data"), SHAPAN_DATABASE_URL=str(tmp_path / "house.db"),
        **{PERSON: house[login].caller.person_id},
    )  # fmt: skip
    try:
        terminal.start("", module="tui.served.app")
        way(terminal)
        terminal.key("C-q")
        terminal.shows("exit=0")
    finally:
        terminal.close()
