"""The app process of one visitor: who that is was settled by the server that started it."""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Run the app as the person in the environment; 2 where there is none."""
    from tui.served.gate import PERSON

    person = os.environ.pop(PERSON, "")
    if not person:
        return 2
    os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
    from simulator.records import open_records
    from tui.app.app import ShapanApp

    app = ShapanApp(records=open_records(served=True).acting_as(person))
    app.run()
    return app.return_code or 0


if __name__ == "__main__":
    sys.exit(main())
