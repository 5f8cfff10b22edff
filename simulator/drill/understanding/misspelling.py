"""Slips of the keyboard that change what a cue looks for: 以发货 for 已发货 (D4)."""

from __future__ import annotations

import re

_PREPOSITION = r"(?<![可所予得足加难用给])以"
_ZH = tuple(
    (re.compile(slip), meant)
    for slip, meant in (
        (_PREPOSITION + "(?=经)", "已"),
        # 以签收时间为准 and 以发票为准 are no slips.
        (
            _PREPOSITION + r"(?=(?:发|寄|退|签收|出库|到账|提交|取消|改好|揽收|送达|收到|核对)"
            r"(?!票)(?!.{0,10}为准))",
            "已",
        ),
        (r"[己巳](?=经|发|寄|退|签|到|出库|提交|取消|收到)", "已"),
        (r"(?<![没一不])再(?=路上|途中|仓库|派送|驿站)", "在"),
        (r"帐", "账"),
        (r"(?<=快递)拒", "柜"),
    )
)
_EN = ((re.compile(r"\brecieve"), "receive"),)


def mended(text: str, lang: str) -> str:
    """`text` with such slips put right, as long as before, character for character."""
    for slip, meant in _EN if lang == "en" else _ZH:
        text = slip.sub(meant, text)
    return text
