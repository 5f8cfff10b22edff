"""A message as clauses, the pieces that carry acts (rule D4)."""

from __future__ import annotations

import re
from dataclasses import dataclass

# A run of marks, an emoticon of a chat system, or a blank between two Chinese characters.
_ZH = re.compile(
    r"(?:#e-s\[[^\]\n]{0,8}\]\d*|[。!?;\n~…,]|(?<!\d)\.|\.(?!\d)"
    r"|(?<=[^\x00-\x7f])[ ]+(?=[^\x00-\x7f]))[ 。!?;\n~…,.]*"
)
_EN = re.compile(r"(?:[!?;\n~…。]|\.(?![\w])|,(?= )|\s-\s)[ !?;\n~….,。]*")
_STRONG = frozenset("。!?;\n~…#.")
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Clause:
    """The words at `text[start:end]` of a message, in their normalised form.

    `mark` are the marks right after them; clauses of one sentence share `sentence`.
    """

    text: str
    start: int
    end: int
    mark: str
    sentence: int

    @property
    def is_question(self) -> bool:
        """Whether a question mark follows."""
        return "?" in self.mark


def split_clauses(text: str, lang: str) -> tuple[Clause, ...]:
    """The clauses of a normalised text, from left to right; pieces without a letter are none."""
    found: list[Clause] = []
    start = sentence = 0
    for mark in (_EN if lang == "en" else _ZH).finditer(text):
        _add(found, text, start, mark.start(), mark[0], sentence)
        if not _STRONG.isdisjoint(mark[0]):
            sentence += 1
        start = mark.end()
    _add(found, text, start, len(text), "", sentence)
    return tuple(found)


def _add(found: list[Clause], text: str, start: int, end: int, mark: str, sentence: int) -> None:
    piece = text[start:end]
    bare = piece.strip()
    if not bare or not _WORD.search(bare):
        return
    start += piece.index(bare)
    found.append(Clause(bare, start, start + len(bare), mark.strip(), sentence))
