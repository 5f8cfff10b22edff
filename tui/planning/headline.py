"""What came of a run in a few words; only numbers are kept, so it reads in either language."""

from __future__ import annotations

from collections.abc import Mapping

from sops.language import _
from tui.terminal.number import share, whole, yuan

Numbers = Mapping[str, float | None]
"""`kept` of `targets` targets, `most` people, `cost` in yuan, `given_up` as a share of cases."""


def headline(numbers: Numbers) -> str:
    """Targets, people, cost, cases given up."""
    texts = (_("目标 {n}"), _("最多 {n} 人"), _("人工 {n}"), _("放弃的诉求 {n}"))
    told = zip(texts, headline_cells(numbers), strict=True)
    return _("，").join(text.format(n=value) for text, value in told if value)


def headline_titles() -> tuple[str, ...]:
    """What `headline_cells` are called."""
    return _("达标"), _("最多人数"), _("人工"), _("放弃的诉求")


def headline_cells(numbers: Numbers) -> tuple[str, ...]:
    """The same four as cells of a table; empty where there is none."""
    kept, asked = numbers.get("kept") or 0, numbers.get("targets") or 0
    most, cost, given_up = (numbers.get(key) for key in ("most", "cost", "given_up"))
    return (
        f"{whole(kept)}/{whole(asked)}" if asked else "",
        "" if most is None else whole(most),
        "" if cost is None else yuan(cost),
        "" if given_up is None else share(given_up),
    )
