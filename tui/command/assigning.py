"""What an assignment is about: a drill, or a type of contact."""

from __future__ import annotations

from sops.language import _
from tui.command.refusal import Refusal


def subject_of(named: str) -> dict[str, str]:
    """`drill_id` or `contact_type` of a name; `Refusal` for what is neither."""
    from scenarios.drill.load import drill_names
    from sops.problem import Problems, printable
    from sops.sop.load import load_sop, sop_names

    if named in drill_names():
        return {"drill_id": named}
    for sop in sop_names():
        try:
            if load_sop(sop).contact_type == named:
                return {"contact_type": named}
        except Problems:
            continue
    text = _("没有叫 {name} 的演练或业务；shapan drill list 列出演练，shapan sop list 列出业务")
    raise Refusal(text.format(name=printable(named)))
