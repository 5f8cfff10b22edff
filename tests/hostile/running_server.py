"""`shapan serve` in a process of its own, with people in its records, and a browser to visit it."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, CookieJar
from records_house import empty_database
from yarl import URL

from simulator.records import Records, open_records

ROOT = Path(__file__).resolve().parents[2]
SERVER = os.environ.get("SHAPAN_TEST_DATABASE_URL")
PASSWORD = "three quiet lions"
PATIENCE_S = 30.0


@contextmanager
def place(folder: Path) -> Iterator[str]:
    """The address of new records: on PostgreSQL where there is one to test with, else a file."""
    if not SERVER:
        yield str(folder / "served.sqlite3")
        return
    with empty_database(SERVER) as url:
        yield url


@dataclass
class House:
    """Who is in the records of a server: logins to ids."""

    url: str
    records: Records
    people: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)

    @property
    def admin(self) -> Records:
        return self.records.acting_as(self.people["admin"])


@contextmanager
def house(folder: Path) -> Iterator[House]:
    """An administrator, a lead with a cohort, two trainees, and one who has a code only."""
    from argon2 import PasswordHasher

    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with place(folder) as url, open_records(url, served=True) as records:
        made = House(url, records)
        with pytest.MonkeyPatch.context() as patch:
            # What is hashed here is cheap to check on the server; unknown logins are not.
            patch.setattr("simulator.records.password._hasher", lambda: cheap)
            first = records.sign_in.first_administrator("admin", "管理员", PASSWORD)
            made.people["admin"] = first.person_id
            for login, role in (("lead", "lead"), ("chen", "trainee"), ("li", "trainee"),
                                ("new", "trainee")):  # fmt: skip
                person, code = made.admin.people.add(login, f"名{login}", role)  # type: ignore[arg-type]
                made.people[login], made.codes[login] = person.id, code
                if login != "new":
                    records.sign_in.with_code(login, code, PASSWORD)
            cohort = made.admin.cohorts.add("班")
            made.admin.cohorts.join(cohort.id, made.people["lead"], leads=True)
            made.admin.cohorts.join(cohort.id, made.people["chen"])
        yield made


@dataclass
class Server:
    """A running server."""

    port: int
    process: subprocess.Popen[str]

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def apps(self) -> list[int]:
        """Process ids of the apps that it has started."""
        found = []
        for entry in Path("/proc").glob("[0-9]*/stat"):
            try:
                words = entry.read_text().rpartition(")")[2].split()
                command = (entry.parent / "cmdline").read_bytes()
            except OSError:
                continue
            mine = int(words[1]) == self.process.pid
            if mine and words[0] != "Z" and b"tui.served.app" in command:
                found.append(int(entry.parent.name))
        return found

    def app_counts(self, wanted: int) -> None:
        """Wait until so many apps run."""
        until = time.monotonic() + PATIENCE_S
        while len(self.apps()) != wanted:
            assert time.monotonic() < until, f"{len(self.apps())} apps run, not {wanted}"
            time.sleep(0.05)


@contextmanager
def running(url: str, folder: Path, *options: str) -> Iterator[Server]:
    """A server on a free port of the loopback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ, "SHAPAN_DATABASE_URL": url, "SHAPAN_LANG": "zh",
        "SHAPAN_DATA": str(folder / "data"), "SHAPAN_CONFIG": str(folder / "config"),
        "SHAPAN_LIBRARY": str(folder / "library"),
    }  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "tui.main", "serve", "--port", str(port), *options], cwd=ROOT,
        env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until and process.poll() is None:
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        assert process.poll() is None, process.communicate()
        yield Server(port, process)
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=30)


class Browser:
    """Somebody's browser: cookies, the right origin, and what a page would send."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.client = ClientSession(cookie_jar=CookieJar(unsafe=True))

    async def __aenter__(self) -> Browser:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.client.close()

    async def get(self, path: str = "/") -> tuple[int, str, str]:
        """Status, path in the end, text."""
        async with self.client.get(self.server.origin + path) as answer:
            return answer.status, answer.url.path, await answer.text()

    async def post(self, path: str, headers: Any = None, **form: str) -> tuple[int, str, str]:
        """The same of a form that was sent."""
        sent = {"Origin": self.server.origin, **(headers or {})}
        async with self.client.post(self.server.origin + path, data=form, headers=sent) as answer:
            return answer.status, answer.url.path, await answer.text()

    async def sign_in(self, login: str, password: str = PASSWORD, **more: Any) -> int:
        """The status of the page that follows."""
        return (await self.post("/sign-in", login=login, password=password, **more))[0]

    def bring(self, **cookies: str) -> None:
        """Put cookies into the jar, in the place of those that the server gave."""
        self.client.cookie_jar.update_cookies(cookies, URL(self.server.origin))

    def cookie(self, name: str = "shapan_visit") -> str:
        """The value of a cookie."""
        return next((each.value for each in self.client.cookie_jar if each.key == name), "")

    def socket(self, origin: str | None = "", query: str = "", **headers: str) -> Any:
        """A websocket that is going to be opened."""
        return self.client.ws_connect(
            f"{self.server.origin}/ws{query}", headers=headers, autoclose=False,
            origin=self.server.origin if origin == "" else origin,
        )  # fmt: skip


async def answered(socket: Any, tag: str) -> None:
    """Wait until the server answers a ping of ours."""
    await socket.send_str(json.dumps(["ping", tag]))
    async with asyncio.timeout(PATIENCE_S):
        while True:
            message = await socket.receive()
            assert message.type.name in ("TEXT", "BINARY"), message
            if message.type.name == "TEXT" and json.loads(message.data) == ["pong", tag]:
                return


async def drawn(socket: Any, text: str) -> None:
    """Wait until the app has written a text."""
    seen = b""
    async with asyncio.timeout(PATIENCE_S):
        while text.encode() not in seen:
            message = await socket.receive()
            assert message.type.name in ("TEXT", "BINARY"), message
            if message.type.name == "BINARY":
                seen = (seen + message.data)[-200_000:]


async def offered(socket: Any) -> list[Any]:
    """What the app tells the page next, beside what it draws."""
    async with asyncio.timeout(PATIENCE_S):
        while (message := await socket.receive()).type.name == "BINARY":
            pass
    found: list[Any] = json.loads(message.data)
    return found


async def over(socket: Any) -> None:
    """Wait until the server closes a socket."""
    async with asyncio.timeout(PATIENCE_S):
        while (await socket.receive()).type.name in ("TEXT", "BINARY"):
            pass
