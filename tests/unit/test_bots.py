"""Bots: seats against a search of every number, worth by its signs and sums, the command."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from scenarios.peak.load import load
from scenarios.peak.scenario import PeakScenario
from simulator.peak import Workers, simulate
from simulator.peak.bots.change import with_points, with_seats
from simulator.peak.bots.seats import Limit, counted, least_seats
from simulator.peak.bots.worth import BotWorth, bot_worth, price_of
from simulator.peak.kpi import measure
from simulator.peak.replication import Prepared
from simulator.peak.sizing.start import plenty
from simulator.peak.staffing import planned_people
from sops.language import set_language
from tui.command.run import run
from tui.terminal.cell import cells

BOT = """
extends: minimal-chat
kind: peak
name: with-bot
title: {zh: 带机器人, en: With a bot}
demand: {scale: 0.3}
bots:
  - name: bot
    title: {zh: 机器人, en: Bot}
    channels: [chat]
    understood: 0.8
    resolved: 0.6
    transferred: 0.5
    intents: {enquiry: {understood: 0.7}}
    yuan_per_session: 0.1
    times:
      demands_person: {law: constant, mean_seconds: 5}
      leaves: {law: constant, mean_seconds: 5}
      resolved: {law: exponential, mean_seconds: 100}
      transferred: {law: exponential, mean_seconds: 100}
      contained: {law: exponential, mean_seconds: 100}
returns:
  after_bot: {probability: 0.5, delay: {law: exponential, mean_hours: 2}}
