"""Signing in to a shared database: password, one-time code, the first administrator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input, Static

from sops.language import N_, _
from sops.problem import printable
from tui.app.binding import WordedFooter

WAYS = ("password", "code", "first")
TOLD = {
    "password": N_("登录名和密码，回车登录。第一次来、手里是一次性码，按 F2。"),
    "code": N_("第一次来，或密码重置过：写管理员给的一次性码，再定一个密码。"),
    "first": N_("还没有任何人的新库：在这里建第一位管理员。之后的人由管理员添加。"),
}
FIELDS = {"password": ("login", "password"), "code": ("login", "code", "password"),
          "first": ("login", "name", "password")}  # fmt: skip


class SignIn(Screen[None]):
    """One form for the three ways; F2 goes round them."""

    CSS_PATH = "sign_in.tcss"
    HELP = N_(
        "多人共用的记录库要先登录。F2 换方式：密码、一次性码、建第一位管理员。"
        "忘了密码请管理员重置，会得到一个新的一次性码。"
    )
    CHOICES = (("w", N_("换登录方式"), "screen.way"),)
    BINDINGS: ClassVar[list[Any]] = [("f2", "way", N_("换方式"))]

    @dataclass
    class Known(Message):
        """Somebody has shown who they are."""

        person_id: str

    @dataclass
    class Refused(Message):
        """Nobody has; `text` says what to do, `field` is to be written again."""

        text: str
        field: str

    def __init__(self) -> None:
        super().__init__()
        self._way = "password"

    def compose(self) -> ComposeResult:
        """The form."""
        place = self.app.records.place  # type: ignore[attr-defined]
        with Vertical(id="form", classes="pane") as box:
            box.border_title = _("登录")
            yield Static(printable(place, 200), markup=False, classes="faint")
            yield Static("", id="told")
            yield Input(placeholder=_("登录名"), id="login")
            yield Input(placeholder=_("姓名"), id="name")
            yield Input(placeholder=_("一次性码"), id="code")
            yield Input(placeholder=_("密码"), password=True, id="password")
            yield Static("", id="refused", classes="alert", markup=False)
        yield WordedFooter()

    def on_mount(self) -> None:
        """Show the first way."""
        self._show()

    def drawn_anew(self) -> None:
        """The same way."""
        self._show()

    def action_way(self) -> None:
        """The next way."""
        self._way = WAYS[(WAYS.index(self._way) + 1) % len(WAYS)]
        self._show()

    def _show(self) -> None:
        self.query_one("#told", Static).update(_(TOLD[self._way]))
        self.query_one("#refused", Static).update("")
        for field in self.query(Input):
            field.set_class(field.id not in FIELDS[self._way], "hidden")
        password = _("密码") if self._way == "password" else _("新密码，至少 10 个字符")
        self.query_one("#password", Input).placeholder = password
        self.query_one("#login", Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """On to the next empty field; at the last one, try."""
        fields = [self.query_one(f"#{name}", Input) for name in FIELDS[self._way]]
        empty = next((field for field in fields if not field.value), None)
        if empty is not None:
            empty.focus()
            return
        self.query_one("#refused", Static).update(_("正在核对 …"))
        self._try(self._way, {str(field.id): field.value for field in fields})

    @work(thread=True, exclusive=True)
    def _try(self, way: str, given: dict[str, str]) -> None:
        # In a thread: a password is slow to check, on purpose.
        from simulator.records.error import Conflict, RecordsError

        door = self.app.records.sign_in  # type: ignore[attr-defined]
        asked = {"password": "with_password", "code": "with_code", "first": "first_administrator"}
        try:
            caller = getattr(door, asked[way])(**given)
        except RecordsError as error:
            # A password that may not be one is no fault of the code.
            secret = "code" if way == "code" and not isinstance(error, Conflict) else "password"
            self.post_message(self.Refused(str(error), secret))
            return
        self.post_message(self.Known(caller.person_id))

    def on_sign_in_known(self, event: Known) -> None:
        """Go in."""
        self.app.signed_in(event.person_id)  # type: ignore[attr-defined]

    def on_sign_in_refused(self, event: Refused) -> None:
        """Say why, and take back what was wrong."""
        self.query_one("#refused", Static).update(printable(event.text, 400))
        secret = self.query_one(f"#{event.field}", Input)
        secret.value = ""
        secret.focus()
