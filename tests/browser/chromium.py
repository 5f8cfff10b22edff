"""A headless Chromium, driven through its debugging port."""

from __future__ import annotations

import asyncio
import base64
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--remote-debugging-port=0", "--window-size=1400,900",
)  # fmt: skip
PATIENCE_S = 60.0


class Page:
    """One page: go somewhere, type, look."""

    def __init__(self, folder: Path) -> None:
        assert PROGRAM is not None
        self._folder = folder
        self._process = subprocess.Popen(
            [PROGRAM, *FLAGS, f"--user-data-dir={folder}", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._session: ClientSession | None = None
        self._socket: ClientWebSocketResponse | None = None
        self._number = 0
        self.requested: list[str] = []

    async def open(self) -> None:
        """Wait for the browser and take its first page."""
        port_file = self._folder / "DevToolsActivePort"
        for _wait in range(int(PATIENCE_S * 10)):
            if port_file.exists() and port_file.read_text().strip():
                break
            await asyncio.sleep(0.1)
        port = port_file.read_text().splitlines()[0]
        self._session = ClientSession()
        async with self._session.get(f"http://127.0.0.1:{port}/json") as answer:
            pages = [page for page in await answer.json() if page["type"] == "page"]
        self._socket = await self._session.ws_connect(
            pages[0]["webSocketDebuggerUrl"], max_msg_size=0
        )
        await self.call("Page.enable")
        await self.call("Network.enable")

    async def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """One command of the protocol and its answer."""
        assert self._socket is not None
        self._number += 1
        await self._socket.send_json({"id": self._number, "method": method, "params": parameters})
        while True:
            message = json.loads((await self._socket.receive(PATIENCE_S)).data)
            if message.get("method") == "Network.requestWillBeSent":
                self.requested.append(message["params"]["request"]["url"])
            if message.get("id") == self._number:
                return dict(message.get("result", {}))

    async def go(self, url: str) -> None:
        """Open an address."""
        await self.call("Page.navigate", url=url)

    async def value(self, script: str) -> Any:
        """What a script gives."""
        answer = await self.call("Runtime.evaluate", expression=script, returnByValue=True)
        return answer.get("result", {}).get("value")

    async def until(self, script: str) -> Any:
        """Wait until a script gives something true."""
        for _wait in range(int(PATIENCE_S * 5)):
            found = await self.value(script)
            if found:
                return found
            await asyncio.sleep(0.2)
        raise AssertionError(f"never true: {script}")

    async def compose(self, text: str) -> None:
        """Type as an input method does: composed first, then committed."""
        await self.call(
            "Input.imeSetComposition", text=text, selectionStart=len(text), selectionEnd=len(text)
        )
        await self.call("Input.insertText", text=text)

    async def press(self, key: str, code: int, modifiers: int = 0) -> None:
        """Press a key by name and Windows key code; control is 2 of `modifiers`."""
        for kind in ("keyDown", "keyUp"):
            text = {"text": "\r"} if key == "Enter" and kind == "keyDown" else {}
            await self.call(
                "Input.dispatchKeyEvent", type=kind, key=key, code=key,
                windowsVirtualKeyCode=code, modifiers=modifiers, **text,
            )  # fmt: skip

    async def picture(self, path: Path) -> None:
        """A picture of the page."""
        answer = await self.call("Page.captureScreenshot")
        path.write_bytes(base64.b64decode(answer["data"]))

    async def close(self) -> None:
        """End the browser."""
        if self._session is not None:
            await self._session.close()
        self._process.kill()
        self._process.wait()
