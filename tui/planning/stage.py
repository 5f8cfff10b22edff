"""The stages of a run, as they are called."""

from __future__ import annotations

from sops.language import N_

STAGES = {
    "compile": N_("首次运行正在编译仿真内核，约需一分钟，仅此一次…"), "read": N_("读场景"),
    "simulate": N_("推演"), "start": N_("估算工作量"), "search": N_("逐步调整"),
    "margin": N_("看余量"), "trim": N_("逐个减人"), "verify": N_("验证"), "levers": N_("试杠杆"),
}  # fmt: skip
