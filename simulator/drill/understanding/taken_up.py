"""What the agent takes up of what the customer has just told: a name or number that proves who
they are, the trouble they describe (D4)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from simulator.drill.understanding.echo import alike
from simulator.drill.understanding.empathy import lexicon
from simulator.drill.understanding.fact_cue import FactCue
from simulator.drill.understanding.fact_heard import TOLD, FactHeard
from simulator.drill.understanding.piece import Piece
from simulator.drill.understanding.reading import Reading

CONFIDENCE = 0.6
LOOKED_AT = 6
"""What is taken up stands among the first pieces of a message."""
_MARK = re.compile(r"(?<![0-9a-z.])(?=[a-z-]*[0-9])[0-9a-z][0-9a-z-]{2,}(?![0-9a-z%])")
"""Digits of a phone, a card or a batch: 4415, l3308b."""
_ZH_NAME = re.compile(
    r"^(?:我(?:叫|是)|姓名|收件人|抬头)?[:是]?\s?([\u4e00-\u9fff]{2,4})(?=[^\u4e00-\u9fff]|$)"
)
_EN_NAME = re.compile(r"^(?:it's |i'm |my name is |name's )?([a-z]+ [a-z]+)(?=[,.;]|\s[0-9]|$)")


def taken_up(
    facts: Sequence[FactCue], told: Sequence[FactHeard], reading: Reading, context: str
) -> Iterator[FactHeard]:
    """The texts that a message says back to the customer, for facts marked `echo`."""
    known = {each.fact for each in told if each.asserted}
    for fact in facts:
        if not fact.echo or fact.id in known:
            continue
        for number, piece in enumerate(reading.pieces[:LOOKED_AT]):
            if reading.questions[number] or reading.conditions[number] is not None:
                continue
            if _said_back(fact.echo, piece, context, reading.lang):
                words = piece.text
                yield FactHeard(
                    fact.id, TOLD, words, False, piece.start, piece.end, piece.clause, "",
                    CONFIDENCE,
                )  # fmt: skip
                break


def _said_back(kind: str, piece: Piece, context: str, lang: str) -> bool:
    if kind == "matter":
        return alike(piece.text, context, lexicon(lang).common, lang)
    marks = {match[0] for match in _MARK.finditer(context)}
    if any(mark in piece.text for mark in marks):
        return True
    name = (_EN_NAME if lang == "en" else _ZH_NAME).match(context.strip())
    return name is not None and name[1] in piece.text
