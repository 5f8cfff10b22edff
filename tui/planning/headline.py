"""What came of a run in a few words; only numbers are kept, so it reads in either language."""

from __future__ import annotations

from collections.abc import Mapping

from sops.language import _
from tui.terminal.number import share, whole, yuan

Numbers = Mapping[str, float | None]
"""`kept` of `targets` targets, `most` people, `cost` in yuan, `given_up` as a share of cases."""


def headline(numbers: Numbers) -> str:
    """Targets, people, cost, cases given up."""
    told = []
    if numbers.get("targets"):
        kept, asked = numbers.get("kept") or 0, numbers["targets"] or 0
        told.append(_("目标 {kept}/{all}").format(kept=whole(kept), all=whole(asked)))
    for key, text, form in (
        ("most", _("最多 {n} 人"), whole), ("cost", _("人工 {n}"), yuan),
        ("given_up", _("放弃的诉求 {n}"), share),
    ):  # fmt: skip
        value = numbers.get(key)
        if value is not None:
            told.append(text.format(n=form(value)))
    return _("，").join(told)
