"""An SOP as a page of a handbook, in Markdown; and subflows of actions read as a draft SOP."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from sops.action import ACTIONS, action_title
from sops.language import _, current_language, localized
from sops.problem import Problem, Problems, printable
from sops.sop.graph import condition_text, mermaid
from sops.sop.sop import Sop


def markdown(sop: Sop) -> str:
    """The page: trigger, flow, steps, what may be done, what to say and not to say."""
    lines = [
        f"# {localized(sop.title)}",
        "",
        localized(sop.trigger),
        "",
        f"> {localized(sop.source)}",
    ]
    lines += ["", "```mermaid", mermaid(sop).rstrip(), "```", ""]
    lines += ["## " + _("步骤"), ""]
    for number, step in enumerate(sop.steps, 1):
        lines.append(f"{number}. **{localized(step.title)}**")
        for way in step.then:
            if len(step.then) > 1:
                target = localized(sop.step(way.to).title)
                lines.append(f"   - {condition_text(sop, way.when)} → {target}")
    lines += ["", "## " + _("能做什么"), ""] if sop.actions else []
    for rule in sop.actions:
        parts = [action_title(rule.action)]
        if rule.forbidden:
            parts.append(_("不许做"))
        if rule.requires is not None:
            parts.append(_("前提：{what}").format(what=condition_text(sop, rule.requires)))
        if rule.consent:
            parts.append(_("要先征得顾客同意"))
        limit = sop.authority_fen.get(rule.action)
        if limit is not None:
            parts.append(_("至多 {yuan} 元").format(yuan=f"{limit / 100:g}"))
        lines.append("- " + _("；").join(parts))
    lines += ["", "## " + _("怎么说"), ""] if sop.phrases else []
    for phrase in sop.phrases:
        when = "" if phrase.when is None else f"（{condition_text(sop, phrase.when)}）"
        lines.append("- " + when + localized(phrase.better))
        avoid = phrase.avoid.en if current_language() == "en" else phrase.avoid.zh
        lines += ["  - " + _("不要说：{what}").format(what=text) for text in avoid]
    return "\n".join(lines) + "\n"


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

    Actions of the back office become check and act steps; others become tell steps with the
    action's name as title, to be worked out by hand.
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
        title = json.dumps(action, ensure_ascii=False)
        lines.append(f"  - id: step-{number + 1}")
        known = ACTIONS.get(action)
        if known is None:
            lines += ["    kind: tell", "    acts: [tell]"]
        elif known.writes:
            lines += ["    kind: act", f"    action: {action}"]
        else:
            lines += ["    kind: check", f"    looks: [{action}]"]
        lines += [
            f"    title: {{zh: {title}, en: {title}}}",
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
