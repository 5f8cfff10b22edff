"""Expressed empathy of a reply: er, ip and ex, each 0, 1 or 2 (rules D4 and D8).

Two points need more than kind words: what is said has to be about *this* customer, whose
message is the context. Without a context a reply is taken at its word.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from simulator.drill.understanding.act import Act
from simulator.drill.understanding.clause import Clause
from simulator.drill.understanding.cue import FOLDER
from simulator.drill.understanding.echo import shared
from simulator.drill.understanding.understood import Evidence


@dataclass(frozen=True)
class Lexicon:
    """The patterns of sops/library/acts/empathy.*.yaml."""

    distress: re.Pattern[str]
    content: re.Pattern[str]
    feeling: re.Pattern[str]
    cause: re.Pattern[str]
    patience: re.Pattern[str]
    warm: re.Pattern[str]
    heard: re.Pattern[str]
    generic_question: re.Pattern[str]
    consent: re.Pattern[str]
    waited: re.Pattern[str]
    waiting: re.Pattern[str]
    common: frozenset[str]


@cache
def lexicon(lang: str) -> Lexicon:
    """The words of empathy in a language, read once."""
    data = json.loads((FOLDER / f"{lang}.json").read_text(encoding="utf-8"))["empathy"]
    common = frozenset(data.pop("common"))
    return Lexicon(**{name: re.compile(text) for name, text in data.items()}, common=common)


@dataclass(frozen=True, slots=True)
class Heard:
    """What empathy is read from: a normalised message, its acts, and the message before it."""

    text: str
    context: str
    clauses: Sequence[Clause]
    acts: Sequence[Act]
    lang: str


def empathy(heard: Heard) -> tuple[int, int, int, tuple[Evidence, ...]]:
    """er, ip, ex of a message, and the words that each comes from."""
    known = lexicon(heard.lang)
    found = [*_warmth(heard, known), *_reading(heard, known), *_asking(heard, known)]
    best: dict[str, Evidence] = {}
    for each in found:
        if each.measure not in best or each.value > best[each.measure].value:
            best[each.measure] = each
    er, ip, ex = (best[m].value if m in best else 0 for m in ("er", "ip", "ex"))
    return er, ip, ex, tuple(best[m] for m in ("er", "ip", "ex") if m in best)


def _warmth(heard: Heard, known: Lexicon) -> Iterator[Evidence]:
    """Concern for the customer (er), and the understanding (ip) that comes with a feeling."""
    fits = _fits(heard.context, known)
    read: set[tuple[str, int]] = set()
    for act in heard.acts:
        sentence, start = _sentence(heard, act)
        if (act.id, start) in read:
            continue
        read.add((act.id, start))
        if act.id == "acknowledge_feeling":
            named = known.feeling.search(sentence) is not None
            about = named and (bool(known.cause.search(sentence)) or _shares(sentence, heard))
            if not fits:
                yield _evidence("er", 1, "comfort_does_not_fit", heard, act.start, act.end)
                continue
            er, ip = (2 if named else 1), (2 if about else 1)
            reason = "feeling_and_cause" if about else "feeling" if named else "generic_feeling"
            yield _evidence("er", er, reason, heard, start, start + len(sentence))
            yield _evidence("ip", ip, reason, heard, start, start + len(sentence))
        elif act.id == "apologise":
            suffered = fits and _suffered(sentence, heard, known)
            value, reason = (2, "apology_for_this_case") if suffered else (1, "apology")
            yield _evidence("er", value, reason, heard, act.start, act.end)
            if suffered:
                yield _evidence("ip", 2, reason, heard, start, start + len(sentence))
        elif act.id == "reassure":
            yield _evidence("er", 1, "reassurance", heard, act.start, act.end)
    for pattern, reason in ((known.patience, "thanks_for_patience"), (known.warm, "warm_words")):
        for match in pattern.finditer(heard.text):
            yield _evidence("er", 1, reason, heard, match.start(), match.end())


def _suffered(sentence: str, heard: Heard, known: Lexicon) -> bool:
    """An apology that names what this customer went through, and softens no refusal."""
    if any(act.id == "refuse" for act in heard.acts) or not known.cause.search(sentence):
        return False
    if not heard.context or _shares(sentence, heard):
        return True
    # 让您等了五天 answers 怎么还没到, though the two have no word in common.
    waited = known.waited.search(sentence) is not None
    return waited and known.waiting.search(heard.context) is not None


def _reading(heard: Heard, known: Lexicon) -> Iterator[Evidence]:
    """Signs of having understood (ip)."""
    for act in heard.acts:
        if act.id == "restate_case":
            sentence, _start = _sentence(heard, act)
            about = not heard.context or _shares(sentence, heard) or known.cause.search(sentence)
            reason = "case_said_back" if about else "generic_confirmation"
            yield _evidence("ip", 2 if about else 1, reason, heard, act.start, act.end)
    for match in known.heard.finditer(heard.text):
        if _fits(heard.context, known):
            yield _evidence("ip", 1, "generic_understanding", heard, match.start(), match.end())


def _asking(heard: Heard, known: Lexicon) -> Iterator[Evidence]:
    """Questions (ex)."""
    for act in heard.acts:
        clause = heard.clauses[act.clause].text if heard.clauses else ""
        around = heard.text[act.start : max(act.end, act.start + 1)]
        if act.id == "check_solved":
            yield _evidence("ex", 1, "anything_else", heard, act.start, act.end)
        elif act.id == "ask":
            generic = known.generic_question.search(clause) or known.generic_question.search(around)
            reason = "generic_question" if generic else "question_about_the_case"
            yield _evidence("ex", 1 if generic else 2, reason, heard, act.start, act.end)
        elif act.id == "restate_case" and _confirms(heard, act):
            yield _evidence("ex", 2, "confirming_question", heard, act.start, act.end)
    for each in heard.clauses:
        match = known.consent.search(each.text + each.mark)
        if match or each.is_question:
            yield _evidence("ex", 1, "consent_asked", heard, each.start, each.end)


def _confirms(heard: Heard, act: Act) -> bool:
    """Whether a restatement is put as a question."""
    number = heard.clauses[act.clause].sentence
    rest = [c for c in heard.clauses[act.clause :] if c.sentence == number]
    said = "".join(clause.text + clause.mark for clause in rest) + heard.text[act.start : act.end]
    return re.search(r"\?|吗|么|吧|对不|是不是|嘛|right|correct", said) is not None


def _fits(context: str, known: Lexicon) -> bool:
    """Whether comfort fits what the customer wrote; an unknown context is taken to fit."""
    if not context.strip():
        return True
    return known.distress.search(context) is not None and not known.content.search(context)


def _shares(sentence: str, heard: Heard) -> bool:
    common = lexicon(heard.lang).common
    return bool(heard.context) and shared(sentence, heard.context, common, heard.lang)


def _sentence(heard: Heard, act: Act) -> tuple[str, int]:
    """The sentence that an act stands in, and where it begins."""
    if not heard.clauses:
        return heard.text, 0
    number = heard.clauses[act.clause].sentence
    mine = [clause for clause in heard.clauses if clause.sentence == number]
    return heard.text[mine[0].start : mine[-1].end], mine[0].start


def _evidence(
    measure: str, value: int, reason: str, heard: Heard, start: int, end: int
) -> Evidence:
    return Evidence(measure, value, reason, start, end, heard.text[start:end])
