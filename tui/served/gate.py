"""The web server: sign-in page, the app's page, and the socket that carries the app.

No process is started for anybody who has not signed in. Requests that change something, and
the socket, have to come from the server's own origin.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import jinja2
from aiohttp import WSMsgType, web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager
from textual_serve.server import Server

from sops.language import _, current_language
from sops.problem import printable
from tui.served.limit import Address, Limits
from tui.served.page_text import page
from tui.served.visitor import Visitor, Visitors

COOKIE = "shapan_visit"
PERSON = "SHAPAN_SERVED_PERSON"
MOST_MESSAGE = 256_000
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; script-src 'self' 'unsafe-inline'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self' ws: wss:; "
    "font-src 'self' data:; frame-ancestors 'none'; form-action 'self'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    # "no-referrer" would turn the origin of the sign-in form into null.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
SignIn = Callable[[str, str, str], str]
"""Login, password and address to a person's id; raises with a text for the visitor."""


class PersonService(AppService):
    """An app process that belongs to one person; who that is stands in its environment."""

    def __init__(self, person_id: str, **options: Any) -> None:
        super().__init__(f"{sys.executable} -m tui.served.app", **options)
        self._person_id = person_id

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        environment = super()._build_environment(width, height)
        return {**environment, PERSON: self._person_id, "SHAPAN_LANG": current_language()}


