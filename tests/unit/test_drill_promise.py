"""A promise beyond the session by a day or a time of day needs a ticket due by then (D7)."""

from __future__ import annotations

from functools import cache

import pytest

from scenarios.drill.case import Case, case_of
from scenarios.drill.load import load_drill
from simulator.drill.ear import Ear
from simulator.drill.players.player import reference
from simulator.drill.players.run import Move, play
from simulator.drill.scoring.item import Item
from simulator.drill.scoring.scorecard import Scorecard, score

# The session is on Friday 13 November 2026 at 10:20; the SOP allows promises of 48 hours.
PROMISES = [
    ("zh", "我明天四点前打给您。", 29.0),
    ("zh", "明天下午四点前，我本人打给您。", 29.0),
    ("zh", "我亲自打给您，明天下午四点前。", 29.0),
    ("zh", "这件事我盯着，今天18点前我告诉您结果。", 7.0),
    ("zh", "我明天下午给您打电话说一下进展。", 31.0),
    ("zh", "能不能办成，我明早十点前都给您回电。", 23.0),
    ("zh", "最迟明天给您消息。", 37.0),
    ("zh", "今天之内给您结果。", 13.0),
    ("zh", "两天后我给您打电话。", 48.0),
    ("zh", "过5个小时我跟您说结果。", 5.0),
    ("zh", "24小时内我亲自告诉您。", 24.0),
    ("en", "I will call you by 4 pm tomorrow.", 29.0),
    ("en", "By 4 pm tomorrow, I will call you.", 29.0),
    ("en", "I'll ring you tomorrow at 4 pm to tell you how it stands.", 29.0),
    ("en", "You will hear from me by noon tomorrow.", 25.0),
    ("en", "Please send it back by Sunday and I will call you by 4 pm tomorrow.", 29.0),
]
NONE = [
    ("zh", "差价11月16日前退到您的支付账户，我已经给您登记好了。"),
    ("zh", "我已经给您登记好了，预计明天下午六点前给您送到。"),
    ("zh", "我昨天四点前给您打过电话了。"),
    ("zh", "明天四点前我给您回电可以吗？"),
    ("zh", "请您明天四点前付款，我马上给您安排。"),
    ("zh", "您明天四点前付款的话我给您安排发货。"),
    ("zh", "如果明天四点前还没到，我给您打电话。"),
    ("zh", "明天四点前我没法打给您。"),
    ("zh", "我这就给您登记，今天就能办好。"),
    ("zh", "最晚11月14日发货，我看着。"),
    ("zh", "3天后我没法打给您。"),
    ("zh", "两小时后我给您回电可以吗？"),
    ("zh", "我3天前给您打过电话。"),
    ("en", "The difference arrives by 16 November, I have set it up for you."),
    ("en", "The courier expects to deliver by 6 pm today. I will keep an eye on it."),
    ("en", "I called you before 4 pm yesterday."),
    ("en", "Shall I call you by 4 pm tomorrow?"),
    ("en", "Please send it back by Sunday and I will refund you at once."),
    ("en", "If it has not come by 4 pm tomorrow, I will ring you."),
    ("en", "I can't call you by 4 pm tomorrow."),
    ("en", "I will be here until 6 pm tomorrow."),
]


@cache
def ear(language: str) -> Ear:
    """One ear a language."""
    return Ear(load_drill("price-drop-gift")[1], language)


def card(language: str, text: str, due_hours: float | None = None) -> tuple[Case, Scorecard]:
    """The reference run with a sentence more before the end, and a ticket where hours are given."""
    drill, sop = load_drill("price-drop-gift")
    case = case_of(drill, sop, 1, language)
    moves = list(reference(case))
    added = [Move(say=text)]
    if due_hours is not None:
        added.insert(0, Move(do="open_ticket", with_={"topic": "other", "due_hours": due_hours}))
    last = max(at for at, move in enumerate(moves) if move.say is not None)
    return case, score(
        case, play(case, [*moves[:last], *added, *moves[last:]], ear=ear(language)).log
    )


def unbacked(found: Scorecard) -> list[Item]:
    """Its items for promises that nothing backs."""
    return [item for item in found.items if item.id == "promise_unbacked"]


def promises(found: Scorecard) -> Item:
    """Its item for promises as a whole."""
    return next(item for item in found.items if item.id == "promises")


@pytest.mark.parametrize(("language", "text", "_hours"), PROMISES)
def test_a_day_promised_without_a_ticket_costs(language: str, text: str, _hours: float) -> None:
    """No ticket: the promise is quoted, costs the penalty and the third for promises."""
    case, found = card(language, text)
    items = unbacked(found)
    assert len(items) == 1
    assert items[0].points == -5
    assert items[0].evidence[0].words in text
    assert promises(found).points == 0
    assert case.sop.promise.ticket


@pytest.mark.parametrize(("language", "text", "hours"), PROMISES)
def test_a_ticket_due_by_then_backs_it(language: str, text: str, hours: float) -> None:
    """A ticket that answers before the time promised is enough, and nothing is lost."""
    _case, found = card(language, text, hours)
    assert unbacked(found) == []
    assert promises(found).points == promises(found).most


@pytest.mark.parametrize(("language", "text", "hours"), PROMISES)
def test_a_ticket_due_later_does_not(language: str, text: str, hours: float) -> None:
    """A ticket that answers well after the time promised backs nothing."""
    _case, found = card(language, text, hours * 1.4)
    assert len(unbacked(found)) == 1


@pytest.mark.parametrize(("language", "text"), NONE)
def test_what_promises_no_day(language: str, text: str) -> None:
    """Facts, estimates, the past, questions, conditions and the customer's deadlines."""
    _case, found = card(language, text)
    assert unbacked(found) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [("zh", "我11月20日之前给您答复。"), ("en", "I will get back to you by 20 November.")],
)
def test_a_day_beyond_the_limit_of_the_sop(language: str, text: str) -> None:
    """A ticket does not help where the SOP allows no promise of that length."""
    _case, found = card(language, text, 24)
    items = unbacked(found)
    assert len(items) == 1
    assert "48" in items[0].reason