"""
ONE = Workers(jobs=1)


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    set_language("zh")
    yield
    set_language(None)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small chat floor with a bot in front."""
    path = tmp_path_factory.mktemp("bots") / "with-bot.yaml"
    path.write_text(BOT, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def scenario(file: Path) -> PeakScenario:
    """The same, loaded."""
    return load(file)


@pytest.fixture(scope="module")
def worth(scenario: PeakScenario) -> BotWorth:
    """What its levers are worth."""
    price = price_of(scenario, 1, 3, ONE)
    return bot_worth(scenario, 0, price, [2.0, 10.0], replications=6, workers=ONE)


def _worst_late(scenario: PeakScenario, seats: int, limit: Limit) -> float:
    plan = planned_people(scenario)
    counts = counted(with_seats(scenario, 0, seats, False), 0, plan, limit.within_s, 1, 2, ONE)
    came = np.sum([c.came for c in counts], axis=0)
    late = np.sum([c.late for c in counts], axis=0)
    return float(np.max(late / np.maximum(came, 1)))


@pytest.mark.parametrize("limit", [Limit(5.0, 0.02), Limit(0.0, 0.1), Limit(60.0, 0.05)])
def test_no_fewer_seats_will_do(scenario: PeakScenario, limit: Limit) -> None:
    """Trying every number of seats below finds none that keeps the limit."""
    plan = planned_people(scenario)
    found = least_seats(scenario, 0, plan, limit, replications=2, workers=ONE)
    least = found.least.seats
    assert least is not None
    assert _worst_late(scenario, least, limit) == found.least.worst_share <= limit.share
    assert all(_worst_late(scenario, n, limit) > limit.share for n in range(least))


def test_nobody_waits_with_a_seat_for_everybody_at_once(scenario: PeakScenario) -> None:
    """Where nobody may wait at all, the seats are the most dialogues there ever are at a time."""
    plan = planned_people(scenario)
    found = least_seats(scenario, 0, plan, Limit(0.0, 0.0), replications=2, workers=ONE)
    assert found.least.seats == found.most_at_once.max()


def test_sent_to_people_when_full_as_erlang_says(scenario: PeakScenario) -> None:
    """The share that finds no seat is Erlang's loss formula's, within a few per cent."""
    seats = 4
    changed = with_seats(scenario, 0, seats, False)
    bot = changed.bots[0].model_copy(update={"when_full": "people"})
    changed = changed.model_copy(
        update={"bots": (bot,), "returns": changed.returns.model_copy(update={"after_bot": None})}
    )
    counts = counted(changed, 0, planned_people(changed), 0.0, 1, 12, ONE)
    late = sum(int(c.late.sum()) for c in counts) / sum(int(c.came.sum()) for c in counts)
    load_erlang = 12240 * 0.3 / 86400 * 100
    loss = 1.0
    for n in range(1, seats + 1):
        loss = load_erlang * loss / (n + load_erlang * loss)
    assert late == pytest.approx(loss, rel=0.03)


def test_a_triggered_bot_is_tried_as_if_waiting() -> None:
    """A bot that nothing triggers needs no seat, and the answer says how it was tried."""
    scenario = load("double11", ["demand.scale=0.02"])
    plan = np.full((len(scenario.groups), scenario.clock.intervals), 200, np.int64)
    found = least_seats(scenario, 1, plan, Limit(), replications=2, workers=ONE)
    assert found.as_if_waiting
    assert found.least.seats == 0
    assert found.below is None


def test_points_raise_every_intent(scenario: PeakScenario) -> None:
    """The bot's own rate and those of intents rise alike, and stop at 100 %."""
    bot = with_points(scenario, 0, "understood", 5.0).bots[0]
    assert (bot.understood, bot.intents["enquiry"].understood) == pytest.approx((0.85, 0.75))
    assert bot.resolved == 0.6
    bot = with_points(scenario, 0, "understood", 90.0).bots[0]
    assert (bot.understood, bot.intents["enquiry"].understood) == (1.0, 1.0)


def test_rates_are_those_of_the_kpis(scenario: PeakScenario, worth: BotWorth) -> None:
    """Sessions and resolution agree with the KPIs of a simulation with as many people."""
    plan = np.full((1, scenario.clock.intervals), 400, np.int64)
    result = simulate(scenario, seed=1, replications=6, plan=plan)
    sessions = float(measure(result, "bot_sessions").estimate[0])
    assert worth.rates.sessions.value == pytest.approx(sessions, rel=1e-3)
    resolution = float(measure(result, "bot_resolution").estimate[0])
    assert worth.rates.resolved == pytest.approx(resolution, rel=1e-3)
    assert 0.0 < worth.rates.false_24h < worth.rates.contained


def test_a_point_of_resolution_is_worth_its_share(worth: BotWorth) -> None:
    """Two points of 解决率 resolve 2 % of the understood more, and save people, hours and money."""
    by_name = {(w.lever, w.points): w for w in worth.levers}
    two = by_name["resolved", 2.0]
    gained = two.rates.resolved - worth.rates.resolved
    assert gained == pytest.approx(0.02 * worth.rates.understood, rel=0.2)
    for each in worth.levers:
        assert each.gain.work_h.value + each.gain.work_h.half_width < 0
        assert each.gain.yuan.value < 0
        assert each.gain.false_24h.value < 0
    for lever in ("understood", "resolved"):
        assert by_name[lever, 10.0].gain.work_h.value < by_name[lever, 2.0].gain.work_h.value


@pytest.fixture(scope="module")
def shop() -> PeakScenario:
    """A day with many intents, thin, whose bots have seats for everybody."""
    found = load("double11", ["demand.scale=0.01"])
    bots = tuple(bot.model_copy(update={"seats": None}) for bot in found.bots)
    return found.model_copy(update={"bots": bots})


def test_an_intent_alone_is_worth_its_part(shop: PeakScenario) -> None:
    """Raising the bot for one intent only gives the very part that the intent has when all are
    raised, for both levers."""
    price = price_of(shop, 1, 2, ONE)
    together = bot_worth(shop, 0, price, [4.0], replications=3, workers=ONE)
    for lever, worth in zip(("understood", "resolved"), together.levers, strict=True):
        part = worth.intents[1]
        name = shop.intents[part.intent].name
        bot, raised = shop.bots[0], with_points(shop, 0, lever, 4.0).bots[0]
        rate = getattr(raised.intents.get(name) or raised, lever)
        rate = getattr(raised, lever) if rate is None else rate
        skill = bot.intents.get(name) or type(next(iter(bot.intents.values())))()
        only = {**bot.intents, name: skill.model_copy(update={lever: rate})}
        alone = shop.model_copy(
            update={"bots": (bot.model_copy(update={"intents": only}), *shop.bots[1:])}
        )
        plan = np.tile(plenty(Prepared.of(shop)), (len(shop.groups), 1))
        work = [
            sum(int(c.work_us.sum()) for c in counted(each, 0, plan, 0.0, 1, 3, ONE))
            for each in (shop, alone)
        ]
        assert work[1] < work[0]
        assert (work[1] - work[0]) / 3.6e9 / 3 == pytest.approx(part.gain.work_h.value)


def test_the_parts_of_intents_add_up(shop: PeakScenario) -> None:
    """People, hours, money and false containment of all intents are those of the whole lever; those
    that save most come first."""
    price = price_of(shop, 1, 2, ONE)
    for worth in bot_worth(shop, 0, price, [4.0], replications=3, workers=ONE).levers:
        for name in ("reached_people", "paid_h", "peak_people", "yuan", "false_24h"):
            parts = sum(getattr(part.gain, name).value for part in worth.intents)
            assert parts == pytest.approx(getattr(worth.gain, name).value, abs=1e-6)
        saved = [part.gain.yuan.value for part in worth.intents]
        assert saved == sorted(saved)
        assert len(saved) > 5


def test_the_price_of_work_is_paid_over_busy_time(scenario: PeakScenario) -> None:
    """Hours paid for an hour of work are 1 ÷ occupancy here, where planned people all come."""
    price = price_of(scenario, 1, 3, ONE)
    result = simulate(scenario, seed=1, replications=3)
    occupancy = float(measure(result, "occupancy").estimate[0])
    assert price.paid_per_work == pytest.approx(1.0 / occupancy, rel=0.01)
    assert price.yuan_per_work_h == pytest.approx(30 * price.paid_per_work)
    assert not price.estimated
    nobody = load("minimal", ["demand.scale*=0.2"])
    groups = tuple(g.model_copy(update={"people": None, "staff": None}) for g in nobody.groups)
    assert price_of(nobody.model_copy(update={"groups": groups}), 1, 2, ONE).estimated


def test_the_command_shows_seats_worth_and_false_containment(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page names the limit, the levers and what comes back; the CSV has a row per lever."""
    out = tmp_path / "levers.csv"
    few = ["--replications", "2", "--jobs", "1", "--points", "1,10"]
    assert run(["bots", str(file), *few, "--csv", str(out)]) == 0
    page = capsys.readouterr().out
    for words in ("个座席", "匹配率 +1", "解决率 +10", "假拦截", "边际"):
        assert words in page
    assert max(map(cells, page.splitlines())) <= 100
    with out.open(encoding="utf-8-sig") as stream:
        rows = list(csv.DictReader(stream))
    whole = [row for row in rows if not row["intent"]]
    assert [(row["lever"], float(row["raised_points"])) for row in whole] == [
        ("understood", 1), ("understood", 10), ("resolved", 1), ("resolved", 10),
    ]  # fmt: skip


def test_the_same_answer_whatever_the_jobs(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One process and two give the same JSON, which keeps its limit; its keys are documented."""
    answers = []
    for jobs in ("1", "2"):
        few = ["--replications", "2", "--points", "3", "--jobs", jobs, "--json"]
        assert run(["bots", str(file), *few]) == 0
        answers.append(json.loads(capsys.readouterr().out))
    assert answers[0] == answers[1]
    bot = answers[0]["bots"][0]
    seats = bot["seats"]
    assert seats["least"]["worst_late_share"] <= answers[0]["limit_share"]
    assert seats["one_less"]["worst_late_share"] > answers[0]["limit_share"]
    page = Path(__file__).resolve().parents[2] / "docs" / "reference" / "json.md"
    text = page.read_text(encoding="utf-8")
    keys = {*answers[0], *bot, *seats, *seats["least"], *bot["rates"], *bot["levers"][0],
            *bot["levers"][0]["intents"][0]}  # fmt: skip
    assert {key for key in keys if f"`{key}`" not in text} == set()


@pytest.mark.parametrize(
    "wrong", [["--bot", "nobody"], ["--points", "0"], ["--points", "x"], ["--share", "101"]]
)
def test_wrong_options_are_refused(
    file: Path, wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """What cannot be is told in words, with exit code 2."""
    assert run(["bots", str(file), *wrong]) == 2
    assert capsys.readouterr().err.strip()


def test_a_scenario_without_bots_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """No bot, no answer."""
    assert run(["bots", "minimal"]) == 2
    assert "机器人" in capsys.readouterr().err
