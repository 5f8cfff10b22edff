"""The flow of an SOP as a picture: lines for a terminal, Mermaid for a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sops.action import action_title
from sops.language import _, localized
from sops.sop.condition import Condition
from sops.sop.sop import Sop
from sops.sop.step import Step

MARKS = {
    "ask": "?", "check": "⌕", "decide": "◇", "act": "▣", "tell": "»", "escalate": "↑", "close": "●",
}  # fmt: skip


def mermaid(sop: Sop) -> str:
    """A Mermaid flowchart; ids are letters and digits, titles are quoted."""
    lines = ["flowchart TD"]
    numbers = {step.id: f"s{number}" for number, step in enumerate(sop.steps)}
    for step in sop.steps:
        left, right = ("{", "}") if step.kind == "decide" else ("[", "]")
        if step.kind in ("close", "escalate"):
            left, right = "([", "])"
        title = localized(step.title).replace('"', "'")
        lines.append(f'  {numbers[step.id]}{left}"{title}"{right}')
    for step in sop.steps:
        for way in step.then:
            label = f'|"{condition_text(sop, way.when)}"|' if way.when or len(step.then) > 1 else ""
            lines.append(f"  {numbers[step.id]} -->{label} {numbers[way.to]}")
    return "\n".join(lines) + "\n"


def plain_graph(sop: Sop) -> dict[str, Any]:
    """The flow as plain data: steps as nodes, ways on as edges with their guards (`when` as in
    the file, None for the way that is left; `text` in words), the first step and the ends."""
    nodes = [
        {
            "id": step.id, "kind": step.kind, "title": {"zh": step.title.zh, "en": step.title.en},
            "looks": list(step.looks), "asks": list(step.asks), "action": step.action,
            "tells": list(step.tells), "refuses": step.refuses, "optional": step.optional,
            "after": list(step.after),
        }
        for step in sop.steps
    ]  # fmt: skip
    edges = [
        {
            "from": step.id, "to": way.to,
            "when": way.when and way.when.model_dump(
                mode="json", by_alias=True, exclude_none=True
            ),
            "text": condition_text(sop, way.when) if way.when or len(step.then) > 1 else "",
        }
        for step in sop.steps for way in step.then
    ]  # fmt: skip
    ends = [step.id for step in sop.steps if not step.then]
    return {"sop": sop.id, "start": sop.steps[0].id, "nodes": nodes, "edges": edges, "ends": ends}


def tree(sop: Sop) -> list[str]:
    """The flow as an indented tree; a step met before is named, not drawn again."""
    lines: list[str] = []
    _draw(sop, sop.steps[0], "", lines, set())
    return lines


def _draw(sop: Sop, step: Step, indent: str, lines: list[str], seen: set[str]) -> None:
    head = f"{MARKS[step.kind]} {localized(step.title)}"
    if step.id in seen:
        lines.append(f"{indent}→ {localized(step.title)}")
        return
    seen.add(step.id)
    lines.append(indent + head + _detail(step))
    if len(step.then) == 1 and step.then[0].when is None:
        _draw(sop, sop.step(step.then[0].to), indent, lines, seen)
        return
    for number, way in enumerate(step.then):
        last = number == len(step.then) - 1
        lines.append(f"{indent}{'└' if last else '├'}─ {condition_text(sop, way.when)}")
        _draw(sop, sop.step(way.to), indent + ("   " if last else "│  "), lines, seen)


def _detail(step: Step) -> str:
    if step.action:
        return f"  〔{action_title(step.action)}〕"
    if step.looks:
        return "  〔" + " / ".join(map(action_title, step.looks)) + "〕"
    return ""


def condition_text(sop: Sop, condition: Condition | None) -> str:
    """A condition in words; None is the way that is left."""
    if condition is None:
        return _("其他情况")
    if condition.all_ is not None:
        return _("且").join(_grouped(sop, condition.all_))
    if condition.any_ is not None:
        return _("或").join(_grouped(sop, condition.any_))
    if condition.not_ is not None:
        return _("不是（{what}）").format(what=condition_text(sop, condition.not_))
    if condition.done is not None:
        return _("已做“{step}”").format(step=localized(sop.step(condition.done).title))
    return _test(sop, condition)


def _grouped(sop: Sop, parts: tuple[Condition, ...]) -> Iterator[str]:
    for part in parts:
        text = condition_text(sop, part)
        yield f"（{text}）" if part.all_ or part.any_ else text


def _test(sop: Sop, leaf: Condition) -> str:
    fact = sop.fact(str(leaf.fact))
    title = localized(fact.title)
    if fact.type == "bool" and isinstance(leaf.is_, bool):
        return title if leaf.is_ else _("不是：{what}").format(what=title)
    values = [*(leaf.among or ()), *([leaf.is_] if leaf.is_ is not None else [])]
    if values:
        shown = [localized(fact.choices.get(str(value))) or str(value) for value in values]
        return _("{what}：{values}").format(what=title, values=_("、").join(shown))
    bounds = [
        ("≤", leaf.at_most), ("≥", leaf.at_least), ("<", leaf.below), (">", leaf.above),
    ]  # fmt: skip
    return (
        title + " " + " ".join(f"{sign} {bound:g}" for sign, bound in bounds if bound is not None)
    )
