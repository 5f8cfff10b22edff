"""Items of a rubric, steps of a SOP and drills in words."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sops.act import feeling_title
from sops.language import N_, _, localized
from sops.library_folder import Stamp, stamp
from sops.problem import printable

if TYPE_CHECKING:
    from scenarios.drill.drill import Drill
    from sops.sop.sop import Sop

PARTS = {
    "end_state": N_("办成的结果"), "told": N_("告知"), "constraints": N_("流程步骤"),
    "time": N_("时效"), "moments": N_("情绪时刻"), "exploring": N_("探问"),
    "ownership": N_("担当"), "closing": N_("收尾"), "penalty": N_("扣分"),
}  # fmt: skip

ITEMS = {
    "first_reply": N_("首次回复"), "replies": N_("每次回复"), "promises": N_("承诺"),
    "promise_broken": N_("承诺没兑现"), "promise_unbacked": N_("承诺没有依据"),
    "needless-transfer": N_("不必要的转接"), "opening": N_("开头"),
}  # fmt: skip


def item_title(item: str, sop_id: str = "", drill_id: str = "") -> str:
    """`constraints:verify` as `流程步骤：核对身份`; a part alone where there is one item in it; a
    moment by the feeling that it is about."""
    part, _colon, rest = item.partition(":")
    name = _(PARTS[part]) if part in PARTS else printable(part)
    if rest in ("", part):
        return name
    feeling = _feeling(drill_id, rest) if part == "moments" else ""
    item = feeling or (_(ITEMS[rest]) if rest in ITEMS else step_title(sop_id, rest))
    return _("{part}：{item}").format(part=name, item=item)


def step_title(sop_id: str, step: str) -> str:
    """The title of a step or a fact of a SOP; its id where the SOP does not know it any more."""
    sop = _sop(sop_id)
    titles: dict[str, Any] = {}
    if sop:
        titles = {fact.id: fact.title for fact in sop.facts}
        titles |= {each.id: each.title for each in sop.steps}
    return localized(titles.get(step)) or printable(step)


def sop_title(sop_id: str) -> str:
    """The title of a SOP; its id where there is none."""
    sop = _sop(sop_id)
    return localized(sop.title) if sop else printable(sop_id)


def _feeling(drill_id: str, beat_id: str) -> str:
    drill = _drill(drill_id)
    beats = drill.customer.beats if drill else ()
    found = next((beat.moment for beat in beats if beat.id == beat_id), None)
    return feeling_title(found.feeling) if found else ""


def drill_title(drill_id: str) -> str:
    """The title of a drill; its id where it is not in the library, or cannot be read."""
    drill = _drill(drill_id)
    return (localized(drill.title) if drill else "") or printable(drill_id)


def _drill(drill_id: str) -> Drill | None:
    from scenarios.drill.load import drill_folders

    return _drill_of(drill_id, stamp(drill_id, drill_folders()))


def _sop(sop_id: str) -> Sop | None:
    from sops.sop.load import sop_folders

    return _sop_of(sop_id, stamp(sop_id, sop_folders()))


# Kept by the file as it is: one that is changed, or one of the user's over it, is read anew.
@lru_cache(maxsize=1_024)
def _drill_of(drill_id: str, _file: Stamp | None) -> Drill | None:
    from scenarios.drill.load import drill_names, load_drill
    from sops.problem import Problems

    try:
        # By name only: what a record calls a drill is not a path to read from.
        return load_drill(drill_id)[0] if drill_id in drill_names() else None
    except Problems:
        return None


@lru_cache(maxsize=1_024)
def _sop_of(sop_id: str, _file: Stamp | None) -> Sop | None:
    from sops.problem import Problems
    from sops.sop.load import load_sop

    try:
        return load_sop(sop_id) if sop_id else None
    except Problems:
        return None
