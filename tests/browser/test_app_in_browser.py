"""The served app in a real browser: sign in, drill with composed Chinese, see the score."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import PROGRAM, Page

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "a long enough password"

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="Chromium is not installed")


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A server of our own with one person."""
    environment = {
        **os.environ, "SHAPAN_DATA": str(tmp_path / "data"), "SHAPAN_LANG": "zh",
        "SHAPAN_CONFIG": str(tmp_path / "config"),
    }  # fmt: skip
    make = (
        "from simulator.records import open_records\n"
        "records = open_records(served=True)\n"
        f"records.sign_in.first_administrator('chen', '陈', {PASSWORD!r})\n"
    )
    subprocess.run([sys.executable, "-c", make], cwd=ROOT, env=environment, check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "tui.main", "serve", "--port", str(port)], cwd=ROOT,
        env=environment, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    server.terminate()
    server.wait(10)


async def test_sign_in_drill_and_score(address: str, tmp_path: Path) -> None:
    """A person signs in, the app appears, a composed Chinese reply is kept, the score is made,
    an app that was closed opens again, and nothing was asked of any other host."""
    page = Page(tmp_path / "browser")
    try:
        await page.open()
        await page.go(address)
        await page.until("document.querySelector('#login') !== null")
        await page.value(
            f"document.querySelector('#login').value='chen';"
            f"document.querySelector('#password').value={PASSWORD!r};"
            "document.querySelector('form').submit(); 1"
        )
        await page.until("document.querySelector('.xterm-screen') !== null")
        await page.until("document.body.classList.contains('-first-byte')")
        await play(page)
        await close_and_open_again(page)
        picture = os.environ.get("SHAPAN_PICTURES")
        if picture:
            await page.picture(Path(picture) / "browser.png")
        assert all(url.startswith((address, "data:", "blob:")) for url in page.requested)
    finally:
        await page.close()
    assert_kept(tmp_path / "data")


async def play(page: Page) -> None:
    """Open the first drill, say something in Chinese, end."""
    import asyncio

    async def pause() -> None:
        await asyncio.sleep(float(os.environ.get("SHAPAN_BROWSER_PAUSE", "3")))

    await pause()
    # Nobody has clicked into the page: keys belong to the app from its first picture on.
    await page.call("Input.insertText", text="1")
    await pause()
    await page.press("Enter", 13)
    await pause()
    await page.compose("您好，请稍等，我马上帮您查")
    await pause()
    await page.press("Enter", 13)
    await pause()
    await page.press("F8", 119)
    await pause()


async def close_and_open_again(page: Page) -> None:
    """An app that ended says so and Enter opens it again, ready for keys."""
    await page.press("q", 81, modifiers=2)
    await page.until("getComputedStyle(document.querySelector('.closed')).display === 'grid'")
    await page.press("Enter", 13)
    await page.until("document.body.className === '-loaded -first-byte'")
    await page.until("document.activeElement.className === 'xterm-helper-textarea'")


def assert_kept(data: Path) -> None:
    """The session with its Chinese reply and its card is in the records."""
    code = (
        "from simulator.records import open_records\n"
        "records = open_records(served=True)\n"
        f"caller = records.sign_in.with_password('chen', {PASSWORD!r})\n"
        "mine = records.acting_as(caller.person_id)\n"
        "(session,) = mine.sessions.list()\n"
        "print([e.body['text'] for e in mine.sessions.events(session.id) if e.kind == 'message'])\n"
        "print(session.state, len(mine.scorecards.list(session.id)))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "SHAPAN_DATA": str(data)},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines() == ["['您好，请稍等，我马上帮您查']", "ended 1"]
