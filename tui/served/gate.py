"""The web server: sign-in page, the app's page, and the socket that carries the app.

No process is started for anybody who has not signed in. Requests that change something, and
the socket, have to come from the server's own origin.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import Counter
from collections.abc import Mapping
from functools import partial
from typing import Any, Protocol

from aiohttp import web
from textual_serve.download_manager import DownloadManager
from textual_serve.server import Server

from sops.language import _
from tui.served.carriage import Carriage
from tui.served.guard import address_of, guarded
from tui.served.known import Try
from tui.served.language import keep_language
from tui.served.limit import Address, Limits
from tui.served.page_text import page
from tui.served.turnstile import Crowded, Turnstile
from tui.served.visitor import Visitor, Visitors

COOKIE = "shapan_visit"
DEVICE = "shapan_browser"
DEVICE_S = 30 * 24 * 3600
MOST_FORM = 64_000


class Door(Protocol):
    """Who may come in (see `tui.served.known`)."""

    def known(self, given: Try) -> str:
        """A person's id; `PermissionError` with a text for the visitor."""

    def standing(self, person_id: str) -> str | None:
        """What a sign-in stands on, None for nothing; `ConnectionError` where none can tell."""


class Gate(Server):
    """Textual's server behind a sign-in."""

    def __init__(self, address: Address, limits: Limits, door: Door) -> None:
        super().__init__(
            "shapan", host=address.host, port=address.port, title="Shapan 沙盘",
            public_url=address.origin,
        )  # fmt: skip
        self.address = address
        self.limits = limits
        self.visitors = Visitors(limits.session_hours)
        self.running: Counter[str] = Counter()
        self.carriages: set[Carriage] = set()
        self.door = door
        self.download_manager = DownloadManager()
        self._turnstile = Turnstile(limits)

    async def _make_app(self) -> web.Application:
        app = web.Application(middlewares=[guarded(self)], client_max_size=MOST_FORM)
        app.add_routes(
            [
                web.get("/", self.handle_index, name="index"),
                web.get("/sign-in", self.show_sign_in),
                web.post("/sign-in", self.take_sign_in),
                web.post("/sign-out", self.take_sign_out),
                web.get("/ws", self.handle_websocket, name="websocket"),
                web.get("/download/{key}", self.download, name="download"),
                web.static("/static", self.statics_path, name="static"),
            ]
        )
        app.on_shutdown.append(self.on_shutdown)
        return app

    async def on_shutdown(self, _app: web.Application) -> None:
        """End every app."""
        self._turnstile.close()
        await asyncio.gather(*(each.close() for each in list(self.carriages)))

    # Pages ------------------------------------------------------------------------------------

    async def handle_index(self, request: web.Request) -> web.StreamResponse:  # type: ignore[override]
        """The app's page, or the way to the sign-in."""
        visitor = await self.visitor(request)
        if visitor is None:
            raise web.HTTPSeeOther("/sign-in")
        try:
            self._room_for(visitor)
        except (web.HTTPTooManyRequests, web.HTTPServiceUnavailable) as error:
            # A browser does not tell why a socket was refused.
            full = page("full.html", why=error.text, form_token=visitor.form_token)
            return _html(full, status=error.status)
        socket = self.address.origin.replace("http", "ws", 1) + "/ws"
        return _html(page("app.html", socket=socket, form_token=visitor.form_token))

    async def show_sign_in(self, request: web.Request) -> web.StreamResponse:
        """The form."""
        response = _html(page("sign_in.html", wrong="", typed=Try("", "")))
        keep_language(request, response, **self._strict())
        return response

    async def take_sign_in(self, request: web.Request) -> web.StreamResponse:
        """Check who it is; the records delay repeated failures."""
        self._same_origin(request)
        given = await self._given(request)
        again = partial(page, "sign_in.html", typed=given)
        try:
            person, standing = await self._turnstile.through(
                given.address, partial(self._admitted, given)
            )
        except PermissionError as error:
            return _html(again(wrong=str(error)), status=403)
        except ConnectionError as error:
            return _html(again(wrong=str(error)), status=503)
        except Crowded:
            response = _html(again(wrong=_("现在登录的人太多，请过几秒再试")), status=503)
            response.headers["Retry-After"] = "5"
            return response
        # A visit of before ends here: one browser is one visitor.
        await self._goodbye(self.visitors.of(request.cookies.get(COOKIE)))
        arrived = web.HTTPSeeOther("/")
        strict = self._strict()
        arrived.set_cookie(COOKIE, self.visitors.welcome(person, standing), path="/", **strict)
        arrived.set_cookie(DEVICE, given.device, path="/sign-in", max_age=DEVICE_S, **strict)
        raise arrived

    def _strict(self) -> dict[str, Any]:
        return {"httponly": True, "samesite": "Strict", "secure": self.address.secure}

    def _admitted(self, given: Try) -> tuple[str, str]:
        person = self.door.known(given)
        standing = self.door.standing(person)
        if standing is None:
            raise PermissionError(_("登录名或密码不对"))
        return person, standing

    async def _given(self, request: web.Request) -> Try:
        form = await _form(request)
        device = request.cookies.get(DEVICE, "")
        if not 20 <= len(device) <= 100:
            device = secrets.token_urlsafe(32)
        names = "login", "password", "code", "again"
        login, password, code, again = (str(form.get(name, "")) for name in names)
        twice = again == password or "again" not in form
        return Try(login, password, code, address_of(self, request) or "", device, twice)

    async def take_sign_out(self, request: web.Request) -> web.StreamResponse:
        """Forget the visitor, and end what runs for that visit."""
        self._same_origin(request)
        visitor = self.visitors.of(request.cookies.get(COOKIE))
        form = await _form(request)
        if visitor is not None and form.get("token") == visitor.form_token:
            await self._goodbye(visitor)
        response = web.HTTPSeeOther("/sign-in")
        response.del_cookie(COOKIE)
        raise response

    async def download(self, request: web.Request) -> web.StreamResponse:
        """A file that one of the visitor's own apps offers."""
        visitor = await self.visitor(request)
        if visitor is None:
            raise web.HTTPForbidden
        try:
            offered = await self.download_manager.get_download_metadata(request.match_info["key"])
        except KeyError:
            raise web.HTTPNotFound from None
        if getattr(offered.app_service, "person_id", None) != visitor.person_id:
            raise web.HTTPNotFound
        return await self.handle_download(request)

    # The socket -------------------------------------------------------------------------------

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """An app for a visitor, ended when the socket closes or nobody types any more."""
        self._same_origin(request)
        visitor = await self.visitor(request)
        if visitor is None:
            raise web.HTTPForbidden
        self._room_for(visitor)
        carriage = Carriage(visitor, self.limits, self.download_manager, self.still_there)
        self.running[visitor.person_id] += 1
        self.carriages.add(carriage)
        try:
            return await carriage.carry(request)
        finally:
            self.carriages.discard(carriage)
            self.running[visitor.person_id] -= 1

    # Who and from where -------------------------------------------------------------------------

    async def visitor(self, request: web.Request) -> Visitor | None:
        """Whoever has signed in here, and still may."""
        visitor = self.visitors.of(request.cookies.get(COOKIE))
        return visitor if visitor is not None and await self.still_there(visitor) else None

    async def still_there(self, visitor: Visitor) -> bool:
        """Whether the visit goes on: it ends with its hours, when somebody signs out, and when
        the records know another role or password, or nobody any more."""
        if self.visitors.there(visitor.key) is None:
            return False
        try:
            standing = await asyncio.to_thread(self.door.standing, visitor.person_id)
        except ConnectionError:
            # While the records are away, nobody reads or writes anything anyway.
            return True
        if standing != visitor.standing:
            await self._goodbye(visitor)
        return standing == visitor.standing

    async def _goodbye(self, visitor: Visitor | None) -> None:
        if visitor is None:
            return
        self.visitors.goodbye(visitor.key)
        theirs = [each for each in self.carriages if each.visitor.key == visitor.key]
        await asyncio.gather(*(each.close() for each in theirs))

    def _same_origin(self, request: web.Request) -> None:
        if request.headers.get("Origin") != self.address.origin:
            text = _("请求不是从 {origin} 来的，请从这个网址打开")
            raise web.HTTPForbidden(text=text.format(origin=self.address.origin))

    def _room_for(self, visitor: Visitor) -> None:
        if self.running[visitor.person_id] >= self.limits.most_per_person:
            raise web.HTTPTooManyRequests(text=_("您已经开了太多窗口，先关掉一个"))
        if self.running.total() >= self.limits.most_apps:
            raise web.HTTPServiceUnavailable(text=_("现在人满了，请稍后再来"))


async def _form(request: web.Request) -> Mapping[str, Any]:
    """What a page of ours sends; nothing else is read."""
    if request.content_type != "application/x-www-form-urlencoded":
        raise web.HTTPUnsupportedMediaType(text=_("表单读不懂"))
    try:
        return await request.post()
    except (ValueError, LookupError):
        raise web.HTTPBadRequest(text=_("表单读不懂")) from None


def _html(text: str, status: int = 200) -> web.Response:
    return web.Response(text=text, status=status, content_type="text/html", charset="utf-8")
