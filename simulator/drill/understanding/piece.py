"""Pieces of clauses: where negation, questions and conditions stop to reach (D4)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from simulator.drill.understanding.clause import Clause

LONGEST = 160
"""No piece is longer, in characters."""
_ZH_BREAK = re.compile(
    r"(?<=.)(?=(?:但是?|不过|可是|然而|而是|因为|由于|所以|因此|然后|而且|并且|同时|只是|其实(?!是))(?!大|愿))"
    r"|(?<![0-9])[:：]|[:：](?![0-9])"
)
_EN_SUBJECT = (
    r"i|we|you|it|he|she|they|this|that|there|the|your|our|please|if|once|unless|is|are|do|does|did"
    r"|can|could|would|will|what|when|where|how|not|refunds?|returns?|orders?"
)
_EN_BREAK = re.compile(
    rf"\s(?=(?:and|so|then)\s(?:{_EN_SUBJECT})\b|(?:but|because|however|although|though|since"
    rf"|while)\s)"
    r"|:\s"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """The words at `text[start:end]`, in clause number `clause` of sentence `sentence`.

    `asks`: a question mark follows them.
    """

    text: str
    start: int
    end: int
    clause: int
    sentence: int
    asks: bool


def pieces_of(text: str, clauses: Sequence[Clause], lang: str) -> tuple[Piece, ...]:
    """Clauses cut at their conjunctions; `text` is folded, and places are places in it."""
    pattern = _EN_BREAK if lang == "en" else _ZH_BREAK
    found: list[Piece] = []
    for number, clause in enumerate(clauses):
        cuts = list(_cuts(pattern, text, clause))
        for start, end in cuts:
            asks = clause.is_question and (start, end) == cuts[-1]
            words = text[start:end]
            found.append(Piece(words, start, end, number, clause.sentence, asks))
    return tuple(found)


def _cuts(pattern: re.Pattern[str], text: str, clause: Clause) -> Iterator[tuple[int, int]]:
    start = clause.start
    end = clause.end
    for match in pattern.finditer(text, clause.start, clause.end):
        if start < match.start() <= start + LONGEST:
            yield start, match.start()
            start = match.end()
    # No clause that anybody means is so long; this keeps the time linear.
    while end - start > LONGEST:
        yield start, start + LONGEST
        start += LONGEST
    if end > start:
        yield start, end


def piece_at(pieces: Sequence[Piece], place: int) -> int:
    """The number of the piece at a place, or of the last one that begins before it."""
    low, high = 0, len(pieces)
    while low < high:
        middle = (low + high) // 2
        if pieces[middle].start <= place:
            low = middle + 1
        else:
            high = middle
    return max(0, low - 1)
