"""The app process of one visitor: who that is was settled by the server that started it."""

from __future__ import annotations

import os
import signal
import sys
import time
from threading import Thread

LOOK_S = 1.0
GRACE_S = 5.0


def main() -> int:
    """Run the app as the person in the environment; 2 where there is none."""
    from tui.served.service import PERSON

    person = os.environ.pop(PERSON, "")
    if not person:
        return 2
    os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
    from simulator.records import open_records
    from tui.app.app import ShapanApp

    Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    app = ShapanApp(records=open_records(served=True).acting_as(person))
    app.run()
    return app.return_code or 0


def _end_with(server: int) -> None:
    """End the app when its server has gone: killed, it could not say so."""
    while os.getppid() == server:
        time.sleep(LOOK_S)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_S)
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
