"""Subflows of ordered actions, read from JSON, as draft SOPs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sops.action import ACTIONS
from sops.document import Document
from sops.language import _
from sops.problem import Problem, Problems, printable
from sops.sop.step import TODO


def subflows(text: str, file: str) -> dict[str, list[str]]:
    """Subflow → its ordered actions, from JSON such as `{"return": ["look_order", …]}`.

    Flows that hold subflows (`{"flow": {"subflow": […]}}`) are read too. `Problems` tells
    every wrong place.
    """
    try:
        data = json.loads(text)
    except ValueError as error:
        line, column = getattr(error, "lineno", 1), getattr(error, "colno", 1)
        raise Problems([Problem(file, line, column, "", _("不是 JSON：{why}").format(
            why=printable(getattr(error, "msg", error))))]) from None  # fmt: skip
    if not isinstance(data, Mapping):
        raise Problems([Problem(file, 1, 1, "", _("最外层应为“子流程: [操作…]”的映射"))])
    found: dict[str, list[str]] = {}
    problems: list[Problem] = []
    _collect(data, (), found, problems, file)
    if problems:
        raise Problems(problems)
    return found


def _collect(
    data: Mapping[str, Any], path: tuple[str, ...], found: dict[str, list[str]],
    problems: list[Problem], file: str,
) -> None:  # fmt: skip
    for key, value in data.items():
        here = (*path, str(key))
        if isinstance(value, Mapping):
            _collect(value, here, found, problems, file)
        elif isinstance(value, list) and all(isinstance(each, str) for each in value):
            found[str(key)] = list(value)
        else:
            place = ".".join(here)
            problems.append(Problem(file, 1, 1, place, _("应为操作名的列表")))


def unknown_actions(text: str, file: str) -> list[Problem]:
    """What in such a file, once `subflows` has read it, is no action of the back office: each with
    its place."""
    data = json.loads(text)
    try:
        # YAML reads JSON, and knows where everything stands.
        document = Document.from_text(text, file)
    except Problems:
        document = Document(file, data)
    message = _("没有叫 {name} 的后台操作：草稿里留了待填的一步，sop check 会提醒")
    return [
        document.problem(place, message.format(name=printable(name)))
        for place, name in _actions(data, ())
        if name not in ACTIONS
    ]


def _actions(data: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(data, str):
        yield path, data
    for key, value in data.items() if isinstance(data, Mapping) else ():
        yield from _actions(value, (*path, str(key)))
    for number, value in enumerate(data) if isinstance(data, list) else ():
        yield from _actions(value, (*path, number))


def draft_ids(names: Iterable[str]) -> dict[str, str]:
    """Name → the id of its draft, each id once: letters and digits of the name, else `flow-N`."""
    found: dict[str, str] = {}
    for number, name in enumerate(names, 1):
        plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:56] or f"flow-{number}"
        taken = set(found.values())
        found[name] = plain if plain not in taken else f"{plain}-{number}"
    return found


def draft_sop(name: str, actions: list[str], sop_id: str | None = None) -> str:
    """The text of a draft SOP whose steps are these actions in this order, then the outcome told.

    Actions of the back office become check and act steps; each other one a step whose title says
    that it is to be worked out (`TODO`), which lint tells.
    """
    sop_id = sop_id or draft_ids([name])[name]
    words = json.dumps(name, ensure_ascii=False)
    lines = [
        "# " + _("由子流程导入的草稿：事实、说法和条件要补上。"),
        f"id: {sop_id}", "version: 1", "status: draft", f"contact_type: {sop_id}",
        f"title: {{zh: {words}, en: {words}}}", f"trigger: {{zh: {words}, en: {words}}}",
        "source: {zh: 导入的动作顺序, en: imported order of actions}",
        "facts:", "  - id: outcome", "    type: text",
        "    title: {zh: 结果, en: outcome}",
        "    heard:",
        "      zh: {say: [结果是, 处理结果, 已经办好]}",
        "      en: {say: [outcome is, result is, has been done]}",
        "steps:",
    ]  # fmt: skip
    for number, action in enumerate(actions):
        known = ACTIONS.get(action)
        marks = ("", "") if known else TODO
        zh, en = (json.dumps(mark + action, ensure_ascii=False) for mark in marks)
        lines.append(f"  - id: step-{number + 1}")
        if known is None:
            lines += ["    kind: tell", "    acts: [tell]"]
        elif known.writes:
            lines += ["    kind: act", f"    action: {action}"]
        else:
            lines += ["    kind: check", f"    looks: [{action}]"]
        lines += [
            f"    title: {{zh: {zh}, en: {en}}}",
            f"    then: [{{to: {_next(number, actions)}}}]",
        ]
    lines += [
        "  - id: tell-outcome",
        "    kind: tell",
        "    title: {zh: 告知结果, en: Tell the outcome}",
        "    tells: [outcome]",
        "    then: [{to: close}]",
        "  - id: close",
        "    kind: close",
        "    title: {zh: 收尾, en: Close}",
        "    acts: [check_solved]",
    ]
    return "\n".join(lines) + "\n"


def _next(number: int, actions: list[str]) -> str:
    return f"step-{number + 2}" if number + 1 < len(actions) else "tell-outcome"
