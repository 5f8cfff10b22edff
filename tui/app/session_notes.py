"""What people said about a session: overrides, comments, appeals, certificates."""

from __future__ import annotations

from typing import Any

from sops.language import N_, _
from sops.problem import printable
from tui.item_title import item_title
from tui.terminal.cell import wrap

STATES = {"open": N_("等答复"), "granted": N_("成立"), "declined": N_("不成立")}


def notes_of(records: Any, session_id: str, width: int) -> list[str]:
    """The lines under a scorecard, oldest first; blind scores are not among them."""
    from simulator.review.lapse import has_lapsed

    session = records.sessions.get(session_id)
    lines: list[str] = []
    for each in records.reviews.list(session_id=session_id):
        if each.kind == "override":
            text = _("改分 {item}：{old} → {new}，理由：{reason}")
            lines.append(text.format(
                item=item_title(each.item or "", session.sop_id, session.drill_id),
                old=f"{each.old_points:g}", new=f"{each.new_points:g}",
                reason=printable(each.reason, 400),
            ))  # fmt: skip
        elif each.assignment_id is not None:
            lines.append(_("退回再练：{text}").format(text=printable(each.reason, 400)))
        elif each.kind == "comment":
            lines.append(_("评语：{text}").format(text=printable(each.reason, 400)))
    for each in records.appeals.list(session_id=session_id):
        about = item_title(each.item, session.sop_id, session.drill_id) if each.item else _("整场")
        text = _("申诉 {item}：{reason}（{state}）{answer}")
        lines.append(text.format(
            item=about, reason=printable(each.reason, 400), state=_(STATES[each.state]),
            answer=printable(each.answer or "", 400),
        ))  # fmt: skip
    for each in records.certificates.list(person_id=session.person_id, sop_id=session.sop_id):
        lapsed = _("（SOP 已改，失效）") if has_lapsed(each) else ""
        lines.append(_("证书：{day} 签发").format(day=f"{each.signed_at:%Y-%m-%d}") + lapsed)
    wrapped = [part for line in lines for part in wrap(line, width)]
    return ["", _("评阅"), *wrapped] if wrapped else []
