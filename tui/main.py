"""The entry point of `shapan`: sees to it that the packages are ours, then runs the command line.

Nothing heavy is imported at the top of any file on the way: `shapan --help` has to be quick.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

PACKAGES = ("sops", "scenarios", "simulator", "tui")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line; returns the exit code.

    0 done, 1 a check that did not hold, 2 a mistake in what was written, 130 interrupted.
    """
    strangers = foreign_packages()
    if strangers:
        # Neither catalogue nor language can be trusted here.
        print(
            f"这些包不是沙盘的 / not Shapan's own packages: {', '.join(strangers)}\n"
            "请装进单独的环境 / install Shapan into an environment of its own (pipx, venv)",
            file=sys.stderr,
        )
        return 2
    given = sys.argv[1:] if arguments is None else arguments
    if sys.stdin.isatty() and sys.stdout.isatty() and not _commands(given):
        # The app alone needs none of the commands, which take longer to load than it does.
        from tui.app.start import start

        return start()
    from tui.command.run import run

    return run(given)


def _commands(arguments: Sequence[str]) -> bool:
    """Whether there is anything for the command line to do; else the language is set."""
    from sops.language import set_language
    from tui.command.language_argument import take_language

    language, rest, wrong = take_language(arguments)
    if rest or wrong is not None:
        return True
    set_language(language)
    return False


def foreign_packages() -> list[str]:
    """Names of our packages that Python would take from somewhere else.

    Packages of other projects are called `sops` and `tui` too; ours stand side by side.
    """
    home = Path(__file__).resolve().parent.parent
    return [name for name in PACKAGES if _place(name) != home / name]


def _place(name: str) -> Path | None:
    spec = find_spec(name)
    origin = spec.origin if spec else None
    return Path(origin).resolve().parent if origin else None


if __name__ == "__main__":
    sys.exit(main())
