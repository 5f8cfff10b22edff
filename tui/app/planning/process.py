"""The two processes beside the app: the helper that draws and checks, and one for each run."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

from sops.language import _, current_language

LONGEST_LINE = 64 * 1024 * 1024


class Wrong(Exception):
    """What was asked for cannot be done; `told` says why, in lines to be shown."""

    def __init__(self, told: list[str]) -> None:
        super().__init__("\n".join(told))
        self.told = told


async def _started(module: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL, limit=LONGEST_LINE,
        env={**os.environ, "SHAPAN_LANG": current_language(), "PYTHONIOENCODING": "utf-8"},
        start_new_session=True,
    )  # fmt: skip


def _end(process: asyncio.subprocess.Process | None) -> None:
    """End a process and whatever it has started."""
    if process is None or process.returncode is not None:
        return
    with suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


async def _gone(process: asyncio.subprocess.Process | None) -> None:
    """Wait until it has ended and its pipes are closed; the loop may end after that."""
    if process is not None:
        _end(process)
        with suppress(ProcessLookupError, ConnectionError):
            await process.communicate()


class Helper:
    """`tui.planning.assistant` in a process of its own; started anew where it has gone."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None
        self._lock = asyncio.Lock()
        self._last = 0
        self._held: dict[str, Any] = {}

    async def ask(self, do: str, **request: Any) -> Any:
        """The answer; raises `Wrong`. Outcomes given to `hold` outlive the process."""
        async with self._lock:
            answer = await self._asked(do, request)
            if do == "hold":
                self._held[request["key"]] = request["outcome"]
            return answer

    async def _asked(self, do: str, request: dict[str, Any]) -> Any:
        for _attempt in range(2):
            if self._process is None or self._process.returncode is not None:
                await self._start()
            with suppress(BrokenPipeError, ConnectionError):
                found = await self._exchange(do, request)
                if found is not None:
                    if "wrong" in found:
                        raise Wrong(found["wrong"])
                    return found["answer"]
            await self.close()
        raise Wrong([_("排班台的后台进程没有回答，请再试一次")])

    async def _start(self) -> None:
        self._process = await _started("tui.planning.assistant")
        for key, outcome in self._held.items():
            await self._exchange("hold", {"key": key, "outcome": outcome})

    async def _exchange(self, do: str, request: dict[str, Any]) -> dict[str, Any] | None:
        """One request and its answer; None where the process has gone."""
        process = self._process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        self._last += 1
        whole = {"id": self._last, "do": do, "language": current_language(), **request}
        process.stdin.write(json.dumps(whole).encode() + b"\n")
        await process.stdin.drain()
        # An answer may be left over from somebody who did not wait for it.
        while line := await process.stdout.readline():
            found: dict[str, Any] = json.loads(line)
            if found["id"] == whole["id"]:
                return found
        return None

    async def close(self) -> None:
        """End it."""
        process, self._process = self._process, None
        await _gone(process)


class Run:
    """A job in a process of its own, which can be stopped at any moment."""

    def __init__(self, job: dict[str, Any]) -> None:
        self.job = job
        self.stopped = False
        self._process: asyncio.subprocess.Process | None = None

    async def messages(self) -> AsyncIterator[dict[str, Any]]:
        """What `tui.planning.worker` says, to its end; raises `Wrong`."""
        process = self._process = await _started("tui.planning.worker")
        assert process.stdin is not None
        assert process.stdout is not None
        with suppress(BrokenPipeError, ConnectionError):
            process.stdin.write(json.dumps(self.job).encode())
            process.stdin.close()
        ended = False
        while line := await process.stdout.readline():
            message: dict[str, Any] = json.loads(line)
            if "wrong" in message:
                raise Wrong(message["wrong"])
            ended = ended or "outcome" in message
            yield message
        await process.wait()
        if not ended and not self.stopped:
            code = process.returncode
            raise Wrong([_("计算的进程意外结束了（{code}），请再试一次").format(code=code)])

    def stop(self) -> None:
        """Stop it and whatever it has started."""
        self.stopped = True
        _end(self._process)

    async def close(self) -> None:
        """Stop it and wait until it has gone."""
        self.stop()
        await _gone(self._process)
