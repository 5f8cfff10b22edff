"""The app in a browser: nothing starts before sign-in, or from elsewhere, or without end."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, CookieJar, WSServerHandshakeError
from aiohttp.test_utils import TestServer

from tui.served.gate import COOKIE, Gate
from tui.served.known import Door as KnownDoor
from tui.served.known import Try
from tui.served.limit import Address, Limits
from tui.served.visitor import Visitors

PERSON = "01a20000-0000-7000-8000-000000000001"


class Door:
    """One person with one password."""

    def known(self, given: Try) -> str:
        if (given.login, given.password) != ("chen", "right <horse>"):
            raise PermissionError("不对 <b>")
        return PERSON

    def standing(self, _person: str) -> str:
        return "trainee 1"


class Started:
    """Stands for app processes: counts them, and echoes."""

    count = 0


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[TestServer, Gate]]:
    """A gate on loopback whose apps are counted, not run."""
    Started.count = 0

    class Service:
        def __init__(self, person_id: str, **_options: Any) -> None:
            assert person_id == PERSON

        async def start(self, _width: int, _height: int) -> None:
            Started.count += 1

        async def stop(self) -> None:
            return

        async def send_bytes(self, _data: bytes) -> bool:
            return True

        async def set_terminal_size(self, _width: int, _height: int) -> None:
            return

        async def blur(self) -> None:
            return

        focus = blur

    monkeypatch.setattr("tui.served.carriage.PersonService", Service)
    gate = Gate(Address(), Limits(most_apps=2, most_per_person=1, idle_minutes=0.02), Door())
    served = TestServer(await gate._make_app())
    await served.start_server()
    gate.address = Address(port=int(served.port or 0))
    yield served, gate
    await served.close()


def browser() -> ClientSession:
    """A browser that keeps cookies of addresses too."""
    return ClientSession(cookie_jar=CookieJar(unsafe=True))


async def signed_in(client: ClientSession, server: TestServer, gate: Gate) -> int:
    """Sign in; the status of the page that follows."""
    answer = await client.post(
        server.make_url("/sign-in"), data={"login": "chen", "password": "right <horse>"},
        headers={"Origin": gate.address.origin},
    )  # fmt: skip
    return answer.status


async def test_a_stranger_gets_the_form_and_no_process(server: tuple[TestServer, Gate]) -> None:
    """The app's page leads to the sign-in; the socket is refused; nothing has been started."""
    served, gate = server
    async with browser() as client:
        page = await client.get(served.make_url("/"))
        assert page.url.path == "/sign-in"
        with pytest.raises(WSServerHandshakeError) as refused:
            await client.ws_connect(served.make_url("/ws"), origin=gate.address.origin)
        assert refused.value.status == 403
    assert Started.count == 0


async def test_a_wrong_password_is_told_and_escaped(server: tuple[TestServer, Gate]) -> None:
    """The refusal's words are text, not markup; no cookie is given."""
    served, gate = server
    async with browser() as client:
        answer = await client.post(
            served.make_url("/sign-in"), data={"login": "chen", "password": "wrong"},
            headers={"Origin": gate.address.origin},
        )  # fmt: skip
        text = await answer.text()
        assert answer.status == 403
        assert "不对 &lt;b&gt;" in text
        assert COOKIE not in {cookie.key for cookie in client.cookie_jar}


@pytest.mark.parametrize("origin", [None, "http://evil.example", "null"])
async def test_other_origins_are_refused(
    server: tuple[TestServer, Gate], origin: str | None
) -> None:
    """Neither signing in nor the socket works from another page, even with the cookie."""
    served, gate = server
    async with browser() as client:
        headers = {"Origin": origin} if origin else {}
        answer = await client.post(
            served.make_url("/sign-in"), data={"login": "chen", "password": "right <horse>"},
            headers=headers,
        )  # fmt: skip
        assert answer.status == 403
        assert await signed_in(client, served, gate) == 200
        with pytest.raises(WSServerHandshakeError):
            await client.ws_connect(served.make_url("/ws"), origin=origin)
    assert Started.count == 0


async def test_a_visitor_gets_one_app_and_no_more_than_allowed(
    server: tuple[TestServer, Gate],
) -> None:
    """The limit per person holds while the first window is open, and not after."""
    served, gate = server
    async with browser() as client:
        assert await signed_in(client, served, gate) == 200
        first = await client.ws_connect(served.make_url("/ws"), origin=gate.address.origin)
        with pytest.raises(WSServerHandshakeError) as refused:
            await client.ws_connect(served.make_url("/ws"), origin=gate.address.origin)
        assert refused.value.status == 429
        await first.close()
        second = await client.ws_connect(served.make_url("/ws"), origin=gate.address.origin)
        await second.close()
    assert Started.count == 2


async def test_an_idle_app_is_ended_pings_or_not(server: tuple[TestServer, Gate]) -> None:
    """Pings do not keep an app alive; the socket closes by itself."""
    served, gate = server
    async with browser() as client:
        await signed_in(client, served, gate)
        socket = await client.ws_connect(served.make_url("/ws"), origin=gate.address.origin)
        await socket.send_str('["ping", 1]')
        await socket.send_str("not json")
        await socket.send_str('["resize", {"width": -5, "height": 1e9}]')
        kinds = [message.type.name async for message in socket]
        assert socket.closed
        assert kinds.count("TEXT") == 1


