"""How many customers at once, and who they are."""

from __future__ import annotations

import random
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from sops.language import N_, _, current_language

FEWEST, MOST = 2, 5


class ManyChoice(ModalScreen[None]):
    """Choose a number; chats of different kinds are drawn from the library."""

    HELP = N_("选同时接待几位；演练从库里随机抽，业务各不相同。")
    BINDINGS: ClassVar[list[Any]] = [
        ("escape", "dismiss", ""),
        *((str(n), f"begin({n})", "") for n in range(FEWEST, MOST + 1)),
    ]

    def compose(self) -> ComposeResult:
        """Two to five."""
        with Vertical(classes="dialog") as box:
            box.border_title = _("同时接待")
            yield OptionList(
                *(Option(_("{n} 位顾客").format(n=n), id=str(n))
                  for n in range(FEWEST, MOST + 1))
            )  # fmt: skip
            yield Static(_("每 20 秒来一位，一个钟走到底。"), classes="faint")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """By enter or mouse."""
        self.action_begin(int(str(event.option.id)))

    def action_begin(self, number: int) -> None:
        """Draw the drills and open the floor."""
        from tui.app.screen.many_floor import ManyFloor

        app = self.app
        sittings = draw(app.records, app.person, number)  # type: ignore[attr-defined]
        self.dismiss()
        app.push_screen(ManyFloor(sittings))


def draw(records: Any, person_id: str, number: int) -> list[Any]:
    """So many chats of different SOPs, begun on one floor."""
    from scenarios.drill.load import drill_names, load_drill
    from simulator.drill.exam import practice_seed
    from simulator.drill.sitting import begin
    from simulator.records.identity import new_id
    from sops.problem import Problems

    found: dict[str, Any] = {}
    names = list(drill_names())
    random.shuffle(names)
    for name in names:
        try:
            drill, sop = load_drill(name)
        except Problems:
            continue
        language = current_language() if current_language() in drill.languages else "zh"
        if drill.channel == "chat" and sop.id not in found:
            found[sop.id] = (drill, sop, language)
        if len(found) == number:
            break
    floor = new_id()
    return [
        begin(
            records, person_id, drill, sop, practice_seed(drill),
            language=language, floor_id=floor,
        )
        for drill, sop, language in found.values()
    ]  # fmt: skip
