"""The app process of one person, as the server sees it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from codecs import getincrementaldecoder
from contextlib import suppress
from typing import Any

from textual_serve.app_service import AppService

from sops.language import current_language
from sops.problem import printable
from tui.app.preference import preference_file

PERSON = "SHAPAN_SERVED_PERSON"
GRACE_S = 5.0
"""How long an app may take to end by itself."""


class PersonService(AppService):
    """An app process that belongs to one person; who that is stands in its environment."""

    def __init__(self, person_id: str, **options: Any) -> None:
        super().__init__("", **options)
        self.person_id = person_id

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        environment = super()._build_environment(width, height)
        # Everybody's colours and language are their own, also on one server.
        config = preference_file().parent / "served" / self.person_id
        return {
            **environment, PERSON: self.person_id, "SHAPAN_LANG": current_language(),
            "SHAPAN_CONFIG": str(config),
        }  # fmt: skip

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        """Without a shell between, in a group of its own, and with its last words made harmless:
        they go to the terminal of whoever runs the server."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tui.served.app", stdin=PIPE, stdout=PIPE, stderr=PIPE,
            env=self._build_environment(width, height), start_new_session=True,
        )  # fmt: skip
        assert process.stdin is not None
        assert process.stderr is not None
        process.stderr = Harmless(process.stderr)  # type: ignore[assignment]
        self._process, self._stdin = process, process.stdin
        return process

    async def run(self) -> None:
        """Pass on what the app writes, to its end; one that never began is told of as one that
        ended."""
        await super().run()
        await self.remote_close()

    async def stop(self) -> None:
        """Ask the app to end, and end it where it does not: one that reads no more would stay."""
        task = self._task
        try:
            await asyncio.wait_for(super().stop(), GRACE_S)
        except (TimeoutError, asyncio.CancelledError):
            self._kill()
            if task is not None:
                with suppress(asyncio.CancelledError):
                    await task
        finally:
            self._kill()
            if self._process is not None:
                await self._process.wait()

    def _kill(self) -> None:
        if self._process is None or self._process.returncode is not None:
            return
        with suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()


class Harmless:
    """A stream of text in which nothing moves a cursor or writes to a clipboard."""

    MOST = 64_000

    def __init__(self, stream: asyncio.StreamReader) -> None:
        self._stream = stream
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._left = self.MOST

    async def read(self, count: int) -> bytes:
        """The next piece, escaped; what is beyond the most that is told is read and dropped."""
        data = await self._stream.read(count)
        while data and self._left <= 0:
            data = await self._stream.read(count)
        kept, self._left = data[: self._left], self._left - len(data)
        lines = self._decode(kept).split("\n")
        return "\n".join(printable(line, None) for line in lines).encode()
