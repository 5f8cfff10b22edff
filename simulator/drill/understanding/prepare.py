"""Everything that the first messages would have to wait for, loaded and compiled before (D4)."""

from __future__ import annotations

from simulator.drill.understanding.example import load_examples
from simulator.drill.understanding.fact_cue import FactCue
from simulator.drill.understanding.fact_set import ready
from simulator.drill.understanding.recogniser import recogniser
from simulator.drill.understanding.understand import understand
from sops.act import ACTS


def prepare(lang: str, facts: tuple[FactCue, ...]) -> None:
    """Load the weights and examples of a language and compile the cues of `facts`: a few tenths
    of a second once per process, which a person spends on reading the opening line. What is
    understood is the same without it, only later."""
    recogniser(lang)
    for act in ACTS:
        load_examples(lang, act)
    for cue in ready(facts, lang):
        cue.pattern.regex  # noqa: B018  (compiling it is what is wanted)
    understand("", "", lang, facts)
