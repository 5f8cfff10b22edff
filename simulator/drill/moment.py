"""Whether an empathy moment was met by the agent's next reply (D8)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scenarios.drill.case import Case
from scenarios.drill.customer import Moment
from simulator.drill.conversation.heard import Heard
from sops.folding import fold
from sops.pattern import compiled

PROCEDURE = frozenset(
    {"ask", "tell", "commit", "promise_time", "refuse", "offer_alternative", "compensate",
     "check_solved", "invite_rating", "close"}
)  # fmt: skip
"""Acts that deal with the matter; a greeting and a request to wait do not."""
ECHO_SHARE = 0.6
"""A sentence that shares so many of its short pieces with the customer's words is echo."""
ECHO_PIECE = {"zh": 4, "en": 12}
COPIED = {"zh": 8, "en": 36}
"""So many of the customer's characters in a row are their words, not the agent's."""
COPIED_CLAUSE = {"zh": 6, "en": 10}
"""And so many where they are a clause of their own."""
SAME_SHAPE = 0.55
_CLAUSE_END = re.compile(r"[。！？!?\n]|(?<=[a-z])\.(?=\s|$)")
_NUMBER = re.compile(r"[0-9０-９一二两三四五六七八九十百千万]+")
_PART = re.compile(r"[^，。！？；：、,.!?;:\n“”\"]+")
_SPECIAL = re.compile(r"[{}]")
_FILLER = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Met:
    """How a moment was met.

    `acknowledged`: the feeling was named or the reply is warm about this case (er 2);
    `about`: and about this case, in the customer's own terms but not their own words;
    `before`: and before any procedure. `start`, `end`: where in message `message` it stands.
    """

    acknowledged: bool = False
    about: bool = False
    before: bool = False
    message: int = 0
    start: int = 0
    end: int = 0
    shape: str = ""


def met(case: Case, moment: Moment, cue: str, messages: Sequence[tuple[str, Heard]]) -> Met:
    """The best that one reply (its messages in order) makes of a moment.

    `cue` is what the customer has said so far: to give any of it back is no understanding.
    """
    about = _patterns(case, moment.about.of(case.language))
    names = _patterns(case, moment.names.of(case.language))
    best = Met()
    procedure = False
    for number, (text, heard) in enumerate(messages):
        folded = fold(text)
        first = _first_procedure(heard)
        for start, end in _sentences(text):
            found = _sentence(case, folded, start, end, heard, cue, about, names)
            if found is None:
                continue
            before = not procedure and (first is None or start <= first)
            here = Met(
                True, found, found and before, number, start, end,
                shape_of(text[start:end], _values(case)),
            )  # fmt: skip
            if (here.about, here.before) > (best.about, best.before) or not best.acknowledged:
                best = here
        procedure = procedure or first is not None
    return best


def speaks_of(case: Case, moment: Moment, text: str) -> bool:
    """Whether a text says one of the things that the moment is about."""
    folded = fold(text)
    return any(p.search(folded) for p in _patterns(case, moment.about.of(case.language)))


def _sentence(
    case: Case, folded: str, start: int, end: int, heard: Heard, cue: str,
    about: Sequence[re.Pattern[str]], names: Sequence[re.Pattern[str]],
) -> bool | None:  # fmt: skip
    """None: no feeling in this sentence; else whether it is about this case."""
    piece = folded[start:end]
    own = own_words(piece, cue, case.language)
    here = {a["id"] for a in heard.places() if a["start"] < end and a["end"] > start}
    warm = "acknowledge_feeling" in here or any(pattern.search(own) for pattern in names)
    sorry = here & {"apologise", "reassure"} and "refuse" not in here
    if not warm and not (sorry and heard.er >= 2):
        return None
    if is_echo(piece, cue, ECHO_PIECE[case.language]):
        return None
    return any(pattern.search(own) for pattern in about) and not _recited(piece, case)


def _recited(piece: str, case: Case) -> bool:
    """Whether a sentence is a phrase of the SOP with its slots open, or one that has none (D1):
    truthfully filled it would be the agent's own."""
    if "{" in piece:
        return True
    for phrase in case.sop.phrases:
        text = phrase.better.en if case.language == "en" else phrase.better.zh
        for start, end in _sentences(text):
            part = text[start:end]
            bare = "{" not in part
            if bare and same_shape(shape_of(part, ()), shape_of(piece, ())):
                return True
    return False


def is_echo(piece: str, cue: str, length: int = 4) -> bool:
    """Whether a sentence only gives the customer's words back."""
    theirs = _pieces(fold(cue), length)
    mine = frozenset().union(*(_pieces(part, length) for part in _PART.findall(fold(piece))))
    return bool(mine) and len(mine & theirs) / len(mine) >= ECHO_SHARE


def own_words(piece: str, cue: str, language: str) -> str:
    """A sentence without what is copied from the customer: long stretches, and whole clauses.

    A word of theirs taken up is understanding; a line of theirs with a formula before it is not.
    """
    copied, clause = COPIED[language], COPIED_CLAUSE[language]
    places = [at for at, each in enumerate(piece) if not _FILLER.fullmatch(each)]
    mine, theirs = "".join(piece[at] for at in places), _FILLER.sub("", fold(cue))
    runs = {theirs[at : at + copied] for at in range(len(theirs) - copied + 1)}
    taken: set[int] = set()
    for at in range(len(mine) - copied + 1):
        if mine[at : at + copied] in runs:
            taken |= set(places[at : at + copied])
    for part in _PART.finditer(piece):
        bare = _FILLER.sub("", part.group())
        if len(bare) >= clause and bare in theirs:
            taken |= set(range(part.start(), part.end()))
    return "".join("\n" if at in taken else each for at, each in enumerate(piece))


def shape_of(sentence: str, values: Iterable[str]) -> str:
    """A sentence with the case's facts and all numbers masked."""
    text = fold(sentence)
    for value in sorted(map(fold, values), key=len, reverse=True):
        if len(value) > 1:
            text = text.replace(value, "#")
    return _FILLER.sub("", _NUMBER.sub("#", text)).replace("#", "")


def same_shape(one: str, other: str) -> bool:
    """Whether two shapes are one sentence with other facts in it."""
    a, b = _pieces(one, 3), _pieces(other, 3)
    if not a or not b:
        return one == other
    return len(a & b) / min(len(a), len(b)) >= SAME_SHAPE


def _pieces(text: str, length: int = 4) -> set[str]:
    bare = _FILLER.sub("", text)
    return {bare[at : at + length] for at in range(len(bare) - length + 1)}


def _sentences(text: str) -> list[tuple[int, int]]:
    found, start = [], 0
    for match in _CLAUSE_END.finditer(text):
        found.append((start, match.end()))
        start = match.end()
    if start < len(text):
        found.append((start, len(text)))
    return [(a, b) for a, b in found if text[a:b].strip()]


def _first_procedure(heard: Heard) -> int | None:
    starts = [act["start"] for act in heard.places() if act["id"] in PROCEDURE]
    return min(starts, default=None)


def _patterns(case: Case, texts: Iterable[str]) -> list[re.Pattern[str]]:
    """The patterns with the case's values in them, taken as plain words."""
    return [
        compiled(_SPECIAL.sub(" ", shown) if shown != text else text, case.language)
        for text in texts
        for shown in [str(case.fill(text))]
        if shown.strip()
    ]


def _values(case: Case) -> list[str]:
    return [str(case.fill("{" + name + "}")) for name in case.values]
