"""Pay worked out by hand: overtime, rest days, holidays, nights (Labour Law, article 44)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from scenarios.labour.labour import Labour
from scenarios.labour.load import labour_names, load_labour
from simulator.peak.roster.person import Person
from simulator.peak.roster.rostered import Roster
from simulator.peak.roster.search import roster
from simulator.peak.schedule.pattern import Rest
from simulator.peak.schedule.pay import PaidHours, paid_hours
from simulator.peak.schedule.slot import Slot, paid_of_slot, with_rates

MONDAY = date(2025, 11, 3)
RATE = 30.0


def slot(
    day: date, hour: int = 8, hours: float = 8.0, shift: str = "full", people: int = 1
) -> Slot:
    """A shift without breaks at 30 yuan an hour."""
    start = datetime.combine(day, datetime.min.time()) + timedelta(hours=hour)
    return Slot("a", shift, start, start + timedelta(hours=hours), (), people, RATE)


def week(days: int, hours: float = 8.0, first: date = MONDAY) -> tuple[Slot, ...]:
    """One place on each of these days."""
    return tuple(slot(first + timedelta(days=d), hours=hours) for d in range(days))


def rostered(slots: tuple[Slot, ...], labour: Labour, **more: object) -> Roster:
    """One person on all of them."""
    person = Person(id="1", name="n", groups=("a",), **more)  # type: ignore[arg-type]
    found = roster(slots, (person,), labour, rounds=0)
    assert found.filled == len(slots)
    return found


def test_the_same_hours_on_four_kinds_of_days() -> None:
    """Ten hours are paid as eight and two at 150 %, or all at 200 % or 300 %."""
    labour = load_labour("standard")
    for day, resting, hours, yuan in (
        (date(2025, 11, 11), False, PaidHours(8, 2), 8 * 30 + 2 * 45),
        (date(2025, 11, 11), True, PaidHours(rest_day=10), 600),
        (date(2025, 10, 4), False, PaidHours(rest_day=10), 600),
        (date(2025, 10, 1), False, PaidHours(holiday=10), 900),
        (date(2025, 10, 1), True, PaidHours(holiday=10), 900),
    ):
        found = paid_hours(10.0, 0.0, day, labour, resting)
        assert found == hours
        assert found.yuan(RATE, labour) == pytest.approx(yuan)
        assert found.extra_yuan(RATE, labour) == pytest.approx(yuan - 300)


def test_the_night_is_paid_on_top_of_everything() -> None:
    """A night shift from 22:00 to 07:00 has eight hours of night, whatever the day is paid."""
    labour = load_labour("standard")
    paid = paid_of_slot(slot(date(2025, 10, 1), hour=22, hours=9.0), labour)
    assert paid == PaidHours(holiday=9, night=8)
    assert paid.yuan(RATE, labour) == pytest.approx(9 * 90 + 8 * 6)


def test_the_gap_of_a_split_shift_is_no_night() -> None:
    """The long pause of a split shift earns nothing in the night; a break does not shorten it."""
    labour = load_labour("standard")
    pause = (Rest(240, 480, False),)
    start = datetime(2025, 11, 11, 16)
    split = Slot("a", "split", start, start + timedelta(hours=16), pause, 1)
    assert paid_of_slot(split, labour).night == pytest.approx(2.0)
    whole = Slot("a", "night", start, start + timedelta(hours=16), pause, 1)
    assert paid_of_slot(whole, labour).night == pytest.approx(8.0)


@pytest.mark.parametrize("name", labour_names())
def test_the_dates_are_those_of_the_law(name: str) -> None:
    """1–3 October are statutory holidays and the days after them days off; 10 and 11 November, 18
    June and 12 December are neither. A year has 13 statutory holidays."""
    pay = load_labour(name).pay
    assert {date(2025, 10, d) for d in (1, 2, 3)} <= set(pay.holidays)
    assert {date(2025, 10, d) for d in range(1, 9)} <= {*pay.holidays, *pay.days_off}
    assert {date(2026, 10, d) for d in range(1, 8)} <= {*pay.holidays, *pay.days_off}
    ordinary = {
        date(y, m, d) for y in (2025, 2026) for m, d in ((11, 10), (11, 11), (6, 18), (12, 12))
    }
    assert not ordinary & {*pay.holidays, *pay.days_off}
    for year in (2025, 2026):
        assert sum(day.year == year for day in pay.holidays) == 13


def test_the_sixth_day_of_a_five_day_week() -> None:
    """With two rest days the sixth day from Monday is paid double, the five before plainly."""
    found = rostered(week(6), load_labour("five-day"))
    assert found.pay.hours(0) == PaidHours(normal=40, rest_day=8)
    assert [s.hours.rest_day for s in found.pay.shifts] == [0, 0, 0, 0, 0, 8]
    assert found.pay.yuan(0) == pytest.approx(40 * 30 + 8 * 60)
    assert found.pay.extra_yuan() == pytest.approx(8 * 30)


def test_a_new_week_begins_on_monday() -> None:
    """Six days over a weekend that leave a day off in both weeks are no work on a rest day."""
    found = rostered(week(6, first=MONDAY + timedelta(days=3)), load_labour("standard"))
    assert found.pay.hours(0) == PaidHours(normal=48)


def test_days_worked_before_the_roster_count() -> None:
    """Who has worked Monday to Friday works on a rest day on Saturday."""
    found = rostered(
        week(1, first=MONDAY + timedelta(days=5)), load_labour("five-day"), days_worked=5
    )
    assert found.pay.hours(0) == PaidHours(rest_day=8)


def test_the_week_goes_beyond_its_hours() -> None:
    """Six days of eight hours under the law's 44: four are overtime; of a contract of 40, eight."""
    standard = load_labour("standard")
    assert rostered(week(6), standard).pay.hours(0) == PaidHours(44, 4)
    contract = rostered(week(6), standard, weekly_hours=40.0)
    assert contract.pay.hours(0) == PaidHours(40, 8)
    assert contract.pay.yuan(0) == pytest.approx(40 * 30 + 8 * 45)


