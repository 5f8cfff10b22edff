"""The pages, filled in: sign-in, the app, and no room for another app."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from sops.language import LANGUAGES, _, current_language

if TYPE_CHECKING:
    import jinja2


def page(name: str, **values: object) -> str:
    """A page in the current language; every value is escaped."""
    template = _templates().get_template(name)
    language = current_language()
    other = next(each for each in LANGUAGES if each != language)
    return template.render(**values, words=_words(), language=language, other_language=other)


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
        "again": _("新密码再写一遍"),
        "sign_out": _("退出登录"),
        "opening": _("正在打开……"),
        "closed": _("应用已经关了，或者连接断了。"),
        "kept": _("做过的都已经存下来，没打完的场次可以接着打。"),
        "open_again": _("再打开"),
        "try_again": _("再试一次"),
        "other_language": "English" if current_language() == "zh" else "中文",
    }


@cache
def _templates() -> jinja2.Environment:
    import jinja2

    folder = str(files("tui")) + "/served/page"
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder), autoescape=True, undefined=jinja2.StrictUndefined
    )
