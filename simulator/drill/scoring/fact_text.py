"""A fact as people read it: its value, and its title with the value."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from scenarios.drill.case import Case
from scenarios.drill.template import fill, yuan
from sops.language import _, current_language, localized

HOUR, DAY = 3_600, 86_400


def titled(case: Case, name: str) -> str:
    """The title of a fact and what is true of it; texts and unknown facts have their title only."""
    fact = case.sop.fact(name)
    title = localized(fact.title)
    if fact.type == "text" or name not in case.facts:
        return title
    return _("{fact}（{value}）").format(fact=title, value=shown_fact(case, name, case.facts[name]))


def shown_fact(case: Case, name: str, value: Any) -> str:
    """A fact as people read it."""
    fact = case.sop.fact(name)
    if fact.type == "amount":
        return _("{yuan} 元").format(yuan=yuan(int(value)))
    if fact.type == "duration":
        return _duration(value)
    if fact.type == "choice":
        return localized(fact.choices.get(str(value)))
    if fact.type == "bool":
        return _("是") if value else _("否")
    return _date(value) if fact.type == "date" else str(value)


def spoken_fact(case: Case, name: str, value: Any) -> str:
    """A fact as it stands in a line of chat: no blank before a Chinese unit."""
    text = shown_fact(case, name, value)
    return text if text.isascii() else text.replace(" ", "")


def _date(value: Any) -> str:
    """A day, and a time of day unless it is the end of it."""
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return str(value)
    whole = (moment.hour, moment.minute) in ((0, 0), (23, 59))
    return fill("{at|day}" if whole else "{at|moment}", {"at": moment}, current_language())


def _duration(value: Any) -> str:
    seconds = float(value["high_seconds"] if isinstance(value, dict) else value)
    if seconds < HOUR:
        return _("{minutes} 分钟").format(minutes=f"{seconds / 60:g}")
    if seconds > 2 * DAY and seconds % DAY == 0:
        return _("{days} 天").format(days=f"{seconds / DAY:g}")
    return _("{hours} 小时").format(hours=f"{seconds / HOUR:g}")
