"""Three looks: dark, light, and high contrast. One ground colour, one accent, one alert.

Text reaches 4.5 : 1 on what it stands on, 7 : 1 in high contrast; lines round what has no focus
are quiet in the first two, and seen well in the third.
"""

from __future__ import annotations

from textual.theme import Theme

THEMES = (
    Theme(
        name="shapan-dark", primary="#5fb3b3", secondary="#8fa1b3", accent="#5fb3b3",
        warning="#d9a441", error="#e06c6c", success="#7fb77e", foreground="#d8dee9",
        background="#16191f", surface="#1c2129", panel="#232a34", dark=True,
        variables={"border-blurred": "#3b4654"},
    ),
    Theme(
        name="shapan-light", primary="#1f6f78", secondary="#5c6773", accent="#1f6f78",
        warning="#9a6700", error="#b3261e", success="#2e7d32", foreground="#1f2328",
        background="#fbfaf7", surface="#f3f1ec", panel="#e9e6df", dark=False,
        variables={"border-blurred": "#c9c3b6"},
    ),
    Theme(
        name="shapan-contrast", primary="#ffff00", secondary="#ffffff", accent="#00ffff",
        warning="#ffff00", error="#ff6060", success="#60ff60", foreground="#ffffff",
        background="#000000", surface="#000000", panel="#101010", dark=True,
        variables={"border-blurred": "#b0b0b0", "input-selection-background": "#004a80"},
    ),
)  # fmt: skip
