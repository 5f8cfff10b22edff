"""Drills on paper: the list, and one drill."""

from __future__ import annotations

from collections.abc import Sequence

from scenarios.drill.case import Case, case_of
from scenarios.drill.drill import Drill
from scenarios.drill.persona import load_persona
from scenarios.drill.solution import Turn
from scenarios.drill.text import Text
from sops.action import action_title
from sops.language import _, current_language, localized
from sops.platform import load_platform
from sops.sop.sop import Sop
from tui.command.heading import faint_text, section, title
from tui.terminal.cell import wrap
from tui.terminal.screen import Screen
from tui.terminal.table import Column, table, texts


def channel_title(channel: str) -> str:
    """`chat` and `phone` as people say them."""
    return {"chat": _("在线"), "phone": _("电话")}[channel]


def status_title(status: str) -> str:
    """The life cycle: draft, tested, stable."""
    return {"draft": _("草稿"), "tested": _("已自测"), "stable": _("可派发")}[status]


def list_page(found: Sequence[tuple[Drill, Sop]], screen: Screen) -> list[str]:
    """A table of drills."""
    columns = (
        Column(_("名字"), text=True, whole=True), Column(_("难度")),
        *texts(_("渠道"), _("语言"), _("状态")),
        Column(_("题目"), text=True, wraps=True), Column("SOP", text=True, wraps=True),
    )  # fmt: skip
    rows = [
        [
            drill.id, str(drill.level), channel_title(drill.channel),
            " ".join(drill.languages), status_title(drill.status),
            localized(drill.title), localized(sop.title),
        ]
        for drill, sop in found
    ]  # fmt: skip
    refusals = sum(drill.refusal for drill, _sop in found)
    return [
        *table(columns, rows, screen),
        "",
        *faint_text(
            _("共 {n} 个演练，其中 {m} 个的正确做法是有理由地婉拒").format(
                n=len(found), m=refusals
            ),
            screen,
        ),
    ]


def show_page(drill: Drill, sop: Sop, seed: int, as_lead: bool, screen: Screen) -> list[str]:
    """What a trainee may see; the way, the accepted ends and the reference run as lead."""
    language = current_language() if current_language() in drill.languages else "zh"
    case = case_of(drill, sop, seed, language)
    platform = load_platform(drill.platform)
    lines = title(case.say(drill.title), screen, drill.id)
    lines += wrap(case.say(drill.brief), screen.width)
    facts = [
        ("SOP", f"{localized(sop.title)}  {sop.id}"),
        (_("难度"), str(drill.level)),
        (_("渠道"), f"{channel_title(drill.channel)} · {localized(platform.title)}"),
        (_("顾客"), f"{case.say(drill.customer.name)} · "
         + localized(load_persona(drill.customer.persona).title)),
        (_("开场"), case.say(drill.customer.opening.say)),
    ]  # fmt: skip
    lines += [f"{name}  {line}" for name, text in facts for line in _hanging(text, screen)]
    if not as_lead:
        return [*lines, "", *faint_text(_("参考做法只给组长看：--as-lead"), screen)]
    return [*lines, *_way(case, screen), *_reference(case, screen)]


def _hanging(text: str, screen: Screen) -> list[str]:
    return wrap(text.replace("\n", " "), max(20, screen.width - 10))


def _way(case: Case, screen: Screen) -> list[str]:
    lines = section(_("这一题在 SOP 里走的路"), screen, _("种子 {seed}").format(seed=case.seed))
    lines += [f"  {n}. {localized(step.title)}" for n, step in enumerate(case.path, 1)]
    lines += section(_("可接受的结局"), screen)
    lines += [f"  {case.end_title(end)}  {end.name}" for end in case.drill.accepted]
    lines += section(_("考试种子"), screen)
    return [*lines, "  " + ", ".join(map(str, case.drill.exam_seeds))]


def _reference(case: Case, screen: Screen) -> list[str]:
    lines = section(_("参考做法"), screen)
    for turn in case.drill.solution.reference.turns:
        for line in wrap(_turn(case, turn), screen.width - 2):
            lines.append("  " + line)
    return lines


def _turn(case: Case, turn: Turn) -> str:
    if turn.do is not None:
        words = " ".join(f"{key}={case.fill(value)}" for key, value in turn.with_.items())
        return f"/{turn.do} {words}  （{action_title(turn.do)}）"
    if turn.hold_seconds is not None:
        return f"/hold {turn.hold_seconds:g}"
    parts: list[Text] = [part for part in (turn.warm, turn.say, turn.after) if part is not None]
    return "“" + "".join(case.say(part) for part in parts) + "”"
