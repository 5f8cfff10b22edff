"""Quick phrases: common acts of courtesy, to be made one's own before they are sent."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from scenarios.drill.case import Case
from sops.language import N_, _

PHRASES = {
    "zh": ("您好，", "请您稍等，我帮您查一下。", "查到了，", "这件事我来跟进，",
           "请问还有其他可以帮您的吗？", "感谢您的耐心。"),
    "en": ("Hello, ", "One moment please, let me check.", "I have found it: ",
           "I will take care of this, ", "Is there anything else I can help you with?",
           "Thank you for your patience."),
}  # fmt: skip


class Phrases(ModalScreen[str | None]):
    """Choose one; it is put into the reply box."""

    HELP = N_("选一句放进回复框，改成自己的话再发。套话不得分。")
    BINDINGS: ClassVar[list[Any]] = [("escape", "dismiss(None)", "")]

    def __init__(self, case: Case) -> None:
        super().__init__()
        self._texts = PHRASES[case.language]

    def compose(self) -> ComposeResult:
        """The list."""
        with Vertical(classes="dialog") as box:
            box.border_title = _("常用语")
            yield OptionList(*(Option(text) for text in self._texts))
            yield Static(_("套话哪儿都能用，所以不得分：说说这位顾客的事。"), classes="faint")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take it."""
        self.dismiss(self._texts[event.option_index])
