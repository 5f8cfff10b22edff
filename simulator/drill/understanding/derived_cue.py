"""Questions that follow from how an answer sounds: {duration}~到账 → 多久~到账 (D4)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simulator.drill.understanding.fact_cue import ASK, SAY, FactCue, SpokenCue
from sops.pattern import problem_of

_ASKED = {
    ("zh", "duration"): "(多久|多长时间|几天|什么时候|多少天|何时)",
    ("zh", "date"): "(什么时候|哪天|几号|何时|哪一天)",
    ("zh", "amount"): "(多少钱|多少|几块)",
    ("zh", "number"): "(多少|几)",
    ("en", "duration"): "(how long|how soon|how many days|when)",
    ("en", "date"): "(when|what day|which day)",
    ("en", "amount"): "how much",
    ("en", "number"): "how many",
}
_SLOT = re.compile(r"\{(\w+)\}")
_EN_LAST = re.compile(r"(?P<rest>.*?\S)\s*~?\s*\{\w+\}$")


def derived(fact: FactCue, lang: str) -> Iterator[SpokenCue]:
    """Cues for asking after a value, made from cues in which its slot stands: in Chinese the
    question stands where the answer would, in English it comes first."""
    for cue in fact.in_language(lang):
        slots = _SLOT.findall(cue.pattern)
        if cue.role != SAY or len(slots) != 1 or slots[0] != fact.type:
            continue
        question = _question(cue.pattern, lang, _ASKED.get((lang, fact.type), ""))
        if question and problem_of(question, lang) is None:
            yield SpokenCue(lang, ASK, question)


def _question(pattern: str, lang: str, asked: str) -> str:
    if lang != "en" or not asked:
        return _SLOT.sub(asked, pattern, count=1) if asked else ""
    last = _EN_LAST.fullmatch(pattern)
    return f"{asked} ~ {last['rest']}" if last else ""
