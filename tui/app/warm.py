"""Loading what the desks will need while somebody looks at the first screen."""

from __future__ import annotations

from importlib import import_module

from tui.app.lasting import lasting

MODULES = (
    "simulator.records.records", "tui.app.screen.drill_choice", "tui.app.beginning",
    "simulator.records.scorecard", "simulator.drill.sitting", "tui.app.screen.drill_floor",
)  # fmt: skip


def load_desks() -> None:
    """Import only: nothing is opened, read or written. For a thread beside the screen."""
    with lasting("desks"):
        for name in MODULES:
            import_module(name)
        from simulator.records.where import database_url, sqlite_file

        file = sqlite_file(database_url())
        if file is not None and not file.exists():
            # A new file is brought up to date first, which takes a library of its own.
            import_module("simulator.records.migration")