def test_holidays_do_not_count_twice() -> None:
    """Three holidays at 300 % are no normal hours of the week: the others make no overtime."""
    found = rostered(week(6, first=date(2025, 9, 29)), load_labour("standard"))
    # Monday 29 September and Tuesday, then 1–3 October, then 4 October, a day off.
    assert found.pay.hours(0) == PaidHours(normal=16, rest_day=8, holiday=24)


def test_whose_rate_it_is() -> None:
    """A person's own rate goes before the shift's; where nobody says, pay is not known."""
    labour = load_labour("standard")
    own = rostered(week(1), labour, yuan_per_h=50.0)
    assert own.pay.yuan(0) == pytest.approx(400)
    unknown = tuple(Slot(s.group, s.shift, s.start, s.end, s.rests, 1) for s in week(1))
    assert rostered(unknown, labour).pay.yuan(0) is None
    assert rostered(unknown, labour).pay.hours(0) == PaidHours(8)


def test_a_part_time_shift_earns_its_travel_once() -> None:
    """Four hours of the built-in part-timer come with ten yuan."""
    labour = load_labour("standard")
    (part,) = with_rates([slot(MONDAY, hours=4.0, shift="part-4h")], labour)
    assert rostered((part,), labour).pay.yuan(0) == pytest.approx(4 * 30 + 10)


def test_rest_days_are_spared_where_others_can_come() -> None:
    """Two people share six days so that nobody works on a rest day."""
    people = tuple(Person(id=str(k), name="n", groups=("a",)) for k in range(2))
    found = roster(week(6), people, load_labour("five-day"), rounds=5)
    assert found.filled == 6
    assert found.pay.hours().rest_day == 0
