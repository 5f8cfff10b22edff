"""`shapan serve`, really running, against somebody who means harm.

On PostgreSQL where SHAPAN_TEST_DATABASE_URL names one (`.ci/postgres.sh`), else on a file.
"""

from __future__ import annotations

import asyncio
import io
import json
import os
import signal
import socket as sockets
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from aiohttp import ClientSession, WSServerHandshakeError
from running_server import (
    PASSWORD,
    PATIENCE_S,
    Browser,
    House,
    Server,
    answered,
    drawn,
    house,
    offered,
    over,
    running,
)

pytestmark = pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are seen in /proc")
WRONG = "登录名或密码不对"
WAIT = "不一定是您"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """People to attack."""
    with house(tmp_path_factory.mktemp("house")) as made:
        yield made


@pytest.fixture(scope="module")
def server(home: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all attacks that leave it as it was."""
    with running(home.url, tmp_path_factory.mktemp("server"), "--most", "4") as made:
        yield made


def raw(server: Server, request: bytes) -> bytes:
    """What the server answers to bytes that no client library would send."""
    with sockets.create_connection(("127.0.0.1", server.port), timeout=PATIENCE_S) as plain:
        with suppress(ConnectionError):
            plain.sendall(request)
        answer = b""
        # A connection reset while we still send is an answer too, once there was one.
        with suppress(ConnectionError):
            while piece := plain.recv(65_536):
                answer += piece
    return answer


async def refused(browser: Browser, **how: str | None) -> int:
    """The status with which a socket is refused."""
    with pytest.raises(WSServerHandshakeError) as caught:
        await browser.socket(**how)  # type: ignore[arg-type]
    return caught.value.status


# Cookies --------------------------------------------------------------------------------------


async def test_no_cookie_a_forged_one_and_rubbish_start_nothing(server: Server) -> None:
    """All are strangers: the page leads to the form, the socket is refused, no process runs."""
    forged = ("", "0" * 43, "../../etc", "\u00ff" * 20, "a" * 4_000, "' OR '1'='1")
    async with Browser(server) as browser:
        for value in forged:
            cookie = {"Cookie": f"shapan_visit={value}"}
            async with browser.client.get(server.origin, headers=cookie) as answer:
                assert (answer.status, answer.url.path) == (200, "/sign-in")
            assert await refused(browser, **cookie) == 403
    assert server.apps() == []


async def test_a_cookie_that_was_planted_is_not_taken_over(server: Server) -> None:
    """Session fixation: signing in gives another token, and the planted one stays worthless."""
    async with Browser(server) as browser, Browser(server) as thief:
        planted = "planted-token-of-somebody-else-0123456789"
        browser.bring(shapan_visit=planted)
        assert await browser.sign_in("chen") == 200
        assert browser.cookie() not in ("", planted)
        thief.bring(shapan_visit=planted)
        assert (await thief.get())[1] == "/sign-in"


async def test_a_cookie_is_dead_after_sign_out_and_after_another_sign_in(server: Server) -> None:
    """Replayed, it opens nothing; the app that ran for the visit is ended at once."""
    async with Browser(server) as browser, Browser(server) as thief:
        await browser.sign_in("chen")
        first = browser.cookie()
        assert (await browser.get())[1] == "/"
        await browser.sign_in("chen")
        thief.bring(shapan_visit=first)
        assert (await thief.get())[1] == "/sign-in"
        stolen = browser.cookie()
        page = (await browser.get())[2]
        token = page.partition('name="token" value="')[2].partition('"')[0]
        socket = await browser.socket()
        await drawn(socket, "要做的")
        # Without the token of the form, or from another page, nobody is signed out.
        await browser.post("/sign-out", token="forged")
        assert (await browser.post("/sign-out", {"Origin": "http://evil.example"}, token=token))[
            0
        ] == 403
        browser.bring(shapan_visit=stolen)
        await answered(socket, "still there")
        await browser.post("/sign-out", token=token)
        await over(socket)
        thief.bring(shapan_visit=stolen)
        assert (await thief.get())[1] == "/sign-in"
        assert await refused(thief) == 403
    server.app_counts(0)


async def test_cookies_are_out_of_reach_of_scripts_and_other_sites(server: Server) -> None:
    """HttpOnly and SameSite=Strict on both; the mark of the browser is sent to the form only."""
    async with (
        Browser(server) as browser,
        browser.client.post(
            f"{server.origin}/sign-in", data={"login": "chen", "password": PASSWORD},
            headers={"Origin": server.origin}, allow_redirects=False,
        ) as answer,
    ):  # fmt: skip
        given = answer.headers.getall("Set-Cookie")
    assert len(given) == 2
    assert all("HttpOnly" in each and "SameSite=Strict" in each for each in given)
    assert [("Path=/sign-in" in each) for each in given] == [
        "shapan_browser" in each for each in given
    ]


async def test_an_app_belongs_to_whoever_signed_in_whatever_is_sent(
    server: Server, home: House
) -> None:
    """Neither a query, a header nor a cookie says who somebody is."""
    async with Browser(server) as browser:
        await browser.sign_in("chen")
        chief = home.people["admin"]
        browser.bring(SHAPAN_SERVED_PERSON=chief, person=chief)
        socket = await browser.socket(
            query=f"?person={chief}&SHAPAN_SERVED_PERSON={chief}&width={'9' * 5000}&height=-1",
            SHAPAN_SERVED_PERSON=chief,
        )
        await drawn(socket, "要做的")
        (app,) = server.apps()
        environment = Path(f"/proc/{app}/environ").read_bytes().split(b"\0")
        assert f"SHAPAN_SERVED_PERSON={home.people['chen']}".encode() in environment
        await socket.close()
    server.app_counts(0)


async def test_a_disabled_person_is_out_at_the_next_request(server: Server, home: House) -> None:
    """The cookie of somebody who may no longer sign in opens nothing; nor after another role."""
    async with Browser(server) as browser:
        for change, back in (({"disabled": True}, {"disabled": False}),
                             ({"role": "lead"}, {"role": "trainee"})):  # fmt: skip
            assert await browser.sign_in("li") == 200
            assert (await browser.get())[1] == "/"
            home.admin.people.change(home.people["li"], **change)  # type: ignore[arg-type]
            assert (await browser.get())[1] == "/sign-in"
            assert await refused(browser) == 403
            home.admin.people.change(home.people["li"], **back)  # type: ignore[arg-type]
            assert (await browser.get())[1] == "/sign-in"


# Where requests come from, and what is in them ------------------------------------------------


@pytest.mark.parametrize("origin", [None, "null", "http://evil.example", "http://127.0.0.1:1"])
async def test_another_origin_signs_nobody_in_and_opens_no_socket(
    server: Server, origin: str | None
) -> None:
    """Even with the right password and the right cookie."""
    async with Browser(server) as browser:
        headers = {"Origin": origin} if origin else {}
        async with browser.client.post(
            f"{server.origin}/sign-in",
            data={"login": "chen", "password": PASSWORD},
            headers=headers,
        ) as answer:
            assert answer.status == 403
        await browser.sign_in("chen")
        assert await refused(browser, origin=origin) == 403
    assert server.apps() == []


async def test_another_name_of_the_host_leads_to_the_right_one(server: Server) -> None:
    """Under a rebound name there is no page; whoever typed localhost gets to the right address."""
    for name in ("localhost", "evil.example"):
        answer = raw(
            server, f"GET / HTTP/1.1\r\nHost: {name}:1\r\nConnection: close\r\n\r\n".encode()
        )
        assert b" 303 " in answer.split(b"\r\n")[0]
        assert f"Location: {server.origin}/\r\n".encode() in answer


@pytest.mark.parametrize(
    "path",
    [
        "/static/../gate.py", "/static/%2e%2e/server.py", "/static/..%2fserver.py",
        "/static/..%5cserver.py", "/static//etc/passwd", "/static/%00", "/static/",
        "/static/js/../../server.py", "/..%2f..%2fetc/passwd", "//etc/passwd", "/download/../x",
        "/%ff%fe", "/static/" + "a/" * 2_000,
    ],
)  # fmt: skip
def test_no_path_leads_out_of_the_static_files(server: Server, path: str) -> None:
    """Refused in words, without a trace of the server's insides."""
    answer = raw(
        server, f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
        "Connection: close\r\n\r\n".encode()
    )  # fmt: skip
    assert answer.split(b" ")[1] in (b"400", b"403", b"404", b"303")
    for inside in (b"Traceback", b"root:", b"import ", b"site-packages"):
        assert inside not in answer


def test_more_than_a_form_needs_is_refused(server: Server) -> None:
    """A big body, big headers, chunks without end, rubbish: an answer, and the server goes on."""
    host = f"Host: 127.0.0.1:{server.port}\r\nOrigin: {server.origin}\r\nConnection: close\r\n"
    form = "Content-Type: application/x-www-form-urlencoded\r\n"
    for request, statuses in (
        (f"POST /sign-in HTTP/1.1\r\n{host}{form}Content-Length: 200000\r\n\r\n" + "a" * 200_000,
         (b"413",)),
        (f"GET / HTTP/1.1\r\n{host}X-Long: {'a' * 70_000}\r\n\r\n", (b"400", b"431")),
        (f"GET / HTTP/1.1\r\n{host}" + "".join(f"X-{n}: a\r\n" for n in range(50_000)) + "\r\n",
         (b"400", b"431")),
        (f"POST /sign-in HTTP/1.1\r\n{host}Content-Type: multipart/form-data; boundary=x\r\n"
         "Content-Length: 9\r\n\r\n--x\r\nrubb", (b"415",)),
        (f"POST /sign-in HTTP/1.1\r\n{host}Content-Type: multipart/form-data\r\n"
         "Content-Length: 4\r\n\r\nrubb", (b"415",)),
        (f"POST /sign-in HTTP/1.1\r\n{host}Content-Type: application/x-www-form-urlencoded;"
         " charset=rubbish\r\nContent-Length: 7\r\n\r\nlogin=%", (b"400",)),
        (f"POST /sign-in HTTP/1.1\r\n{host}{form}Transfer-Encoding: chunked\r\n"
         "Content-Length: 4\r\n\r\n0\r\n\r\n", (b"400",)),
        (f"DELETE / HTTP/1.1\r\n{host}\r\n", (b"405",)),
        ("\x16\x03\x01 no HTTP at all\r\n\r\n", (b"400",)),
    ):  # fmt: skip
        answer = raw(server, request.encode())
        assert answer.split(b" ")[1] in statuses, (request[:200], answer[:300])
        assert b"Traceback" not in answer
    assert (
        b" 200 " in raw(server, f"GET /sign-in HTTP/1.1\r\n{host}\r\n".encode()).split(b"\r\n")[0]
    )


# Sockets and processes ------------------------------------------------------------------------


async def test_no_more_apps_than_allowed_and_none_is_left(server: Server) -> None:
    """Three for one person, four in all; rubbish ends a socket or nothing; all apps go."""
    async with Browser(server) as chen, Browser(server) as li:
        await chen.sign_in("chen")
        await li.sign_in("li")
        mine = [await chen.socket() for _n in range(3)]
        assert await refused(chen) == 429
        other = await li.socket()
        assert await refused(li) == 503
        server.app_counts(4)
        for socket in mine:
            await drawn(socket, "要做的")
        for rubbish in (
            "not json", "[]", '["stdin", 1]', '["stdin", "\\ud800"]', '["resize", {"width": 1e99}]',
            '["resize", {"width": true, "height": null}]', "[" * 5_000, '["deliver", "x"]',
            '["stdin", "\\u0000\\u001b]52;c;aGk=\\u0007\\u001b[200~"]',
        ):  # fmt: skip
            await mine[0].send_str(rubbish)
        await answered(mine[0], "after rubbish")
        await mine[1].send_str(json.dumps(["stdin", "x" * 300_000]))
        await over(mine[1])
        await mine[2].send_bytes(b"M\0\0\0\x10")
        await over(mine[2])
        await mine[0].close()
        await other.close()
    server.app_counts(0)


async def test_a_file_goes_to_whoever_asked_for_it(server: Server, home: House) -> None:
    """An export is a download of the visitor's own: nothing is written on the server, and the
    key opens nothing for anybody else."""
    before = set(Path.cwd().iterdir())
    async with Browser(server) as lead, Browser(server) as chen:
        await lead.sign_in("lead")
        await chen.sign_in("chen")
        socket = await lead.socket(query="?width=120&height=40")
        await drawn(socket, "复盘台")
        await socket.send_str(json.dumps(["stdin", "3"]))
        await drawn(socket, "导出")
        await socket.send_str(json.dumps(["stdin", "\x1b[17~"]))
        kind, key = await offered(socket)
        assert kind == "deliver_file_start"
        assert (await chen.get(f"/download/{key}"))[0] == 404
        assert (await chen.get("/download/unknown"))[0] == 404
        async with ClientSession() as stranger:
            answer = await stranger.get(f"{server.origin}/download/{key}")
            assert answer.status == 403
        reading = asyncio.ensure_future(_read(socket))
        async with lead.client.get(f"{server.origin}/download/{key}") as answer:
            assert "shapan-review.zip" in answer.headers["Content-Disposition"]
            with zipfile.ZipFile(io.BytesIO(await answer.read())) as files:
                assert "trainees.csv" in files.namelist()
        reading.cancel()
        await socket.close()
    assert set(Path.cwd().iterdir()) == before
    server.app_counts(0)


async def _read(socket: object) -> None:
    while True:
        await socket.receive()  # type: ignore[attr-defined]


async def test_idle_apps_end_and_a_killed_server_leaves_none(home: House, tmp_path: Path) -> None:
    """Pings are not typing; an app whose server is gone goes too."""
    with running(home.url, tmp_path, "--idle-minutes", "0.1") as server:
        async with Browser(server) as browser:
            await browser.sign_in("chen")
            socket = await browser.socket()
            server.app_counts(1)

            async def ping() -> None:
                while True:
                    await socket.send_str('["ping", 1]')
                    await asyncio.sleep(0.2)

            pinging = asyncio.ensure_future(ping())
            await over(socket)
            pinging.cancel()
            server.app_counts(0)
            socket = await browser.socket()
            await drawn(socket, "要做的")
            (app,) = server.apps()
            os.kill(server.process.pid, signal.SIGKILL)
            until = time.monotonic() + PATIENCE_S
            while _alive(app):
                assert time.monotonic() < until, "the app outlives its server"
                await asyncio.sleep(0.05)


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


# Guessing -------------------------------------------------------------------------------------


async def test_a_code_sets_a_password_in_the_browser(server: Server, home: House) -> None:
    """Once; a wrong code and a short password are refused on the form of codes."""
    code = home.codes["new"]
    async with Browser(server) as browser:
        for sent, told in (("AAAA-BBBB-CCCC", "一次性码不对"), (code, "密码要有")):
            password = PASSWORD if sent != code else "short"
            status, _path, text = await browser.post(
                "/sign-in", login="new", code=sent, password=password
            )
            assert status == 403
            assert told in text
            assert "<details open>" in text
        assert await browser.sign_in("new", code=code) == 200
        assert (await browser.get())[1] == "/"
        assert await browser.sign_in("new", code=code) == 403
        assert await browser.sign_in("new") == 200


async def test_a_hundred_sign_ins_a_second_keep_no_honest_user_out(
    home: House, tmp_path: Path
) -> None:
    """Three hundred guesses in three seconds, at logins that exist and that do not: five of each
    account and twenty-one of the address are judged, all with the same words; meanwhile pages
    come, an open app answers, and somebody whose browser is known signs in. An address that the
    guesser makes up helps nothing."""
    with running(home.url, tmp_path) as server:
        async with Browser(server) as honest, Browser(server) as thief:
            assert await honest.sign_in("chen") == 200
            socket = await honest.socket()
            await drawn(socket, "要做的")
            told: Counter[str] = Counter()

            async def guess(number: int) -> None:
                await asyncio.sleep(number / 100)
                login = ("chen", "nobody", f"stranger{number}")[number % 3]
                forged = {"X-Forwarded-For": f"10.1.{number % 250}.1", "Forwarded": "for=10.9.9.9"}
                status, _path, text = await thief.post(
                    "/sign-in", forged, login=login, password=f"guess {number}"
                )
                assert status in (403, 503)
                told[WRONG if WRONG in text else WAIT if WAIT in text else "crowded"] += 1

            guesses = [asyncio.ensure_future(guess(number)) for number in range(300)]
            for beat in range(6):
                await asyncio.sleep(0.5)
                await answered(socket, f"beat {beat}")
                assert (await honest.get("/sign-in"))[0] == 200
            assert await honest.sign_in("chen") == 200
            await asyncio.gather(*guesses)
            assert told.total() == 300
            # A slow machine gives the address another guess after 5, 10 and 20 seconds.
            assert told[WRONG] <= 24
            assert told[WAIT] > 0


async def test_a_proxy_is_believed_and_nobody_else_is(home: House, tmp_path: Path) -> None:
    """Behind a named proxy the last address it was given waits, and another does not; a server
    whose proxy is elsewhere answers nobody here."""
    public = "https://drill.example"
    with running(home.url, tmp_path, "--behind-proxy", public) as server:
        async with Browser(server) as browser:
            for number in range(22):
                status, _path, text = await browser.post(
                    "/sign-in",
                    {"Origin": public, "X-Forwarded-For": f"10.0.0.{number}, 192.0.2.7"},
                    login=f"proxied{number}", password="wrong",
                )  # fmt: skip
                assert status == 403
            assert WAIT in text
            status, _path, text = await browser.post(
                "/sign-in", {"Origin": public, "X-Forwarded-For": "192.0.2.7, 192.0.2.8"},
                login="proxied", password="wrong",
            )  # fmt: skip
            assert WRONG in text
            async with browser.client.post(
                f"{server.origin}/sign-in", data={"login": "lead", "password": PASSWORD},
                headers={"Origin": public, "X-Forwarded-For": "192.0.2.9"}, allow_redirects=False,
            ) as answer:  # fmt: skip
                assert answer.status == 303
                assert all("Secure" in each for each in answer.headers.getall("Set-Cookie"))
    with running(
        home.url, tmp_path, "--behind-proxy", public, "--proxy-from", "192.0.2.1"
    ) as server:
        async with Browser(server) as browser:
            status, _path, text = await browser.post("/sign-in", {"Origin": public}, login="chen")
            assert (status, "只能经过代理来" in text) == (403, True)
            assert (await browser.get("/static/js/textual.js"))[0] == 403
