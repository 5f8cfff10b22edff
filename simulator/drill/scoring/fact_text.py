"""A fact as people read it: its value, and its title with the value."""

from __future__ import annotations

from typing import Any

from scenarios.drill.case import Case
from scenarios.drill.template import yuan
from sops.language import _, localized


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
    return str(value).replace("T", " ")


def _duration(value: Any) -> str:
    seconds = float(value["high_seconds"] if isinstance(value, dict) else value)
    if seconds % 86_400 == 0:
        return _("{days} 天").format(days=f"{seconds / 86_400:g}")
    return _("{hours} 小时").format(hours=f"{seconds / 3_600:g}")
