"""The language of a visitor: chosen on the sign-in page, kept by the browser."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from sops.language import LANGUAGES

COOKIE = "shapan_language"
KEPT_S = 365 * 24 * 3600


def language_of(request: web.Request) -> str | None:
    """What the address asks for, else what the browser kept; None leaves it to the server."""
    for said in (request.query.get("lang"), request.cookies.get(COOKIE)):
        if said in LANGUAGES:
            return said
    return None


def keep_language(request: web.Request, response: web.StreamResponse, **options: Any) -> None:
    """Let the browser keep a language that its address asks for."""
    said = request.query.get("lang")
    if said in LANGUAGES:
        response.set_cookie(COOKIE, said, path="/", max_age=KEPT_S, **options)
