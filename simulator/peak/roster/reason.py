"""Why a shift could not be filled, in words."""

from __future__ import annotations

from simulator.peak.roster.rostered import Unfilled
from sops.language import _


def reason_text(reason: str) -> str:
    """Why somebody cannot take a shift, in words."""
    known = {
        "group": _("不会这个班组的活"),
        "leave": _("请假"),
        "available": _("时间不合"),
        "night": _("不上夜班"),
        "overtime": _("不加班或超过一天的加班"),
        "busy": _("当天已有班"),
        "rest": _("班间休息不够"),
        "row": _("该休息日了"),
        "hours": _("周工时或月加班满了"),
        "free": _("可以上，但排了会让别处缺人"),
    }
    return known.get(reason, reason)


def why_text(unfilled: Unfilled) -> str:
    """`当天已有班 12、请假 3`."""
    if not unfilled.reasons:
        return _("没有人会这个班组的活")
    return _("、").join(f"{reason_text(name)} {n}" for name, n in unfilled.reasons)