async def test_what_was_typed_stays_and_a_new_password_is_written_twice(
    server: tuple[TestServer, Gate],
) -> None:
    """A wrong password leaves the name in the form; a new one that was written in two ways is
    refused, and leaves name and code, but no password."""
    served, gate = server
    gate.door = KnownDoor(records=None)  # type: ignore[arg-type]
    headers = {"Origin": gate.address.origin}
    typed = {"login": "chen", "password": "geheim <1>", "again": "geheim <2>", "code": "ABCD-EFGH"}
    async with browser() as client:
        answer = await client.post(served.make_url("/sign-in"), data=typed, headers=headers)
        text = await answer.text()
    assert answer.status == 403
    assert 'value="chen"' in text
    assert 'value="ABCD-EFGH"' in text
    assert "两遍写的密码不一样" in text
    assert "geheim" not in text


async def test_a_visitor_chooses_the_language_and_it_stays(
    server: tuple[TestServer, Gate],
) -> None:
    """The sign-in page speaks what its address asks for, refusals do too, and other visitors
    are not touched."""
    served, gate = server
    headers = {"Origin": gate.address.origin}
    async with browser() as client, browser() as other:
        first = await (await client.get(served.make_url("/sign-in"))).text()
        assert 'hreflang="en"' in first
        english = await (await client.get(served.make_url("/sign-in?lang=en"))).text()
        refused = await client.post(served.make_url("/sign-out"), headers={"Origin": "http://x"})
        page = await (await client.get(served.make_url("/sign-in"))).text()
        assert "Sign in" in english
        assert "Sign in" in page
        assert "come from" in await refused.text()
        assert "登录名" in await (await other.get(served.make_url("/sign-in"))).text()
        kept = await client.get(served.make_url("/sign-in?lang=<b>"), headers=headers)
        assert "Sign in" in await kept.text()


async def test_no_room_is_said_on_a_page(server: tuple[TestServer, Gate]) -> None:
    """Whoever has all windows open that they may gets the reason and a way on, no dead page."""
    served, gate = server
    async with browser() as client:
        await signed_in(client, served, gate)
        gate.running[PERSON] = 1
        answer = await client.get(served.make_url("/"))
        assert answer.status == 429
        assert "您已经开了太多窗口" in await answer.text()
        gate.running[PERSON] = 0
        assert (await client.get(served.make_url("/"))).status == 200


async def test_signing_out_needs_the_forms_token(server: tuple[TestServer, Gate]) -> None:
    """A forged sign-out changes nothing; the real one ends the visit."""
    served, gate = server
    async with browser() as client:
        await signed_in(client, served, gate)
        headers = {"Origin": gate.address.origin}
        await client.post(
            served.make_url("/sign-out"), data={"token": "forged"}, headers=headers,
            allow_redirects=False,
        )  # fmt: skip
        assert len(gate.visitors) == 1


async def test_pages_ask_nothing_of_other_hosts(server: tuple[TestServer, Gate]) -> None:
    """No address of another host in either page, and a policy that forbids them."""
    served, gate = server
    async with browser() as client:
        form = await client.get(served.make_url("/sign-in"))
        await signed_in(client, served, gate)
        page = await client.get(served.make_url("/"))
        for answer in (form, page):
            text = await answer.text()
            assert "https://" not in text
            assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_sign_in_ends_by_itself() -> None:
    """Tokens are forgotten after their hours, and only their hashes are held."""
    now = [0.0]
    visitors = Visitors(1.0, lambda: now[0])
    token = visitors.welcome(PERSON)
    assert token not in visitors._known
    assert visitors.of(token) is not None
    now[0] = 3_601.0
    assert visitors.of(token) is None
    assert visitors.of(None) is None


@pytest.mark.parametrize(
    ("address", "fine"),
    [
        (Address(), True),
        (Address("0.0.0.0"), False),
        (Address("0.0.0.0", certificate="c.pem", key="k.pem"), False),
        (Address("10.0.0.5", proxy="https://drill.example"), True),
        (Address("10.0.0.5", proxy="http://drill.example"), False),
        (Address(certificate="c.pem"), False),
        (Address("10.0.0.5", certificate="c.pem", key="k.pem"), True),
        (Address("0.0.0.0", 443, "c.pem", "k.pem", public="https://drill.example"), True),
        (Address("0.0.0.0", 443, "c.pem", "k.pem", public="https://drill.example/app"), False),
        (Address(public="https://drill.example"), False),
        (Address("10.0.0.5", proxy="https://"), False),
        (Address("10.0.0.5", proxy="https://drill.example:port"), False),
        (Address("10.0.0.5", proxy="https://drill.example", proxies=("gateway",)), False),
    ],
)
def test_other_addresses_need_tls_or_a_named_proxy(address: Address, fine: bool) -> None:
    """Loopback is fine as it is; anything else only behind TLS."""
    assert (address.wrong() is None) == fine
