"""Running a command line: language first, then the command; mistakes become lines on stderr."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence

import typer

from sops.language import _, set_language
from sops.problem import Problems, printable
from tui.command.app import PROGRAM, command
from tui.command.language_argument import take_language
from tui.command.refusal import Refusal, UsageError, usage_message
from tui.file_problem import cause_text

INTERRUPTED = 130
WRONG_INPUT = 2
_CLOSED_PIPE = 141
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


def run(arguments: Sequence[str]) -> int:
    """Run `arguments`; returns the exit code and never raises what a user can cause."""
    language, rest, wrong = take_language(arguments)
    set_language(language)
    if wrong is not None:
        return _refuse(_("--lang 应为 zh 或 en，现在是 “{value}”").format(value=printable(wrong)))
    try:
        code = _invoke(rest)
        sys.stdout.flush()
        return code
    except Problems as found:
        return _refuse(str(found))
    except Refusal as refusal:
        return _refuse(str(refusal))
    except UsageError as error:
        return _refuse(usage_message(error))
    except (KeyboardInterrupt, typer.Abort):
        print("\n" + _("已中断，没有留下写了一半的文件"), file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read us has enough.
        _silence_stdout()
        return _CLOSED_PIPE
    except OSError as error:
        if error.filename is not None:
            place = printable(os.fspath(error.filename), 400)
        elif error.errno in _NO_ROOM:
            # Files that we write tell their names; only the stream has none.
            _silence_stdout()
            place = _("标准输出")
        else:
            raise
        return _refuse(f"{place}  {cause_text(error)}")


def _silence_stdout() -> None:
    """Nothing may complain when Python closes stdout later."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _invoke(arguments: list[str]) -> int:
    root = command()
    try:
        with root.make_context(PROGRAM, arguments) as context:
            root.invoke(context)
    except typer.Exit as done:
        return done.exit_code
    return 0


def _refuse(text: str) -> int:
    print(text, file=sys.stderr)
    return WRONG_INPUT
