"""Authored cues: patterns that give an act away, with what speaks against them (rule D4)."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from simulator.drill.understanding.act import CUE, Act
from simulator.drill.understanding.clause import Clause

FOLDER = Path(__file__).parent / "weights"
CONFIDENCE = 0.95
# That what follows a question answers it is likely, no more.
ANSWERED = 0.6
# Words between quotation marks are somebody else's; an offence in them is no offence.
_QUOTED = re.compile(r"[“\"「『][^“”\"「」『』\n]{1,60}[”\"」』]")
UNQUOTED_ACTS = frozenset({"blame", "brush_off", "forbidden"})


@dataclass(frozen=True, slots=True)
class Cue:
    """`pattern` means `act`, unless `unless` is found in the clauses that it touches."""

    act: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    kind: str


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of a language.

    An act that an example suggests does not count where its veto is found in the clause, or
    where its need is found nowhere in the message or the one before: it is then the act named
    with the need, or none. An act does not count in a clause with one that it `yields` to, nor
    where one that it `precedes` ends the sentence: what led there is told again, not done. An
    act answers something `asked` in the message before, or it is not that act. A message like
    `answer[1]` after one like `answer[0]` tells, if it does nothing else.
    """

    cues: tuple[Cue, ...]
    vetoes: dict[str, re.Pattern[str]]
    needs: dict[str, tuple[re.Pattern[str], str]]
    yields: dict[str, frozenset[str]]
    precedes: dict[str, frozenset[str]]
    asked: dict[str, re.Pattern[str]]
    answer: tuple[re.Pattern[str], re.Pattern[str]] | None = None

    def answers(self, act: str, context: str) -> bool:
        """Whether the message before gives occasion to an act; an unknown one may."""
        asked = self.asked.get(act)
        return asked is None or not context.strip() or asked.search(context) is not None


@cache
def cues(lang: str) -> Cues:
    """The compiled cues of a language, read once."""
    data = json.loads((FOLDER / f"{lang}.json").read_text(encoding="utf-8"))
    return compiled(data)


def compiled(data: dict[str, Any]) -> Cues:
    """Cues from plain data, as tools/train_acts.py wrote them."""
    found = tuple(
        Cue(
            each["act"],
            re.compile(each["pattern"]),
            re.compile(each["unless"]) if each.get("unless") else None,
            each.get("kind", ""),
        )
        for each in data["cues"]
    )
    vetoes = {act: re.compile(text) for act, text in data["vetoes"].items()}
    needs = {act: (re.compile(need["words"]), need["else"]) for act, need in data["needs"].items()}
    yields = {act: frozenset(others) for act, others in data["yields"].items()}
    precedes = {act: frozenset(others) for act, others in data["precedes"].items()}
    asked = {act: re.compile(text) for act, text in data["asked"].items()}
    answer = None
    if data["answer"]:
        answer = (re.compile(data["answer"]["asked"]), re.compile(data["answer"]["told"]))
    return Cues(found, vetoes, needs, yields, precedes, asked, answer)


def find_cues(text: str, clauses: Sequence[Clause], known: Cues) -> Iterator[tuple[Act, str]]:
    """Every cue found in a normalised text, as an act and the kind of the cue.

    Each cue counts once per clause in which it starts.
    """
    unquoted = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), text)
    for cue in known.cues:
        seen = -1
        read = unquoted if cue.act in UNQUOTED_ACTS else text
        for match in cue.pattern.finditer(read):
            at = clause_at(clauses, match.start())
            if at == seen or match.end() == match.start():
                continue
            if cue.unless is not None and cue.unless.search(_around(read, clauses, at, match)):
                continue
            seen = at
            words = text[match.start() : match.end()]
            yield Act(cue.act, match.start(), match.end(), at, CUE, words, CONFIDENCE), cue.kind


def an_answer(text: str, context: str, clauses: Sequence[Clause], known: Cues) -> Iterator[Act]:
    """`tell`, for a message that states something right after a question of the trade."""
    if known.answer is None or not clauses:
        return
    asked, told = known.answer
    if asked.search(context) and told.search(text):
        first = clauses[0]
        yield Act("tell", first.start, first.end, 0, CUE, first.text, ANSWERED)


def clause_at(clauses: Sequence[Clause], place: int) -> int:
    """The number of the clause at a place, or else of the next one, or of the last."""
    number = bisect_right(clauses, place, key=lambda clause: clause.end)
    return max(min(number, len(clauses) - 1), 0)


def _around(text: str, clauses: Sequence[Clause], at: int, match: re.Match[str]) -> str:
    """The clauses that a match touches, with the mark that follows them."""
    if not clauses:
        return text
    last = clauses[clause_at(clauses, max(match.end() - 1, match.start()))]
    start = min(clauses[at].start, match.start())
    return text[start : max(last.end, match.end()) + len(last.mark)]


def vetoed(act: str, clause: Clause, known: Cues) -> bool:
    """Whether something in the clause speaks against an act that an example suggests."""
    veto = known.vetoes.get(act)
    return veto is not None and veto.search(clause.text + clause.mark) is not None


def first_of_each(acts: Iterable[Act]) -> tuple[Act, ...]:
    """One act per id and clause, in the order of the text."""
    kept: dict[tuple[str, int], Act] = {}
    for act in acts:
        kept.setdefault((act.id, act.clause), act)
    return tuple(sorted(kept.values(), key=lambda act: (act.start, act.end, act.id)))


def without_retold(acts: Iterable[Act], clauses: Sequence[Clause], known: Cues) -> list[Act]:
    """The acts without those that only lead up to another one of their sentence: a day named
    before "…, is that right?" or "…, anyone would be upset" is no promise."""
    listed = list(acts)
    # Per sentence, the last clause in which each act stands.
    last: dict[tuple[int, str], int] = {}
    for act in listed:
        key = (clauses[act.clause].sentence, act.id)
        last[key] = max(last.get(key, -1), act.clause)

    def retold(act: Act) -> bool:
        sentence = clauses[act.clause].sentence
        others = known.precedes.get(act.id, frozenset())
        return any(last.get((sentence, other), -1) >= act.clause for other in others)

    return [act for act in listed if not retold(act)]


def without_yielding(acts: Iterable[Act], known: Cues) -> list[Act]:
    """The acts without those that yield to another one in their clause, or to an offence
    anywhere: who is told off is not asked."""
    listed = list(acts)
    offences = {act.id for act in listed} & UNQUOTED_ACTS
    beside: dict[int, set[str]] = {}
    for act in listed:
        beside.setdefault(act.clause, set(offences)).add(act.id)
    return [
        act
        for act in listed
        if known.yields.get(act.id, frozenset()).isdisjoint(beside[act.clause])
    ]
