"""One socket and the app behind it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from aiohttp import WSMessage, WSMsgType, web
from textual_serve.download_manager import DownloadManager

from tui.served.envelope import cells, envelope, typed
from tui.served.limit import Limits
from tui.served.service import PersonService
from tui.served.visitor import Visitor

MOST_MESSAGE = 256_000
StillThere = Callable[[Visitor], Awaitable[bool]]


class Carriage:
    """Carries an app to a visitor until the socket closes, nobody types, or the visit is over."""

    def __init__(
        self, visitor: Visitor, limits: Limits, downloads: DownloadManager, still_there: StillThere
    ) -> None:
        self.visitor = visitor
        self._limits = limits
        self._downloads = downloads
        self._still_there = still_there
        self._socket = web.WebSocketResponse(heartbeat=15, max_msg_size=MOST_MESSAGE)

    async def carry(self, request: web.Request) -> web.WebSocketResponse:
        """Start the app and carry it to its end."""
        socket = self._socket
        await socket.prepare(request)
        service = PersonService(
            self.visitor.person_id, write_bytes=self._write(socket.send_bytes),
            write_str=self._write(socket.send_str), close=self.close,
            download_manager=self._downloads,
        )  # fmt: skip
        width, height = (
            cells(request.query.get(name), least) for name, least in (("width", 80), ("height", 24))
        )
        await service.start(width, height)
        try:
            await self._until_over(service)
        finally:
            # Closed first: an app that is ending still writes, maybe to somebody who reads no more.
            await self.close()
            await service.stop()
        return socket

    async def close(self) -> None:
        """End it."""
        if self._socket.prepared and not self._socket.closed:
            await self._socket.close()

    def _write(self, send: Callable[[Any], Awaitable[None]]) -> Callable[[Any], Awaitable[None]]:
        """Send as long as there is somebody; an app that is not read would never end by itself."""

        async def write(data: Any) -> None:
            if not self._socket.closed:
                with suppress(ConnectionError):
                    await send(data)

        return write

    async def _until_over(self, service: PersonService) -> None:
        """Pass on what the browser sends; keys typed keep the app alive, pings do not."""
        limit = self._limits.idle_minutes * 60
        last_typed = checked = time.monotonic()
        while (left := last_typed + limit - time.monotonic()) > 0:
            until_check = checked + self._limits.checked_every_s - time.monotonic()
            if until_check <= 0:
                if not await self._still_there(self.visitor):
                    return
                checked = time.monotonic()
                continue
            try:
                message = await asyncio.wait_for(self._socket.receive(), min(left, until_check))
            except TimeoutError:
                continue
            if message.type != WSMsgType.TEXT:
                return
            if await self._take(message, service):
                last_typed = time.monotonic()

    async def _take(self, message: WSMessage, service: PersonService) -> bool:
        """Pass a message on; whether somebody typed."""
        kind, data = envelope(message.data)
        if kind == "stdin" and isinstance(data, str):
            await service.send_bytes(typed(data))
            return True
        if kind == "resize" and isinstance(data, dict):
            await service.set_terminal_size(
                cells(data.get("width"), 80), cells(data.get("height"), 24)
            )
        elif kind == "ping":
            await self._socket.send_json(["pong", data])
        elif kind in ("blur", "focus"):
            await (service.blur() if kind == "blur" else service.focus())
        return False
