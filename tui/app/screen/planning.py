"""The planning desk: choose a scenario, change it, run it, read the plan, compare, keep it."""

from __future__ import annotations

import time
from typing import Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static, TabbedContent, TabPane

from sops.language import N_, _
from tui.app.binding import WordedFooter
from tui.app.planning.desk import Desk, Done, kind_title
from tui.app.planning.form import Form
from tui.app.planning.keeping import Keeping
from tui.app.planning.process import Run, Wrong
from tui.app.planning.results import HeatPage, ResultPage
from tui.app.planning.runs import RunList
from tui.app.planning.saved import SavedList
from tui.app.planning.scenarios import ScenarioList
from tui.app.planning.status import status_text

PAGES = {
    "choose": N_("场景"), "change": N_("改动"), "overview": N_("总览"), "people": N_("人数"),
    "heat": N_("热力"), "targets": N_("目标"), "figures": N_("指标"), "about": N_("依据"),
    "compare": N_("比较"), "saved": N_("存的方案"),
}  # fmt: skip
_RESULTS = ("overview", "people", "targets", "figures", "about")


class Planning(Keeping, Screen[None]):
    """Pages by number. A run is a process of its own, and so is whatever draws its pages."""

    DESK = "plan"
    CSS_PATH = "planning.tcss"
    HELP = N_(
        "数字键换页（在输入框里用 Ctrl+O 再按数字）：1 选场景，2 改数字，3 到 8 看结果，9 比较，"
        "0 存好的方案。F5 照现有人数推演，F6 按目标测算人数，F7 逐个试杠杆，F9 停下，F2 存成方案。"
    )
    CHOICES = (
        ("s", N_("推演现有人数"), "screen.run('simulate')"),
        ("p", N_("按目标测算人数"), "screen.run('plan')"),
        ("w", N_("逐个试杠杆"), "screen.run('whatif')"), ("x", N_("停下"), "screen.cancel"),
        ("k", N_("存成方案"), "screen.keep"), ("m", N_("标上这一次来比"), "screen.mark"),
        ("a", N_("方案：再算一遍"), "screen.saved('again')"),
        ("n", N_("方案：改名"), "screen.saved('rename')"),
        ("e", N_("方案：删掉"), "screen.saved('drop')"), ("b", N_("返回"), "screen.leave"),
        *((str(n % 10), title, f"screen.page('{name}')")
          for n, (name, title) in enumerate(PAGES.items(), 1)),
    )  # fmt: skip
    BINDINGS: ClassVar[list[Any]] = [
        ("f5", "run('simulate')", N_("推演")), ("f6", "run('plan')", N_("测算")),
        ("f7", "run('whatif')", N_("试杠杆")), ("f9", "cancel", N_("停下")),
        ("f2", "keep", N_("存下")), ("escape", "leave", N_("返回")),
        *((f"{n % 10},{chr(0xFF10 + n % 10)}", f"page('{name}')", "")
          for n, name in enumerate(PAGES, 1)),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._warned_at = -60.0

    @property
    def desk(self) -> Desk:
        """What lies on the desk; it stays while the app is open."""
        app: Any = self.app
        if app.desk is None:
            app.desk = Desk()
        found: Desk = app.desk
        return found

    def compose(self) -> ComposeResult:
        """The pages, and what is going on."""
        desk = self.desk
        first = "choose" if not desk.source else "change"
        with TabbedContent(initial="overview" if desk.shown else first):
            for number, (name, title) in enumerate(PAGES.items(), 1):
                with TabPane(f"{number % 10} {_(title)}", id=name):
                    yield self._page_of(name)
        yield Static("", id="going-on", markup=False)
        yield WordedFooter()

    def _page_of(self, name: str) -> Any:
        if name in _RESULTS:
            return ResultPage(self.desk, name)
        return {
            "choose": lambda: ScenarioList(self.desk), "change": lambda: Form(self.desk),
            "heat": lambda: HeatPage(self.desk), "compare": lambda: RunList(self.desk),
            "saved": SavedList,
        }[name]()  # fmt: skip

    def on_mount(self) -> None:
        """Go on telling what is going on."""
        self.set_interval(0.5, self._tell)
        self._tell()
        self.call_after_refresh(self.action_page, self.query_one(TabbedContent).active)

    def drawn_anew(self) -> None:
        """Fill what is shown again."""
        self.call_after_refresh(self.action_page, self.query_one(TabbedContent).active)

    def _tell(self) -> None:
        # While the screen is drawn anew in another language there is no such line.
        for line in self.query("#going-on").results(Static):
            line.update(status_text(self.desk))

    # Pages ---------------------------------------------------------------------------------------

    def action_page(self, name: str) -> None:
        """Turn to a page."""
        self.query_one(TabbedContent).active = name
        pane = self.query_one(f"#{name}", TabPane)
        first = next((w for w in pane.query("*") if w.focusable and w.display), None)
        if first is not None:
            first.focus()

    def on_tabbed_content_tab_activated(self, event: TabbedContent.TabActivated) -> None:
        """What lies behind may have changed meanwhile."""
        name = event.pane.id
        if name == "compare":
            self.query_one(RunList).fill()
        elif name == "heat":
            self.query_one(HeatPage).draw()
        elif name in _RESULTS:
            self.query_one(f"#page-{name}", ResultPage).draw()

    def on_scenario_list_chosen(self, event: ScenarioList.Chosen) -> None:
        """On to its form."""
        self.desk.choose(event.name)
        self.query_one(ScenarioList).chosen()
        self.query_one(Form).open()
        self.action_page("change")
        self._tell()

    def on_form_checked(self, _event: Form.Checked) -> None:
        """The form may be runnable now."""
        self._tell()

    def on_run_list_opened(self, event: RunList.Opened) -> None:
        """Show a run."""
        self.show(self.desk.run_of(event.key))

    def show(self, done: Done | None) -> None:
        """Show a run on the pages of results."""
        if done is None:
            return
        self.desk.shown = done
        self.query_one(RunList).fill()
        for page in self.query(ResultPage):
            page.draw()
        self.query_one(HeatPage).draw()
        self.action_page("overview")
        self._tell()

    def action_mark(self) -> None:
        """Mark the run under the cursor of the page of runs."""
        self.action_page("compare")
        self.query_one(RunList).action_mark()

    def action_saved(self, what: str) -> None:
        """Do something with the plan under the cursor of the page of plans."""
        self.action_page("saved")
        self.query_one(SavedList).action_ask(what)

    # Running -------------------------------------------------------------------------------------

    def action_run(self, kind: str) -> None:
        """Run what the form says, unless something is wrong with it."""
        desk = self.desk
        told = _refusal(desk, kind)
        if told:
            self.notify(told, severity="warning", markup=False)
            if desk.source:
                self.action_page("change")
            return
        assert desk.checked is not None
        self.start(Run(desk.checked["jobs"][kind]))

    def start(self, run: Run, beside: Any = None) -> None:
        """Start a run; `beside` is the saved plan that it should equal."""
        self.desk.begin(run)
        self._tell()
        self._follow(run, beside)

    @work(exclusive=True, group="run", exit_on_error=True)
    async def _follow(self, run: Run, beside: Any) -> None:
        desk = self.desk
        try:
            async for message in run.messages():
                if "outcome" in message:
                    done = await desk.take(message["outcome"])
                    desk.running = None
                    self._ended(done, beside)
                else:
                    desk.progress = (message["stage"], message["done"], message["total"])
                    self._tell()
            if run.stopped:
                self.notify(_("停下了，没有留下结果"))
        except Wrong as wrong:
            if not run.stopped:
                self.notify("\n".join(wrong.told[:4]), severity="error", timeout=12, markup=False)
        finally:
            run.stop()
            if desk.running is run:
                desk.running = None
            if self.is_attached:
                self._tell()

    def _ended(self, done: Done, beside: Any) -> None:
        if not self.is_attached:
            return
        self.show(done)
        if beside is not None:
            self.tell_whether_equal(done, beside)
            return
        seconds = time.monotonic() - self.desk.began
        text = _("{kind}算好了，用了 {seconds} 秒。F2 存成方案")
        self.notify(text.format(kind=kind_title(done.job["kind"]), seconds=f"{seconds:.0f}"))

    def action_cancel(self) -> None:
        """Stop the run."""
        if self.desk.running is None:
            self.notify(_("现在没有在算的"))
        else:
            self.desk.running.stop()

    def action_leave(self) -> None:
        """Back to the desks; while something runs, only when asked twice."""
        now = time.monotonic()
        if self.desk.running is not None and now - self._warned_at > 5.0:
            self._warned_at = now
            self.notify(_("还在算。再按一次 Esc 就停下并离开"), severity="warning")
            return
        if self.desk.running is not None:
            self.desk.running.stop()
        self.app.pop_screen()


def _refusal(desk: Desk, kind: str) -> str:
    """Why nothing can be run now; empty if it can."""
    if desk.running is not None:
        return _("上一次还没算完，F9 停下")
    if not desk.source:
        return _("先在第 1 页选一份场景")
    if desk.checked is None:
        return _("还在检查改动，稍等再按")
    if not desk.checked["jobs"]:
        return _("改动里有不对的地方，改好才能算")
    return str(desk.checked["refusals"].get(kind) or "")
