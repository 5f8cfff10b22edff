"""The SOP beside the conversation, in coach mode: the flow of this kind of contact."""

from __future__ import annotations

from textual.containers import VerticalScroll

from sops.language import N_
from sops.sop.graph import tree
from sops.sop.sop import Sop
from tui.app.widget.wrapped import Wrapped, hung


class SopPane(VerticalScroll):
    """The flow as a tree; which way is right is for the trainee to find."""

    HELP = N_("这类业务的流程。走哪条路要看查到的事实；F4 要下一步的提示（扣分）。")
    can_focus = True

    def __init__(self, sop: Sop) -> None:
        super().__init__(Wrapped("\n".join(tree(sop)), breaking=hung))
