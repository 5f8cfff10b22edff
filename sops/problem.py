"""A mistake in somebody's file: where it is, and what is wrong and what is expected."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

SHOWN_CHARACTERS = 80

# Joiners are needed to spell some scripts and emoji; they cannot reorder or hide text.
_HARMLESS = frozenset("\u200c\u200d")
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_SHORT_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def printable(text: object, limit: int | None = SHOWN_CHARACTERS) -> str:
    """`text` safe to show on a terminal, at most `limit` characters long (None: any length).

    Terminal controls (C0, C1, ESC), bidi and other invisible controls, line separators and
    lone surrogates become `\\xNN` or `\\uNNNN`. A text that is too long ends in `…`.
    Escaping what is already escaped changes nothing.
    """
    shown: list[str] = []
    length = 0
    for character in str(text):
        piece = _escaped(character)
        if limit is not None and length + len(piece) > limit:
            return _cut(shown, limit) + "…"
        shown.append(piece)
        length += len(piece)
    return "".join(shown)


def hidden(text: str) -> str:
    """The first character of `text` that nobody sees and that could do harm, but for line breaks
    and tabs; empty if there is none."""
    if text.isprintable():
        return ""
    kept = (c for c in text if c not in "\n\t" and _escaped(c) != c)
    return next(kept, "")


def _cut(pieces: list[str], limit: int) -> str:
    """As many whole pieces as leave room for the ellipsis."""
    while pieces and sum(map(len, pieces)) > limit - 1:
        pieces.pop()
    return "".join(pieces)


def _escaped(character: str) -> str:
    if character in _HARMLESS or unicodedata.category(character) not in _HIDDEN_CATEGORIES:
        return character
    code = ord(character)
    if character in _SHORT_ESCAPES:
        return _SHORT_ESCAPES[character]
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One mistake. `line` and `col` count from 1; line 0 means the place has no line."""

    file: str
    line: int
    col: int
    path: str
    message: str

    def __str__(self) -> str:
        """`file:line:col  path  message` on one line, safe to print."""
        place = printable(self.file, 400)
        if self.line:
            place = f"{place}:{self.line}:{self.col}"
        parts = (place, printable(self.path, 400), printable(self.message, None))
        return "  ".join(part for part in parts if part)


class Problems(Exception):
    """All mistakes found in somebody's input, in the order of their places, each once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))
