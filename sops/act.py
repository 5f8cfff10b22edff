"""The closed list of what an agent does in a message (D4): ids, and names people read."""

from __future__ import annotations

from sops.language import N_, _

ACTS: dict[str, str] = {
    "greet": N_("问候"),
    "thank": N_("感谢"),
    "apologise": N_("致歉"),
    "acknowledge_feeling": N_("共情"),
    "reassure": N_("安抚承诺"),
    "restate_case": N_("复述确认"),
    "ask": N_("询问"),
    "tell": N_("告知"),
    "ask_to_wait": N_("请稍候"),
    "commit": N_("承诺处理"),
    "promise_time": N_("承诺时限"),
    "refuse": N_("拒绝"),
    "offer_alternative": N_("替代方案"),
    "compensate": N_("补偿"),
    "check_solved": N_("确认解决"),
    "invite_rating": N_("邀评"),
    "close": N_("结束语"),
    "blame": N_("指责"),
    "brush_off": N_("推诿"),
    "forbidden": N_("禁语"),
    "other": N_("其他"),
}
"""Act id → its Chinese name; `other` stands alone and means that no act was recognised."""

FEELINGS: dict[str, str] = {
    "anxious": N_("着急"),
    "angry": N_("生气"),
    "disappointed": N_("失望"),
    "worried": N_("担心"),
    "sad": N_("难过"),
    "embarrassed": N_("难为情"),
    "tired": N_("疲惫"),
    "distrustful": N_("不信任"),
    "confused": N_("困惑"),
    "hopeful": N_("期待"),
}
"""What a customer may feel at an empathy moment (D8)."""


def act_title(act: str) -> str:
    """The name of an act in the current language."""
    return _(ACTS[act])


def feeling_title(feeling: str) -> str:
    """The name of a feeling in the current language."""
    return _(FEELINGS[feeling])