class Gate(Server):
    """Textual's server behind a sign-in."""

    def __init__(self, address: Address, limits: Limits, sign_in: SignIn) -> None:
        super().__init__(
            "shapan", host=address.host, port=address.port, title="Shapan 沙盘",
            public_url=address.origin,
        )  # fmt: skip
        self.address = address
        self.limits = limits
        self.visitors = Visitors(limits.session_hours)
        self.running: Counter[str] = Counter()
        self._sign_in = sign_in
        self.download_manager = DownloadManager()

    async def _make_app(self) -> web.Application:
        app = web.Application(middlewares=[_guard], client_max_size=64_000)
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
        return app

    # Pages ------------------------------------------------------------------------------------

    async def handle_index(self, request: web.Request) -> web.StreamResponse:  # type: ignore[override]
        """The app's page, or the way to the sign-in."""
        visitor = self._visitor(request)
        if visitor is None:
            raise web.HTTPSeeOther("/sign-in")
        socket = self.address.origin.replace("http", "ws", 1) + "/ws"
        return _html(page("app.html", socket=socket, form_token=visitor.form_token))

    async def show_sign_in(self, _request: web.Request) -> web.StreamResponse:
        """The form."""
        return _html(page("sign_in.html", wrong=""))

    async def take_sign_in(self, request: web.Request) -> web.StreamResponse:
        """Check who it is; the records delay repeated failures."""
        self._same_origin(request)
        form = await request.post()
        login, password = str(form.get("login", "")), str(form.get("password", ""))
        address = request.remote or ""
        loop = asyncio.get_running_loop()
        try:
            person = await loop.run_in_executor(None, self._sign_in, login, password, address)
        except PermissionError as error:
            return _html(page("sign_in.html", wrong=str(error)), status=403)
        response = web.HTTPSeeOther("/")
        response.set_cookie(
            COOKIE, self.visitors.welcome(person), httponly=True, samesite="Strict",
            secure=self.address.secure, path="/",
        )  # fmt: skip
        raise response

    async def take_sign_out(self, request: web.Request) -> web.StreamResponse:
        """Forget the visitor."""
        self._same_origin(request)
        visitor = self._visitor(request)
        form = await request.post()
        if visitor is not None and form.get("token") == visitor.form_token:
            self.visitors.goodbye(request.cookies.get(COOKIE))
        response = web.HTTPSeeOther("/sign-in")
        response.del_cookie(COOKIE)
        raise response

    async def download(self, request: web.Request) -> web.StreamResponse:
        """A file that the visitor's app offers; keys cannot be guessed."""
        if self._visitor(request) is None:
            raise web.HTTPForbidden
        return await self.handle_download(request)

    # The socket -------------------------------------------------------------------------------

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """An app for a visitor, ended when the socket closes or nobody types any more."""
        self._same_origin(request)
        visitor = self._visitor(request)
        if visitor is None:
            raise web.HTTPForbidden
        self._room_for(visitor)
        self.running[visitor.person_id] += 1
        try:
            return await self._carry(request, visitor)
        finally:
            self.running[visitor.person_id] -= 1

    async def _carry(self, request: web.Request, visitor: Visitor) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(heartbeat=15, max_msg_size=MOST_MESSAGE)
        await socket.prepare(request)
        service = PersonService(
            visitor.person_id, write_bytes=socket.send_bytes, write_str=socket.send_str,
            close=socket.close, download_manager=self.download_manager,
        )  # fmt: skip
        width, height = (
            _size(request, name, least) for name, least in (("width", 80), ("height", 24))
        )
        await service.start(width, height)
        try:
            await self._until_idle(socket, service)
        finally:
            await service.stop()
            if not socket.closed:
                await socket.close()
        return socket

    async def _until_idle(self, socket: web.WebSocketResponse, service: AppService) -> None:
        """Pass on what the browser sends; keys typed keep the app alive, pings do not."""
        limit = self.limits.idle_minutes * 60
        typed = time.monotonic()
        while (left := typed + limit - time.monotonic()) > 0:
            try:
                message = await asyncio.wait_for(socket.receive(), left)
            except TimeoutError:
                return
            if message.type != WSMsgType.TEXT:
                return
            kind, data = _envelope(message.data)
            if kind == "stdin" and isinstance(data, str):
                typed = time.monotonic()
                await service.send_bytes(data.encode("utf-8", "surrogatepass"))
            elif kind == "resize" and isinstance(data, dict):
                await service.set_terminal_size(
                    _within(data.get("width")), _within(data.get("height"))
                )
            elif kind == "ping":
                await socket.send_json(["pong", data])
            elif kind in ("blur", "focus"):
                await (service.blur() if kind == "blur" else service.focus())

    # Who and from where -------------------------------------------------------------------------

    def _visitor(self, request: web.Request) -> Visitor | None:
        return self.visitors.of(request.cookies.get(COOKIE))

    def _same_origin(self, request: web.Request) -> None:
        if request.headers.get("Origin") != self.address.origin:
            raise web.HTTPForbidden(text=_("请求不是从这个网址来的"))

    def _room_for(self, visitor: Visitor) -> None:
        if self.running[visitor.person_id] >= self.limits.most_per_person:
            raise web.HTTPTooManyRequests(text=_("您已经开了太多窗口，先关掉一个"))
        if sum(self.running.values()) >= self.limits.most_apps:
            raise web.HTTPServiceUnavailable(text=_("现在人满了，请稍后再来"))


@web.middleware
async def _guard(request: web.Request, handler: Any) -> web.StreamResponse:
    """The same headers on every answer, errors too; nothing of the visitor's is echoed raw."""
    try:
        response = await handler(request)
    except web.HTTPException as error:
        error.headers.update(HEADERS)
        raise
    except jinja2.TemplateError:
        raise web.HTTPInternalServerError from None
    if not response.prepared:
        response.headers.update(HEADERS)
    return response


def _html(text: str, status: int = 200) -> web.Response:
    return web.Response(text=text, status=status, content_type="text/html", charset="utf-8")


def _envelope(text: str) -> tuple[str, Any]:
    import json

    try:
        data = json.loads(text)
    except ValueError:
        return "", None
    if isinstance(data, list) and len(data) == 2 and isinstance(data[0], str):
        return data[0], data[1]
    return "", None


def _size(request: web.Request, name: str, least: int) -> int:
    value = request.query.get(name, "")
    return _within(int(value)) if value.isascii() and value.isdigit() else least


def _within(value: Any) -> int:
    return min(max(int(value), 20), 400) if isinstance(value, int) else 80


def told(text: object) -> str:
    """An error's text, safe to show."""
    return printable(text, 300)
