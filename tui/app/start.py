"""Starting the app: what has to be set before Textual is imported."""

from __future__ import annotations

import os


def start() -> int:
    """Run the app; returns the exit code."""
    # Under the Kitty keyboard protocol a word committed by a Chinese input method arrives as
    # rubbish keys, so the protocol stays off unless somebody asks for it.
    os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
    from tui.app.app import ShapanApp

    app = ShapanApp()
    app.run()
    return app.return_code or 0
