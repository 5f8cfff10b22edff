"""`--lang`, taken out of a command line before anything else looks at it."""

from __future__ import annotations

from collections.abc import Sequence

from sops.language import LANGUAGES


def take_language(arguments: Sequence[str]) -> tuple[str | None, list[str], str | None]:
    """The language of `--lang`, wherever it stands; the other arguments; a value that is wrong.

    Taken out by hand because help texts need it before anything is parsed.
    """
    language: str | None = None
    rest: list[str] = []
    given = list(arguments)
    while given:
        argument = given.pop(0)
        if argument == "--":
            return language, [*rest, argument, *given], None
        name, equals, value = argument.partition("=")
        if name != "--lang":
            rest.append(argument)
            continue
        if not equals:
            value = given.pop(0) if given else ""
        if value not in LANGUAGES:
            return language, rest, value
        language = value
    return language, rest, None
