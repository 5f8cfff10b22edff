"""The built-in peak scenarios load, speak both languages and say where numbers come from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

import scenarios
from scenarios.peak.load import load
from scenarios.peak.scenario import PeakScenario
from scenarios.peak.selector import IDENTITIES, steps
from sops.document import Document

FOLDER = Path(scenarios.__file__).parent / "library" / "peaks"
FILES = sorted(FOLDER.glob("*.yaml"))
NAMES = {path.stem for path in FILES}
MINIMAL = {"minimal", "minimal-chat"}
BIG = {"ordinary-day", "618", "double11", "double11-campaign"}

each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
each_big = pytest.mark.parametrize("name", sorted(BIG))


def _numbers(here: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The paths of all numbers, list items by their name (or group, or date) or position."""
    if isinstance(here, dict):
        for key, value in here.items():
            yield from _numbers(value, (*path, str(key)))
    elif isinstance(here, list | tuple):
        for index, item in enumerate(here):
            keys = [key for key in IDENTITIES if isinstance(item, dict) and key in item]
            yield from _numbers(item, (*path, str(item[keys[0]]) if keys else str(index)))
    elif isinstance(here, int | float) and not isinstance(here, bool):
        yield path


def _without_basis(scenario: PeakScenario) -> list[tuple[str, ...]]:
    """The written numbers of a scenario that no entry of its basis covers."""
    patterns = [steps(text) for basis in scenario.basis for text in basis.paths]
    written = scenario.model_dump(exclude_unset=True, exclude={"basis"})
    return [path for path in _numbers(written) if not any(_covers(p, path) for p in patterns)]


def _covers(pattern: tuple[str, ...], path: tuple[str, ...]) -> bool:
    head = path[: len(pattern)]
    return len(head) == len(pattern) and all(map(fnmatchcase, head, pattern))


def test_the_library_holds_the_promised_scenarios() -> None:
    """Every scenario that the documentation names is there."""
    assert NAMES >= MINIMAL | BIG


@each_file
def test_it_loads_under_the_name_of_its_file(path: Path) -> None:
    """A library file loads and calls itself by its file name, so names are unique."""
    assert load(path).name == path.stem


@each_file
def test_people_read_it_in_both_languages(path: Path) -> None:
    """Titles and the note are written in Chinese and in English, in patches and targets too."""
    titles = list(_titles(Document.read(path).data))
    assert titles
    for title in titles:
        assert any("\u4e00" <= letter <= "\u9fff" for letter in title["zh"]), title
        assert title["en"].isascii(), title
    assert load(path).note is not None


def _titles(here: Any) -> Iterator[dict[str, str]]:
    if isinstance(here, dict):
        for key, value in here.items():
            if key in ("title", "note"):
                yield value
            else:
                yield from _titles(value)
    elif isinstance(here, list):
        for item in here:
            yield from _titles(item)


@each_file
def test_every_number_says_where_it_comes_from(path: Path) -> None:
    """An entry of `basis` covers every number of a library file, patches included."""
    missing = _without_basis(load(path))
    assert not missing, [".".join(number) for number in missing[:10]]


def test_a_number_without_basis_is_noticed() -> None:
    """Without its entry about returns, the Double 11 file would have uncovered numbers."""
    scenario = load("double11")
    rest = tuple(basis for basis in scenario.basis if "returns" not in basis.paths)
    missing = _without_basis(scenario.model_copy(update={"basis": rest}))
    assert {number[0] for number in missing} == {"returns"}


@each_big
def test_the_big_ones_have_the_whole_floor(name: str) -> None:
    """Twenty intents, three platforms, three channels, bots, and all kinds of groups."""
    scenario = load(name)
    assert len(scenario.intents) >= 20
    assert {shop.platform for shop in scenario.shops} == {"taobao", "jd", "douyin"}
    assert {queue.channel for queue in scenario.queues} == {"phone", "chat", "ticket"}
    assert any("chat" in bot.channels for bot in scenario.bots)
    groups = {group.name for group in scenario.groups}
    assert groups >= {"seniors", "juniors", "newcomers", "second-line", "outsourced"}
    assert scenario.demand.orders is not None
    assert set(scenario.demand.orders.intents) == {intent.name for intent in scenario.intents}


@each_big
def test_orders_start_early_enough_for_the_tail(name: str) -> None:
    """Orders run from at least ten days before the horizon to its last minute and beyond."""
    scenario = load(name)
    assert scenario.demand.orders is not None
    dates = [day.date for day in scenario.demand.orders.days]
    assert (scenario.clock.start.date() - min(dates)).days >= 10
    assert max(dates) >= scenario.clock.end.date()
    assert len(dates) == (max(dates) - min(dates)).days + 1


@each_file
def test_somebody_is_planned_in_every_group(path: Path) -> None:
    """`simulate` works without sizing: each group has people."""
    for group in load(path).groups:
        steps_of_group = [step.people for step in group.staff or ()]
        assert group.people or max(steps_of_group, default=0) > 0, group.name


@each_file
def test_staffing_does_not_exceed_what_is_available(path: Path) -> None:
    """The headcounts written down stay within the limits that sizing respects."""
    for group in load(path).groups:
        planned = max((step.people for step in group.staff or ()), default=group.people or 0)
        assert group.available is None or planned <= group.available, group.name


def test_double11_runs_from_the_opening_to_the_end_of_the_day() -> None:
    """Double 11 starts at 20:00 on the 10th and ends with the 11th."""
    clock = load("double11").clock
    assert clock.start == datetime(2025, 11, 10, 20, 0)
    assert clock.end == datetime(2025, 11, 12, 0, 0)


def test_minimal_is_the_textbook_queue() -> None:
    """100 people, work and patience of 300 s, and exactly 100 % load."""
    scenario = load("minimal")
    (intent,), (group,), (calls,) = scenario.intents, scenario.groups, scenario.demand.direct
    assert intent.phone is not None
    assert scenario.channels.phone.patience is not None
    assert intent.phone.talk.law == scenario.channels.phone.patience.law == "exponential"
    assert calls.contacts_per_day is not None
    load_in_people = calls.contacts_per_day / 86_400 * intent.phone.talk.mean_s
    assert load_in_people == pytest.approx(group.people) == 100


def test_double11_brings_sixty_thousand_contacts_to_people() -> None:
    """One simulated Double 11 sends 60,000 ± 10 % contacts to a human queue."""
    from simulator.peak import simulate

    result = simulate(load("double11"), seed=1, replications=1, keep_records=True)
    human = int((result.contacts["joined"] >= 0).sum())
    assert 54_000 <= human <= 66_000
