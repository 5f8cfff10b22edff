"""Which acts a message performs: cues first, then what its clauses resemble (rule D4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from simulator.drill.understanding.act import EXAMPLE, Act
from simulator.drill.understanding.classifier import Classifier, classifier
from simulator.drill.understanding.clause import Clause
from simulator.drill.understanding.cue import (
    Cues,
    an_answer,
    cues,
    find_cues,
    first_of_each,
    vetoed,
    without_retold,
    without_yielding,
)
from simulator.drill.understanding.example import nearest_example

# A cue of this kind counts only where the message also declines something, or where its
# clause performs nothing else.
IF_REFUSED = "refused"
IF_ALONE = "weak"
# And of this kind only where the message before gives occasion to it.
IF_ASKED = "asked"
# Around these a mere statement is their reason, and no act of its own.
EXPLAINED = frozenset({"refuse", "blame", "brush_off"})
LONGEST_SENTENCE = 60
# Most of what agents say is telling: in a message that performs nothing else, this much
# resemblance is enough.
LIKELY_TOLD = 0.56


@dataclass(frozen=True)
class Recogniser:
    """The cues and the classifier of a language."""

    lang: str
    cues: Cues
    model: Classifier

    def acts(
        self, text: str, context: str, clauses: tuple[Clause, ...], declined: bool = False
    ) -> tuple[Act, ...]:
        """The acts of a normalised message in the order of the text, each once per clause;
        `declined`: something has been declined in an earlier one."""
        found = list(find_cues(text, clauses, self.cues))
        acts = [
            act
            for act, kind in found
            if kind not in (IF_REFUSED, IF_ALONE)
            and (kind != IF_ASKED or self.cues.answers(act.id, context))
        ]
        acts += list(self._resembled(text, context, clauses, acts))
        if declined or any(act.id == "refuse" for act in acts):
            acts += [act for act, kind in found if kind == IF_REFUSED]
        if not any(act.id in EXPLAINED for act in acts):
            busy = {act.clause for act in acts}
            acts += [act for act, kind in found if kind == IF_ALONE and act.clause not in busy]
        acts = without_retold(without_yielding(acts, self.cues), clauses, self.cues)
        return first_of_each(acts or self._told(text, context, clauses))

    def _told(self, text: str, context: str, clauses: tuple[Clause, ...]) -> Iterator[Act]:
        """`tell` in a message without any other act, where that is likely."""
        yield from an_answer(text, context, clauses, self.cues)
        for number, clause in enumerate(clauses):
            score = self.model.scores(clause.text + clause.mark).get("tell", 0.0)
            if score >= LIKELY_TOLD and not vetoed("tell", clause, self.cues):
                because = nearest_example(clause.text, "tell", self.lang)
                yield Act(
                    "tell", clause.start, clause.end, number, EXAMPLE, because, round(score, 3)
                )

    def _resembled(
        self, text: str, context: str, clauses: tuple[Clause, ...], cued: list[Act]
    ) -> Iterator[Act]:
        """Acts that a clause, or else a whole sentence, resembles, where no cue has said so."""
        around = f"{text}\n{context}"
        needs = self.cues.needs.items()
        unmet = {act: other for act, (need, other) in needs if not need.search(around)}
        have = {(act.id, act.clause) for act in cued}
        for numbers, unit in units(text, clauses):
            for act, score in self.model.likely(unit.text + unit.mark):
                if vetoed(act, unit, self.cues):
                    continue
                if not self.cues.answers(act, context):
                    continue
                name = unmet.get(act, act)
                if not name or any((name, number) in have for number in numbers):
                    continue
                have.add((name, numbers[0]))
                because = nearest_example(unit.text, act, self.lang)
                yield Act(name, unit.start, unit.end, numbers[0], EXAMPLE, because, round(score, 3))


@cache
def recogniser(lang: str) -> Recogniser:
    """The recogniser of a language, as trained."""
    return Recogniser(lang, cues(lang), classifier(lang))


def units(text: str, clauses: tuple[Clause, ...]) -> Iterator[tuple[range, Clause]]:
    """What is compared with the examples: clauses, then sentences of several clauses, each
    with the numbers of its clauses."""
    for number, clause in enumerate(clauses):
        yield range(number, number + 1), clause
    for first, last in _sentences(clauses):
        start, end = clauses[first].start, clauses[last].end
        if first < last and end - start <= LONGEST_SENTENCE:
            whole = Clause(text[start:end], start, end, clauses[last].mark, clauses[last].sentence)
            yield range(first, last + 1), whole


def _sentences(clauses: tuple[Clause, ...]) -> Iterator[tuple[int, int]]:
    """First and last clause of each sentence."""
    first = 0
    for number in range(1, len(clauses) + 1):
        if number == len(clauses) or clauses[number].sentence != clauses[first].sentence:
            yield first, number - 1
            first = number
