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
    return template.render(**values, words=_words(), language=current_language())


def _words() -> dict[str, str]:
    return {
        "login": _("登录名"),
        "password": _("密码"),
        "sign_in": _("登录"),
        "first_time": _("第一次来，或密码重置过？"),
        "how": _("写管理员给的一次性码，再定一个密码，至少 10 个字符。"),
        "code": _("一次性码"),
        "new_password": _("新密码"),
        "set_and_sign_in": _("定下密码并登录"),
        "sign_out": _("退出登录"),
    }


@cache
def _templates() -> jinja2.Environment:
    import jinja2

    folder = str(files("tui")) + "/served/page"
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder), autoescape=True, undefined=jinja2.StrictUndefined
    )
