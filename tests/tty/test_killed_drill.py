"""The app is killed in the middle of a drill: what it had shown as done is in the records (D11)."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from killed_app import KilledApp, OverError, Player

from scenarios.drill.load import load_drill
from simulator.drill.sitting import begin, resume
from simulator.records import Records, open_records

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")


@pytest.mark.parametrize("rounds", [20, pytest.param(200, marks=pytest.mark.soak)])
def test_what_was_shown_is_kept_and_can_be_gone_on_with(tmp_path: Path, rounds: int) -> None:
    """Killed at seeded moments; each message and action shown is kept once and in order, the log
    is whole, and the next app shows the last of them and goes on."""
    records = open_records(str(tmp_path / "data" / "records.sqlite3"))
    app = KilledApp(tmp_path)
    player = Player(app, random.Random(rounds))
    seen = 0
    try:
        for _n in range(rounds):
            ready(records)
            app.start()
            try:
                gone_on(app, records)
                player.play()
            except OverError:
                # The customer has left: the kill meets the card.
                app.kill_after(0.0)
            app.last_screen()
            messages, actions = app.shown()
            kept = everything_kept(records)
            assert messages <= set(kept["message"]), app.screen
            assert actions <= set(kept["action"]), app.screen
            for kind, sent in (("message", player.messages), ("action", player.actions)):
                assert kept[kind] == [token for token in sent if token in kept[kind]]
            seen += len(messages) + len(actions)
    finally:
        app.close()
    assert len(everything_kept(records)["message"]) >= rounds // 2
    assert seen >= rounds


def ready(records: Records) -> None:
    """A session to go on with; a customer who has left is followed by another one."""
    if not records.sessions.open_sessions(records.local_person()):
        drill, sop = load_drill("price-drop-gift")
        begin(records, records.local_person(), drill, sop, 1)


def gone_on(app: KilledApp, records: Records) -> None:
    """Into the open session, which shows the last that was said or done; over the card of one
    that ended in the moment of the kill into the next one."""
    app.key("1")
    app.shows("没打完，接着练")
    app.key("Enter")
    if app.shows("00:00", "成绩单", "─ 回复 ") == "成绩单":
        ready(records)
        app.key("Escape")
        app.shows("没打完，接着练")
        app.key("Enter")
    app.shows("─ 回复 ")
    (session,) = records.sessions.open_sessions(records.local_person())
    last = tokens(records, session.id)[-1:]
    if last:
        app.shows(last[0][1])


def tokens(records: Records, session_id: str) -> list[tuple[str, str]]:
    """Kind and number of what was said and done in a session, in order."""
    found = []
    for event in records.sessions.events(session_id):
        if event.kind == "message":
            found.append((event.kind, event.body["text"].split()[-1]))
        elif event.kind == "action":
            found.append((event.kind, event.body["with"]["order"]))
    return found


def everything_kept(records: Records) -> dict[str, list[str]]:
    """Over all sessions, oldest first; each of them whole, and open ones fit to go on with."""
    kept: dict[str, list[str]] = {"message": [], "action": []}
    for session in reversed(records.sessions.list()):
        assert records.sessions.first_break(session.id) is None
        if session.state == "open":
            resume(records, session.id)
        for kind, token in tokens(records, session.id):
            kept[kind].append(token)
    return kept
