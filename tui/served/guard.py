"""What holds for every request: where it may come from, and the headers of every answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jinja2
from aiohttp import web

from sops.language import _, speaking
from tui.served.language import language_of

if TYPE_CHECKING:
    from tui.served.gate import Gate

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; script-src 'self' 'unsafe-inline'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self' ws: wss:; "
    "font-src 'self' data:; frame-ancestors 'none'; form-action 'self'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    # "no-referrer" would turn the origin of the sign-in form into null.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def guarded(gate: Gate) -> Any:
    """A middleware: the same headers on every answer, errors too; nothing of the visitor's is
    echoed raw."""

    @web.middleware
    async def guard(request: web.Request, handler: Any) -> web.StreamResponse:
        try:
            with speaking(language_of(request)):
                _admit(gate, request)
                response: web.StreamResponse = await handler(request)
        except web.HTTPException as error:
            error.headers.update(HEADERS)
            raise
        except jinja2.TemplateError:
            raise web.HTTPInternalServerError from None
        if not response.prepared:
            response.headers.update(HEADERS)
        return response

    return guard


def address_of(gate: Gate, request: web.Request) -> str | None:
    """Where a request came from; None for one that may not ask (see `Address.came_from`)."""
    forwarded = request.headers.getall("X-Forwarded-For", [])
    return gate.address.came_from(request.remote or "", forwarded)


def _admit(gate: Gate, request: web.Request) -> None:
    if address_of(gate, request) is None:
        raise web.HTTPForbidden(
            text=_("只能经过代理来，请用 {url}").format(url=gate.address.origin)
        )
    # "localhost" and "127.0.0.1" are two origins to a browser: everybody is led to the one that
    # the page, its cookie and its socket belong to. A proxy may ask under any name.
    here = gate.address.origin.partition("://")[2]
    if gate.address.proxy is None and request.host.lower() != here and _is_page(request):
        raise web.HTTPSeeOther(f"{gate.address.origin}{request.path}")


def _is_page(request: web.Request) -> bool:
    return request.method == "GET" and request.path in ("/", "/sign-in")
