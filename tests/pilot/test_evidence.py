"""Evidence and the message it cites find each other, by key and by mouse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from house import House
from textual.geometry import Offset
from textual.widgets import Static

from tui.app.app import ShapanApp
from tui.app.preference import Preference
from tui.app.screen.reading import Reading, read_session
from tui.app.widget.card_pane import CardPane
from tui.app.widget.cited_conversation import CitedConversation

SAID = (
    "您好，给女儿的礼物刚到就便宜了，换谁心里都不舒服。我马上查，请稍等",
    "我给您申请价保，差价30元三天内原路退回，请您留意",
    "还有别的可以帮您的吗？",
)


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A house."""
    return House(tmp_path)


async def opened(app: ShapanApp, pilot: Any, session: str) -> tuple[CardPane, CitedConversation]:
    """A session being read: its two panes."""
    await pilot.pause()
    read_session(app.screen, session)
    await pilot.pause()
    await pilot.pause()
    assert isinstance(app.screen, Reading)
    return app.screen.query_one(CardPane), app.screen.query_one(CitedConversation)


def cited(card: CardPane) -> int:
    """The event that the chosen piece of evidence cites."""
    assert card.chosen is not None
    return card.quotes[card.chosen].seq


def in_sight(talk: CitedConversation) -> bool:
    """Whether the marked message is marked, and on the screen."""
    (piece,) = talk.query(".marked")
    assert piece.id == f"event-{talk.marked}"
    return bool(talk.region.intersection(piece.region).height)


async def test_by_key_from_evidence_to_message_and_back(house: House) -> None:
    """Down chooses a piece of evidence and the conversation follows; enter goes there; arrows
    there choose who cites the message; enter comes back."""
    session = house.play(*SAID * 4)
    app = ShapanApp(Preference(), house.as_("lead"))
    async with app.run_test(size=(100, 30)) as pilot:
        card, talk = await opened(app, pilot, session)
        assert card.has_focus
        assert talk.marked is None
        seen = set()
        for _step in range(60):
            await pilot.press("down")
            await pilot.pause()
            if card.chosen is not None:
                assert talk.marked == cited(card)
                assert in_sight(talk)
                seen.add(card.chosen)
        # None is jumped over, whatever had to be scrolled.
        assert seen == set(range(len(card.quotes)))
        await pilot.press("enter")
        assert talk.has_focus
        before = talk.marked
        await pilot.press("up")
        await pilot.pause()
        assert talk.marked is not None
        assert before is not None
        assert talk.marked < before
        while talk.marked not in {quote.seq for quote in card.quotes}:
            assert card.chosen is None
            await pilot.press("up")
            await pilot.pause()
        assert cited(card) == talk.marked
        await pilot.press("enter")
        assert card.has_focus
        await pilot.press("f2")
        await pilot.pause()
        chosen = card.quotes[card.chosen].item
        assert chosen
        assert app.screen.query_one("#item").value == chosen  # type: ignore[attr-defined]


async def test_by_mouse_from_evidence_to_message_and_back(house: House) -> None:
    """A click on a quotation marks its message; a click on a message, its quotation."""
    session = house.play(*SAID)
    app = ShapanApp(Preference(), house.as_("lead"))
    async with app.run_test(size=(160, 45)) as pilot:
        card, talk = await opened(app, pilot, session)
        page = card.query_one("#page").region
        quote = next(q for q in card.quotes if q.first < card.size.height - 1)
        await pilot.click(offset=Offset(page.x + 14, page.y + quote.first))
        await pilot.pause()
        assert talk.marked == quote.seq
        assert in_sight(talk)
        other = max({q.seq for q in card.quotes} - {quote.seq})
        talk.scroll_to_widget(talk.query_one(f"#event-{other}"), animate=False)
        await pilot.pause()
        await pilot.click(f"#event-{other}")
        await pilot.pause()
        assert talk.marked == other
        assert cited(card) == other


async def test_another_size_of_the_window_breaks_the_card_anew(house: House) -> None:
    """Wider, the card is as if it had been opened there; the evidence that was chosen and the
    message it cites stay in sight; narrow again, all is as before."""
    session = house.play(*SAID * 4)
    pages = {}
    for size in ((160, 45), (100, 30)):
        app = ShapanApp(Preference(), house.as_("lead"))
        async with app.run_test(size=size) as pilot:
            card, talk = await opened(app, pilot, session)
            pages[size] = str(card.query_one("#page", Static).render())
    assert pages[160, 45] != pages[100, 30]
    app = ShapanApp(Preference(), house.as_("lead"))
    async with app.run_test(size=(100, 30)) as pilot:
        card, talk = await opened(app, pilot, session)
        await pilot.press(*["down"] * 6)
        chosen = card.chosen
        assert chosen is not None
        for size in ((160, 45), (100, 30)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert str(card.query_one("#page", Static).render()) == pages[size]
            assert card.chosen == chosen
            quote = card.quotes[chosen]
            assert card.scroll_y <= quote.first < card.scroll_y + card.size.height
            assert in_sight(talk)
