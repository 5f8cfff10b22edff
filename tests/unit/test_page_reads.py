"""How much a page asks of the database: with many sessions that is what makes it slow.

Every question to a server is a way there and back, and every transaction some more; a program that
also draws waits for its turn after each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from records_house import RUBRIC, House, played, scored
from sqlalchemy import event

from simulator.records import Records, RecordsError
from tui.app.board import Board
from tui.app.my_path import MyPath
from tui.app.path_page import PARTS
from tui.app.review_page import PAGES

MOST = {"trainees": 3, "missed": 1, "square": 1, "work": 4, "blind": 3, "agreement": 2,
        "sessions": 5}  # fmt: skip
"""Questions of a page whose board has read nothing yet."""
MOST_OF_MY_PATH = 7


@contextmanager
def asked(records: Records) -> Iterator[dict[str, int]]:
    """Counts transactions and the questions in them, but not the saying for whom it is asked."""
    engine = records.access.store.engine
    found = {"transactions": 0, "questions": 0}

    def begun(_connection: Any) -> None:
        found["transactions"] += 1

    def executed(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        found["questions"] += statement.startswith(("SELECT", "WITH"))
        found["questions"] -= "set_config" in statement

    event.listen(engine, "begin", begun)
    event.listen(engine, "after_cursor_execute", executed)
    try:
        yield found
    finally:
        event.remove(engine, "begin", begun)
        event.remove(engine, "after_cursor_execute", executed)


def played_house(house: House) -> str:
    """Sessions, an appeal, an override, blind scores; the id of one of the sessions."""
    wang, lead = house.as_("wang"), house.as_("lead")
    sessions = [played(wang, mode=mode) for mode in ("practise", "exam", "exam")]
    for session in sessions:
        scored(wang, session)
    wang.appeals.make(sessions[0], "请再看看")
    lead.reviews.override(sessions[1], "standard", "1", "tell", 10, "没说全")
    lead.reviews.blind(sessions[2], **RUBRIC, points={"tell": 10, "greeting": 5})
    return sessions[0]


def test_every_review_page_is_read_in_one_transaction(house: House) -> None:
    """And in as few questions as its numbers need, however many sessions there are."""
    played_house(house)
    lead = house.as_("lead")
    for name, (_title, make) in PAGES.items():
        with asked(lead) as found, lead.together():
            assert make(Board(lead, house.id("lead"))).columns
        assert found["transactions"] == 1, name
        assert 1 <= found["questions"] <= MOST[name], name


def test_one_s_own_path_is_read_in_one_transaction(house: House) -> None:
    """All three tables of it."""
    played_house(house)
    wang = house.as_("wang")
    with asked(wang) as found, wang.together():
        path = MyPath(wang, house.id("wang"), {})
        assert [len(make(path).rows) for _title, make in PARTS.values()] == [0, 1, 3]
    assert found["transactions"] == 1
    assert found["questions"] <= MOST_OF_MY_PATH


def test_what_nobody_has_scored_is_asked_for_once(house: House) -> None:
    """Not all sessions and all scores, to be compared: the ids alone, newest first; none of what
    is scored or still open, and none of others'."""
    wang = house.as_("wang")
    scored(wang, played(wang))
    missing = [played(wang), played(wang)]
    played(house.as_("li"))
    with asked(wang) as found:
        assert wang.scores.missing(house.id("wang")) == tuple(reversed(missing))
    assert found == {"transactions": 1, "questions": 1}
    assert wang.scores.missing(house.id("li")) == ()


def test_nobody_reads_in_another_s_transaction(house: House) -> None:
    """Inside a lead's block a trainee sees no more than outside, and so does nobody at all."""
    played_house(house)
    lead, zhao = house.as_("lead"), house.as_("zhao")
    with lead.together():
        assert len(lead.scores.list()) == 3
        assert zhao.scores.list() == ()
        assert house.records.scores.list() == ()
        with zhao.together():
            assert zhao.scores.list() == ()
            assert len(lead.scores.list()) == 3
    assert len(lead.scores.list()) == 3


def test_what_is_written_in_the_block_is_kept(house: House) -> None:
    """Writing has a transaction of its own, and an error in the block does not undo it."""
    session = played_house(house)
    lead = house.as_("lead")

    def comment_and_fail() -> None:
        with lead.together():
            assert lead.scores.list()
            lead.reviews.comment(session, "standard", "1", "先接住情绪")
            raise RecordsError("too late")

    fails: Callable[[], None] = comment_and_fail
    with pytest.raises(RecordsError, match="too late"):
        fails()
    assert [each.reason for each in lead.reviews.list(session_id=session)] == ["先接住情绪"]
    with asked(lead) as found:
        lead.scores.list()
        lead.scores.list()
    assert found["transactions"] == 2
