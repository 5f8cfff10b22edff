"""Keeping plans: save the shown run, open, compute again, rename and drop saved ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual import work

from sops.language import _
from sops.problem import printable
from tui.app.planning.process import Run, Wrong
from tui.app.planning.saved import SavedList
from tui.app.refused import refusals
from tui.app.screen.ask import Ask, Field

if TYPE_CHECKING:
    from textual.screen import Screen

    from tui.app.planning.desk import Desk, Done

    Base = Screen[None]
else:
    Base = object


class Keeping(Base):
    """For the planning desk's screen."""

    if TYPE_CHECKING:

        @property
        def desk(self) -> Desk: ...

        def show(self, done: Done | None) -> None: ...

        def start(self, run: Run, beside: Any = None) -> None: ...

    def action_keep(self) -> None:
        """Ask for a name and save the shown run."""
        done = self.desk.shown
        if done is None:
            self.notify(_("还没有结果可存：先推演或测算一次"), severity="warning")
            return
        named = done.name or " ".join((done.title, *done.job["sets"]))[:80]
        fields = [Field("name", _("叫什么"), printable(named, 80))]
        self.app.push_screen(Ask(_("存成方案"), fields), lambda given: self._save(done, given))

    def _save(self, done: Done, given: dict[str, str] | None) -> None:
        if given is None:
            return
        app: Any = self.app
        with refusals(self):
            # In a local file the one person there is begins to exist when first asked for.
            assert app.person
            plan = app.records.plans.save(
                name=given["name"], scenario=done.job["source"],
                scenario_hash=done.outcome["fingerprint"], seed=done.job["seed"],
                summary={"outcome": done.outcome, "numbers": done.numbers},
            )  # fmt: skip
            done.name, done.plan_id = plan.name, plan.id
            self.notify(_("存好了，在第 0 页"))
            self.query_one(SavedList).read()

    def on_saved_list_asked(self, event: SavedList.Asked) -> None:
        """Do it."""
        does: dict[str, Callable[[Any], Any]] = {
            "open": self._open, "again": self._again, "rename": self._rename, "drop": self._drop,
        }  # fmt: skip
        does[event.what](event.plan)

    @work(exclusive=True, group="open")
    async def _open(self, plan: Any) -> None:
        known = next((each for each in self.desk.runs if each.plan_id == plan.id), None)
        if known is not None:
            self.show(known)
            return
        try:
            outcome = plan.summary.get("outcome")
            if outcome is None:
                raise Wrong([_("这份方案里没有排班台能看的结果")])
            self.show(await self.desk.take(outcome, plan.name, plan.id))
        except Wrong as wrong:
            self.notify("\n".join(wrong.told[:4]), severity="error", markup=False)

    def _again(self, plan: Any) -> None:
        if self.desk.running is not None:
            self.notify(_("上一次还没算完，F9 停下"), severity="warning")
            return
        outcome = plan.summary.get("outcome")
        if outcome is None:
            self.notify(_("这份方案里没有排班台能看的结果"), severity="error")
            return
        job = dict(outcome["job"])
        if job["kind"] != "whatif":
            # Its own scenario: the library's file may have changed since.
            job["scenario"] = outcome["scenario"]
        self.start(Run(job), plan)

    def tell_whether_equal(self, done: Done, plan: Any) -> None:
        """Whether a plan that was computed again came out as it was saved."""
        kept = plan.summary["outcome"]
        moved = [
            name for name in ("fingerprint", "plan", "figures", "judged", "funnel")
            if kept[name] != done.outcome[name]
        ]  # fmt: skip
        if not moved:
            text = _("{name}：再算一遍，每个数字都和存下的一样")
            self.notify(text.format(name=printable(plan.name)), markup=False)
            return
        text = _("{name}：再算的和存下的不一样（存的时候版本 {old}，现在 {new}；场景{same}）")
        same = _("变了") if "fingerprint" in moved else _("没变")
        told = text.format(
            name=printable(plan.name), old=printable(kept["version"]),
            new=done.outcome["version"], same=same,
        )  # fmt: skip
        self.notify(told, severity="warning", timeout=12, markup=False)

    def _rename(self, plan: Any) -> None:
        fields = [Field("name", _("新名字"), plan.name)]

        def named(given: dict[str, str] | None) -> None:
            if given is not None:
                self._change(plan, lambda plans: plans.rename(plan.id, given["name"]))

        self.app.push_screen(Ask(_("改名"), fields), named)

    def _drop(self, plan: Any) -> None:
        sure = (("no", _("不删")), ("yes", _("删掉，不能恢复")))
        fields = [Field("sure", printable(plan.name), options=sure)]

        def answered(given: dict[str, str] | None) -> None:
            if given is not None and given["sure"] == "yes":
                self._change(plan, lambda plans: plans.drop(plan.id))

        self.app.push_screen(Ask(_("删掉方案"), fields), answered)

    def _change(self, plan: Any, change: Callable[[Any], Any]) -> None:
        records: Any = self.app.records  # type: ignore[attr-defined]
        with refusals(self):
            changed = change(records.plans)
            for done in self.desk.runs:
                if done.plan_id == plan.id:
                    done.name = changed.name if changed is not None else done.name
            self.query_one(SavedList).read()
