"""The cues of many facts made ready for one language, and where they are found in a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from simulator.drill.understanding.cue_words import may_match, runs_of
from simulator.drill.understanding.derived_cue import derived
from simulator.drill.understanding.fact_cue import FactCue, SpokenCue
from simulator.drill.understanding.slot import LONG, Slot
from sops.pattern import SLOT_AFFIXES, STANDS_FOR, Pattern, grams_of, read_pattern

_BARRIERS = {
    "zh": re.compile("如果|要是|但是?|不过|所以|因为|然后|而且"),
    "en": re.compile(r"\b(?:if|unless|once|when|after|before|until|because|but|although)\b"),
}


class ReadyCue(NamedTuple):
    """A cue with its pattern checked; expressions are compiled when first needed."""

    fact: FactCue
    cue: SpokenCue
    pattern: Pattern
    needs: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue found at `[start:end]`; `gaps` are the places its gaps took."""

    fact: FactCue
    cue: SpokenCue
    start: int
    end: int
    gaps: tuple[tuple[int, int], ...]


class ReadyCues(tuple[ReadyCue, ...]):
    """Cues, and for each pair of characters (English: start of a word) those that cannot be
    without it or one of its like; `always` may be in any text."""

    by_gram: dict[str, list[int]]
    always: list[int]

    def among(self, grams: frozenset[str] | set[str]) -> list[ReadyCue]:
        """The cues that a text with these grams may hold, in their order."""
        found = set(self.always)
        for gram in self.by_gram.keys() & grams:
            found.update(self.by_gram[gram])
        return [self[number] for number in sorted(found)]


def _indexed(cues: list[ReadyCue]) -> ReadyCues:
    found = ReadyCues(cues)
    found.by_gram, found.always = {}, []
    for number, cue in enumerate(cues):
        if not cue.needs:
            found.always.append(number)
            continue
        for gram in min(cue.needs, key=len):
            found.by_gram.setdefault(gram, []).append(number)
    return found


@lru_cache(maxsize=64)
def ready(facts: tuple[FactCue, ...], lang: str) -> ReadyCues:
    """The cues of `facts` in one language, and those that follow from them.

    `PatternError` where a pattern is wrong.
    """
    found = []
    for fact in facts:
        for cue in (*fact.in_language(lang), *derived(fact, lang)):
            pattern = read_pattern(cue.pattern, lang)
            found.append(ReadyCue(fact, cue, pattern, pattern.needs))
    return _indexed(found)


def find_hits(text: str, lang: str, cues: ReadyCues, slots: Sequence[Slot]) -> list[Hit]:
    """Every place in a folded text where a cue is found."""
    grams = grams_of(text, lang)
    masked: dict[frozenset[str], tuple[str, str]] = {}
    hits: list[Hit] = []
    for fact, cue, pattern, needs in cues.among(grams):
        if any(map(grams.isdisjoint, needs)):
            continue
        kinds = pattern.slots
        if kinds not in masked:
            shown = mask(text, slots, kinds, lang) if kinds else text
            masked[kinds] = shown, shown.replace("'", "") if lang == "en" else shown
        shown, plain = masked[kinds]
        if not may_match(runs_of(pattern.source, lang), plain):
            continue
        for match in pattern.regex.finditer(shown):
            if _crosses(match, lang) or (lang == "zh" and _torn(text, match)):
                continue
            gaps = tuple(
                span for span in map(match.span, range(1, 1 + match.re.groups)) if span[0] >= 0
            )
            hits.append(Hit(fact, cue, match.start(), match.end(), gaps))
    return hits


_WORDS_ON = {"到": "账期位处底场", "发": "票现起生", "能": "源", "会": "员", "退": "税", "送": "礼"}


def _torn(text: str, match: re.Match[str]) -> bool:
    """Whether a cue ends inside a word: 到 of 到账, 发 of 发票."""
    end = match.end()
    return end < len(text) and text[end] in _WORDS_ON.get(text[end - 1], "")


def mask(text: str, slots: Sequence[Slot], kinds: frozenset[str], lang: str) -> str:
    """`text` with each character of a slot of these kinds replaced by what stands for it,
    except the words that only go with it (`SLOT_AFFIXES`)."""
    parts: list[str] = []
    at = 0
    for slot in sorted(slots, key=lambda slot: (slot.start, -slot.end)):
        if slot.kind in kinds and slot.start >= at:
            start, end = _core(text, slot, lang)
            parts += (text[at:start], _shown(slot, end - start, lang))
            at = end
    return "".join([*parts, text[at:]])


def _shown(slot: Slot, size: int, lang: str) -> str:
    """What stands for a slot of so many characters; 两周 as a number is so many 天."""
    unit = " days" if lang == "en" else "天"
    days = slot.kind == "number" and size > len(unit) and LONG.search(slot.text)
    return (
        STANDS_FOR[slot.kind] * (size - len(unit)) + unit
        if days
        else (STANDS_FOR[slot.kind] * size)
    )


def _core(text: str, slot: Slot, lang: str) -> tuple[int, int]:
    """Where a slot stands without what goes with it."""
    affixes = _affixes(slot.kind, lang)
    if affixes is None:
        return slot.start, slot.end
    before = affixes[0].match(text, slot.start, slot.end)
    start = before.end() if before else slot.start
    after = affixes[1].search(text, start + 1, slot.end)
    end = after.start() if after else slot.end
    return (start, end) if start < end else (slot.start, slot.end)


@cache
def _affixes(kind: str, lang: str) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    before, after = SLOT_AFFIXES.get((kind, lang), ("", ""))
    if not before and not after:
        return None
    return re.compile(f"(?:{before})"), re.compile(f"(?:{after or '(?!)'})$")


def _crosses(match: re.Match[str], lang: str) -> bool:
    """Whether a gap leaps over a word that begins another statement."""
    barrier = _BARRIERS[lang]
    return any(group and barrier.search(group) for group in match.groups())
