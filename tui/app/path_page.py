"""The three tables of a trainee's own page."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sops.language import N_, _, capital, localized
from tui.app.exam_words import standing_text
from tui.app.review_page import MODES, Page, outcome
from tui.app.session_notes import STATES
from tui.app.widget.column import Column
from tui.app.widget.plain import plain, points, right

if TYPE_CHECKING:
    from simulator.records import Session
    from simulator.records.score import Score
    from simulator.review.duty import Duty
    from simulator.review.progress import Progress
    from tui.app.my_path import MyPath

SHOWN = 100
DAY_S = 86_400


def todo_page(path: MyPath) -> Page:
    """What was interrupted, then what is assigned; keys `session ID`, `drill ID`, `type TYPE`."""
    rows = [_interrupted(path, each) for each in path.interrupted]
    rows += [_assigned(path, duty) for duty in path.duties]
    columns = (_("做什么"), Column(_("题目"), least=20), _("期限"), Column(_("状态"), least=20))
    empty = _("没有布置，也没有没打完的场次。按 F2 去演练场，自己挑一份来练。")
    note = _("还有 {n} 件").format(
        n=len(path.interrupted) + sum(not duty.done for duty in path.duties)
    )
    return Page(columns, tuple(rows), empty, note)


def _interrupted(path: MyPath, session: Session) -> tuple[str, tuple[Any, ...]]:
    exam = session.mode == "exam"
    begun = _("{when} 开始").format(when=moment(session.started_at))
    cells = (
        _("接着考") if exam else _("接着练"), _drill_title(path, session.drill_id), "",
        (_("没考完，{begun}") if exam else _("没打完，{begun}")).format(begun=begun),
    )  # fmt: skip
    return f"session {session.id}", cells


def _assigned(path: MyPath, duty: Duty) -> tuple[str, tuple[Any, ...]]:
    given = duty.assignment
    if given.drill_id:
        key, title = f"drill {given.drill_id}", _drill_title(path, given.drill_id)
    else:
        key, title = f"type {given.contact_type}", _type_title(path, given.contact_type or "")
    due = "" if given.due_at is None else f"{given.due_at.astimezone():%Y-%m-%d}"
    state: Any = plain(_state(duty))
    if duty.overdue:
        state.style = "bold reverse"
    kind = _("布置") if duty.word is None else _("退回再练")
    return f"{key} {given.id}", (kind, title, due, state)


def _state(duty: Duty) -> str:
    if duty.done:
        return _("已通过")
    parts = []
    due = duty.assignment.due_at
    if due is not None:
        now = datetime.now().astimezone()
        days = (due.astimezone().date() - now.date()).days
        if duty.overdue:
            parts.append(_("过期 {n} 天").format(n=-days) if days else _("今天过期"))
        else:
            parts.append(_("还有 {n} 天").format(n=days) if days else _("今天到期"))
    if duty.assignment.drill_id is None:
        parts.append(_("通过 {n}/{all}").format(n=duty.passed, all=duty.drills))
    if duty.word:
        parts.append(duty.word)
    return _("，").join(parts) or _("还没通过")


def progress_page(path: MyPath) -> Page:
    """Each type of contact; keys `type TYPE`."""
    # What has been begun comes first.
    found = sorted(path.progress, key=lambda line: not line.tried)
    rows = tuple((f"type {line.contact_type}", _progress_cells(path, line)) for line in found)
    columns = (Column(_("业务类型"), least=18), _("通过/练过/共有"), _("最好 解决/共情"),
               Column(_("考试和证书"), least=24))  # fmt: skip
    return Page(columns, rows, _("演练库是空的。"))


def _progress_cells(path: MyPath, line: Progress) -> tuple[Any, ...]:
    sop = path.sop_of(line.contact_type)
    held = plain(standing_text(path.standings[sop.id])) if sop else plain("")
    if _sent_back(path, line.contact_type):
        held = plain(_("退回再练，见上面"))
    best = f"{points(line.resolution)} / {points(line.empathy)}"
    counts = f"{line.passed}/{line.tried}/{line.drills}"
    return (
        _type_title(path, line.contact_type), right(counts), right(best), held,
    )  # fmt: skip


def _sent_back(path: MyPath, contact_type: str) -> bool:
    return any(
        duty.word is not None and not duty.done
        and path.types.get(duty.assignment.drill_id or "") == contact_type
        for duty in path.duties
    )  # fmt: skip


def recent_page(path: MyPath) -> Page:
    """One's newest sessions; keys `score ID`."""
    rows = tuple(
        (f"score {score.session_id}", _score_cells(path, score)) for score in path.scores[:SHOWN]
    )
    columns = (_("时间"), Column(_("题目"), least=20), _("怎么练"), _("解决"), _("共情"),
               Column(_("结果"), least=14), _("申诉"))  # fmt: skip
    empty = _("还没有成绩。去演练场打完一场，成绩和证据会出现在这里。")
    return Page(columns, rows, empty)


def _score_cells(path: MyPath, score: Score) -> tuple[Any, ...]:
    mine = [each for each in path.appeals if each.session_id == score.session_id]
    opened = [each for each in mine if each.state == "open"]
    state = (opened or mine[-1:])[0].state if mine else ""
    return (
        moment(score.started_at), _drill_title(path, score.drill_id),
        _(MODES.get(score.mode, score.mode)), points(score.resolution), points(score.empathy),
        outcome(score, score.session_id in path.back), capital(_(STATES[state])) if state else "",
    )  # fmt: skip


def moment(when: datetime) -> str:
    """Day and minute in this machine's time."""
    return f"{when.astimezone():%m-%d %H:%M}"


def _drill_title(path: MyPath, drill_id: str) -> Any:
    known = path.library.get(drill_id)
    return plain(localized(known[0].title) if known else drill_id, 40)


def _type_title(path: MyPath, contact_type: str) -> Any:
    sop = path.sop_of(contact_type)
    return plain(localized(sop.title) if sop else contact_type, 40)


PARTS = {
    "todo": (N_("要做的"), todo_page), "progress": (N_("各类业务"), progress_page),
    "recent": (N_("最近的场次"), recent_page),
}  # fmt: skip
