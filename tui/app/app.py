"""The application: themes, language, the desks, help."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import partial
from typing import Any, ClassVar

from textual import events
from textual.app import App, SystemCommand
from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Input, Static

from simulator.records.where import URL_VARIABLE
from sops.language import LANGUAGES, N_, _, current_language, set_language
from tui.app.binding import SMALLEST, too_small
from tui.app.desk_right import REFUSED, may_sit
from tui.app.key_order import KeyOrder
from tui.app.pasted import in_one_line, pasted
from tui.app.preference import Preference, load_preference, save_preference
from tui.app.theme import THEMES
from tui.app.warm import load_desks
from tui.app.whole_characters import keep_characters_whole

keep_characters_whole()


class ShapanApp(App[None]):
    """One app for the trainee, the lead and the planner."""

    TITLE = "Shapan 沙盘"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[Any]] = [
        Binding("f1", "help", N_("帮助"), priority=True),
        Binding("ctrl+o", "leader", N_("菜单"), priority=True),
        Binding("ctrl+q", "quit", N_("退出"), priority=True, show=False),
    ]

    def __init__(self, preference: Preference | None = None, records: Any = None) -> None:
        """`records`: opened already, by whoever starts the app; else opened when needed."""
        self.preference = preference or load_preference()
        if self.preference.language:
            set_language(self.preference.language)
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = (
            self.preference.theme
            if self.preference.theme in self.available_themes
            else (THEMES[0].name)
        )
        self._keys = KeyOrder(self, self._hand_on)
        self._records = records
        self._acting: Any = None
        self.desk: Any = None
        """What lies on the planning desk, once somebody has been there."""

    @property
    def records(self) -> Any:
        """The records as whoever has signed in sees them, opened when first needed."""
        if self._records is None:
            from simulator.records import open_records

            self._records = open_records()
        return self._acting or self._records

    @property
    def person(self) -> str:
        """The id of who uses the app."""
        return str(self.records.caller.person_id or self.records.local_person())

    def may_sit(self, desk: str) -> bool:
        """Whether whoever uses the app may go to a desk; asks for no records that are not open."""
        known = self._acting or self._records
        return may_sit(known.caller if known is not None else None, desk)

    @property
    def role(self) -> str:
        """The role of whoever has signed in; empty at a local file."""
        known = self._acting or self._records
        return "" if known is None or known.caller.trusted else str(known.caller.role)

    def push_screen(self, screen: Any, *args: Any, **options: Any) -> Any:
        """As ever, but to a desk only for those who may sit there, whichever way they come."""
        desk = getattr(screen, "DESK", "")
        if not self.may_sit(desk):
            self.notify(_(REFUSED[desk]), severity="warning")
            return AwaitComplete.nothing()
        return super().push_screen(screen, *args, **options)

    def on_mount(self) -> None:
        """Show the first screen: a shared database asks who is there."""
        from simulator.records.error import RecordsError

        self.set_class(self.preference.density == "compact", "compact")
        try:
            stranger = self._stranger()
        except RecordsError as error:
            self.exit(return_code=2, message=str(error))
            return
        if stranger:
            from tui.app.screen.sign_in import SignIn

            self.push_screen(SignIn())
            return
        self._go_home()

    def _stranger(self) -> bool:
        # A local file needs nobody to sign in, and is not opened before something is read.
        if self._records is None and not os.environ.get(URL_VARIABLE):
            return False
        return not self.records.local and not self.records.caller.person_id

    def signed_in(self, person_id: str) -> None:
        """From here on everything is read and written in the name of this person."""
        self._acting = self._records.acting_as(person_id)
        self.pop_screen()
        self._go_home()

    def _warm(self) -> None:
        self.run_worker(load_desks, thread=True, exit_on_error=False)

    def _go_home(self) -> None:
        from tui.app.screen.home import Home

        self.push_screen(Home())
        # Not in the way of a first key.
        self.set_timer(0.5, self._warm)
        # Whoever trains in a shared house comes to see what is to be done.
        known = self._acting or self._records
        if known is not None and known.caller.person_id and known.caller.role == "trainee":
            from tui.app.screen.my_path import MyPathScreen

            self.push_screen(MyPathScreen())

    async def on_unmount(self) -> None:
        """Close the records and leave nothing running."""
        if self.desk is not None:
            await self.desk.close()
        if self._records is not None:
            self._records.close()

    async def on_event(self, event: events.Event) -> None:
        """Keys and pastes go one after the other; all else as ever."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._keys.take(event)
            return
        await super().on_event(event)

    async def _hand_on(self, event: events.Event) -> None:
        # Whatever is pasted, into whatever box, is what can be seen of it.
        if isinstance(event, events.Paste):
            event.text = pasted(event.text)
            if isinstance(self.focused, Input):
                event.text = in_one_line(event.text)
        await super().on_event(event)

    def on_resize(self, event: Any) -> None:
        """Say so where the window is too small."""
        small = event.size.width < SMALLEST[0] or event.size.height < SMALLEST[1]
        self.set_class(small, "too-small")
        for screen in self.screen_stack:
            for line in screen.query("#too-small").results(Static):
                line.update(too_small(event.size), layout=False)

    # What every screen offers ---------------------------------------------------------------

    async def action_quit(self) -> None:
        """Quit; a screen that cannot simply be left asks first."""
        held: Any = next((s for s in self.screen_stack if getattr(s, "holds", False)), None)
        if held is None:
            self.exit()
        else:
            held.action_leave()

    def get_key_display(self, binding: Binding) -> str:
        """F2 as the texts of the app call it; others as Textual shows them."""
        shown = super().get_key_display(binding)
        return shown.upper() if shown[1:].isdigit() else shown

    def action_help(self) -> None:
        """Help about the part that has the focus."""
        from tui.app.screen.help import Help

        if isinstance(self.screen, Help):
            self.pop_screen()
        else:
            self.push_screen(Help(self.focused, self.screen))

    def action_leader(self) -> None:
        """Everything there is to do, behind one key."""
        from tui.app.screen.leader import Leader

        if not isinstance(self.screen, Leader):
            self.push_screen(Leader(self.choices()))

    def choices(self, screen: Screen[Any] | None = None) -> list[tuple[str, str, str]]:
        """Key, text and action of everything there is to do on a screen, else on the top one."""
        top: Any = screen or self.screen
        found = list(getattr(top, "choices", getattr(top, "CHOICES", ())))
        return [
            *found,
            ("t", N_("换一种配色"), "app.next_theme"),
            ("d", N_("疏密切换"), "app.density"),
            ("l", N_("中文 / English"), "app.language"),
            ("q", N_("退出"), "app.quit"),
        ]

    def action_next_theme(self) -> None:
        """Dark, light, high contrast, and round again."""
        names = [theme.name for theme in THEMES]
        here = names.index(self.theme) if self.theme in names else -1
        self.theme = names[(here + 1) % len(names)]
        self._prefer(theme=self.theme)

    def action_density(self) -> None:
        """Cosy or compact."""
        compact = self.preference.density == "cosy"
        self.set_class(compact, "compact")
        self._prefer(density="compact" if compact else "cosy")

    async def action_language(self) -> None:
        """The other language; screens are drawn anew, those below the top one too."""
        from tui.app.redrawing import redraw

        other = next(each for each in LANGUAGES if each != current_language())
        set_language(other)
        self._prefer(language=other)
        self.refresh_bindings()
        for screen in self.screen_stack[1:]:
            await redraw(screen)
        self.notify(_("界面语言：中文") if other == "zh" else "Language: English")

    def action_command_palette(self) -> None:
        """Everything there is to do, to be found by its words."""
        from tui.app.screen.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))

    def _prefer(self, **changes: Any) -> None:
        self.preference = self.preference.with_(**changes)
        save_preference(self.preference)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Every choice is in the palette too."""
        for _key, text, action in self.choices(screen):
            yield SystemCommand(_(text), "", partial(self.call_later, self.run_action, action))
