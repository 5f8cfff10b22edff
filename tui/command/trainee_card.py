"""A trainee on one printable page: HTML that needs nothing but itself."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sops.language import _, capital, current_language
from sops.problem import printable
from tui.command.output import replaced
from tui.item_title import item_title, sop_title, step_title

if TYPE_CHECKING:
    from simulator.records import Records
    from simulator.records.person import Person
    from simulator.records.score import Score

TEMPLATE = Path(__file__).with_name("trainee_card.html.j2")
SESSIONS, STEPS = 20, 8


def write_card(
    records: Records, folder: Path, person_id: str, person: Person | None,
    scores: Sequence[Score],
) -> Path:  # fmt: skip
    """Write the card of a person; its file is named by login, or by id where there is none."""
    login = person.login if person else person_id
    # A login has nothing in it that a file's name could not have (see `person.tidy_login`).
    path = folder / f"card-{login}.html"
    with replaced(path) as draft:
        draft.write_text(card(records, person_id, person, scores), encoding="utf-8")
    return path


def card(records: Records, person_id: str, person: Person | None, scores: Sequence[Score]) -> str:
    """The page, in the current language."""
    from simulator.review.lapse import has_lapsed
    from simulator.review.miss import missed_steps

    mine = [score for score in scores if score.person_id == person_id]
    sop_of = {score.contact_type: score.sop_id for score in mine}
    missed = missed_steps(records.item_totals.list(person_id=person_id, steps=True), most=STEPS)
    steps = sorted(
        ((each.share, sop_title(sop_of[kind]), step_title(sop_of[kind], each.step))
         for kind, found in missed.items() if kind in sop_of for each in found),
        reverse=True,
    )[:STEPS]  # fmt: skip
    return str(_template().render(
        lang="en" if current_language() == "en" else "zh-CN", words=_words(),
        name=printable(person.name or person.login) if person else _("（已抹去）"),
        line=next(iter(records.trainees.list(person_id=person_id)), None),
        sessions=[_session(s) for s in mine[:SESSIONS]],
        steps=steps, notes=_notes(records, person_id, {s.session_id: s.sop_id for s in mine}),
        certificates=[
            (sop_title(each.sop_id), f"{each.signed_at:%Y-%m-%d}",
             _("SOP 已改，失效") if has_lapsed(each) else "")
            for each in records.certificates.list(person_id=person_id)
        ],
    ))  # fmt: skip


def _session(score: Score) -> dict[str, Any]:
    return {
        "at": f"{score.started_at.astimezone():%Y-%m-%d %H:%M}",
        "drill": printable(score.drill_id), "sop": sop_title(score.sop_id),
        "resolution": score.resolution, "empathy": score.empathy,
        "verdict": _("致命错误") if score.critical_count else
        _("待复核") if score.uncertain else capital(_("通过") if score.passed else _("未通过")),
        "machine": _machine(score),
    }  # fmt: skip


def _machine(score: Score) -> str:
    if not score.changed:
        return ""
    empathy = "—" if score.machine_empathy is None else f"{score.machine_empathy:.1f}"
    text = _("组长改过 {n} 项；机器原分 {resolution} / {empathy}")
    return text.format(
        n=score.changed, resolution=f"{score.machine_resolution:.1f}", empathy=empathy
    )


def _notes(records: Records, person_id: str, sop_of: dict[str, str]) -> list[tuple[str, str]]:
    """What leads wrote, newest first; blind scores are not for the trainee."""
    found = [each for each in records.reviews.list(person_id=person_id) if each.kind != "blind"]
    return [
        (f"{each.created_at:%Y-%m-%d}", _noted(each, sop_of.get(each.session_id, "")))
        for each in reversed(found[-SESSIONS:])
    ]


def _noted(review: Any, sop_id: str) -> str:
    reason = printable(review.reason, 600)
    if review.assignment_id is not None:
        return _("退回再练：{text}").format(text=reason)
    if review.kind == "comment":
        return reason
    text = _("{item}：{old} → {new}，{reason}")
    return text.format(
        item=item_title(review.item or "", sop_id), old=f"{review.old_points:g}",
        new=f"{review.new_points:g}", reason=reason,
    )  # fmt: skip


def _words() -> dict[str, str]:
    found = {
        "title": _("学员成绩单"), "sessions": _("场次"), "resolution": _("解决"),
        "empathy": _("共情"), "passed": _("通过"), "critical": _("致命错误"), "at": _("时间"),
        "drill": _("演练"), "sop": _("业务类型"), "verdict": _("结果"), "trend": _("解决分的走势"),
        "recent": _("最近的场次"), "missed": _("漏得最多的步骤"), "notes": _("组长的话"),
        "certificates": _("证书"), "none": _("还没有"),
        "foot": _("共情分评的是说出来的体谅，不是对顾客感受的预测。分数由规则算出，组长可以更正。"),
    }  # fmt: skip
    return {key: capital(text) for key, text in found.items()}


@cache
def _template() -> Any:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return environment.from_string(TEMPLATE.read_text(encoding="utf-8"))
