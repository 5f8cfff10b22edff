"""The two pages, filled in: sign-in and the app."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from sops.language import _, current_language

if TYPE_CHECKING:
    import jinja2


def page(name: str, **values: object) -> str:
    """A page in the current language; every value is escaped."""
    template = _templates().get_template(name)
    return template.render(**values, _=_, language=current_language())


@cache
def _templates() -> jinja2.Environment:
    import jinja2

    folder = str(files("tui")) + "/served/page"
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder), autoescape=True, undefined=jinja2.StrictUndefined
    )
