"""`shapan drill understand`: what is heard in an agent's message, and why (D4)."""

from __future__ import annotations

import json as json_text
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from sops.language import N_, _
from tui.command.option import Json
from tui.command.output import put, put_json
from tui.command.refusal import Refusal
from tui.command.subcommand import Subcommand

if TYPE_CHECKING:
    from simulator.drill.understanding.understood import Understood
    from sops.problem import Problem


MAX_BYTES = 256_000_000
LANGUAGES = ("zh", "en")

Text = Annotated[
    str | None, typer.Argument(metavar="[TEXT]", help=N_("客服的一条消息；不写就要有 --input"))
]
Context = Annotated[
    str | None, typer.Option("--context", metavar="TEXT", help=N_("客服这句话之前顾客说的话"))
]
MessageLang = Annotated[
    Literal["zh", "en"] | None,
    typer.Option("--message-lang", metavar="zh|en", help=N_("消息的语言；不写就看文字认")),
]
InputFile = Annotated[
    Path | None,
    typer.Option(
        "--input",
        metavar="FILE.jsonl",
        help=N_("每行一个 JSON：text，可有 context 和 lang；和 --json 一起就逐行输出"),
    ),
]


def understand_text(
    text: Text = None,
    context: Context = None,
    message_lang: MessageLang = None,
    input_file: InputFile = None,
    json: Json = False,
) -> None:
    """Understand one message, or each line of a file."""
    if (text is None) == (input_file is None):
        raise Refusal(_("要么写一条消息，要么写 --input FILE.jsonl"))
    if input_file is not None:
        _many(read_messages(input_file), message_lang, json)
        return
    from simulator.drill.understanding.understand import understand

    understood = understand(text or "", context or "", message_lang)
    if json:
        put_json({"text": text, "context": context or "", **understood.as_dict()})
    else:
        _show([(text or "", understood)])


def _many(messages: list[dict[str, Any]], lang: str | None, json: bool) -> None:
    from simulator.drill.understanding.understand import understand

    found = [
        (each, understand(each["text"], each.get("context") or "", each.get("lang") or lang))
        for each in messages
    ]
    if json:
        put(_line(told(each, understood)) for each, understood in found)
    else:
        _show([(each["text"], understood) for each, understood in found])


def _line(answer: dict[str, Any]) -> str:
    """JSON on one line; half a surrogate pair can only be written as an escape."""
    line = json_text.dumps(answer, ensure_ascii=False)
    return line if line.isprintable() else json_text.dumps(answer)


def told(message: dict[str, Any], understood: Understood) -> dict[str, Any]:
    """The line that was read, with what was understood added to it."""
    heard = understood.as_dict()
    return {
        **message,
        **{key: heard[key] for key in ("acts", "slots", "er", "ip", "ex", "evidence")},
    }


def _show(found: Sequence[tuple[str, Understood]]) -> None:
    import sys

    from tui.command.drill_understand_page import understanding_page
    from tui.terminal.screen import Screen

    screen = Screen.of(sys.stdout)
    for number, (text, understood) in enumerate(found):
        put([""] if number else [])
        put(understanding_page(text, understood, screen))


def read_messages(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSONL file; `Problems` with every wrong line. Empty lines are skipped."""
    from sops.problem import Problems
    from sops.source_file import read_text

    messages: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for number, line in enumerate(read_text(path, MAX_BYTES).split("\n"), start=1):
        if not line.strip():
            continue
        found = _message(line, str(path), number)
        if isinstance(found, dict):
            messages.append(found)
        else:
            problems += found
    if problems:
        raise Problems(problems)
    return messages


def _message(line: str, file: str, number: int) -> dict[str, Any] | list[Problem]:
    """The object on a line, or what is wrong with it."""
    from sops.problem import Problem, printable

    try:
        found = json_text.loads(line)
    except json_text.JSONDecodeError as error:
        text = _("这一行不是 JSON：{reason}").format(reason=printable(error.msg))
        return [Problem(file, number, error.colno, "", text)]
    except (RecursionError, ValueError):
        return [Problem(file, number, 1, "", _("这一行不是读得了的 JSON"))]
    if not isinstance(found, dict):
        return [Problem(file, number, 1, "", _("每行应为一个 JSON 对象，如 {example}").format(
            example='{"text": "…"}'))]  # fmt: skip
    return _misfits(found, file, number) or found


def _misfits(found: dict[str, Any], file: str, number: int) -> list[Problem]:
    from sops.problem import Problem, printable

    wrong = []
    if "text" not in found:
        wrong.append(("text", _("缺少 text：客服的一条消息")))
    elif not isinstance(found["text"], str):
        wrong.append(("text", _("应为文字")))
    if not isinstance(found.get("context") or "", str):
        wrong.append(("context", _("应为文字")))
    if found.get("lang") not in (None, *LANGUAGES):
        message = _("应为 zh 或 en，而不是 {value}").format(value=printable(found["lang"]))
        wrong.append(("lang", message))
    return [Problem(file, number, 1, path, message) for path, message in wrong]


COMMAND = Subcommand(
    "understand",
    N_("看懂一句客服的话：有哪些动作、提到什么、共情几分，各凭哪几个字"),
    understand_text,
)
