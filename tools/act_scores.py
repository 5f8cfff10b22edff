"""Measure the understanding of acts on the labelled sets, and write the page about it (D4).

    .venv/bin/python tools/act_scores.py [--no-curve]

Reads tests/understanding/{zh,en,offtopic}.jsonl, only lines whose `set` is `test`; writes
docs/background/understanding.md and understanding.en.md. The curve trains the classifier again
on the first so many examples of each act; `--no-curve` leaves the pages' curve as it is.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import train_acts

from simulator.drill.understanding.classifier import Classifier
from simulator.drill.understanding.clause import split_clauses
from simulator.drill.understanding.cue import Cues, cues
from simulator.drill.understanding.normalise import normalise
from simulator.drill.understanding.recogniser import Recogniser
from simulator.drill.understanding.understand import understand
from sops.act import ACTS

ROOT = Path(__file__).resolve().parent.parent
SETS = ROOT / "tests" / "understanding"
PAGES = ROOT / "docs" / "background"
LANGUAGES = ("zh", "en")
PRECISE = ("refuse", "promise_time", "compensate", "acknowledge_feeling")
OFFENCES = ("blame", "brush_off", "forbidden")
SIZES = (10, 20, 40, 80, 10_000)
NAMED = tuple(act for act in ACTS if act != "other")


@dataclass
class Count:
    """Hits and misses of one act."""

    hits: int = 0
    false: int = 0
    missed: int = 0
    mistaken: Counter[str] = field(default_factory=Counter)

    @property
    def precision(self) -> float:
        """Share of what was said that is right; NaN when nothing was said."""
        said = self.hits + self.false
        return self.hits / said if said else float("nan")

    @property
    def recall(self) -> float:
        """Share of what is there that was said."""
        there = self.hits + self.missed
        return self.hits / there if there else float("nan")

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        return 2 * self.hits / max(2 * self.hits + self.false + self.missed, 1)


def lines(name: str, lang: str | None = None, part: str = "test") -> list[dict[str, Any]]:
    """The lines of a labelled set that are for measuring."""
    text = (SETS / f"{name}.jsonl").read_text(encoding="utf-8")
    found = [json.loads(line) for line in text.split("\n") if line.strip()]
    return [
        each for each in found if each["set"] == part and (lang is None or each["lang"] == lang)
    ]


def bare(acts: Any) -> set[str]:
    """Acts without `other`, which says that there is none."""
    return set(acts) - {"other"}


def counts(pairs: list[tuple[set[str], set[str]]]) -> dict[str, Count]:
    """Per act, from pairs of what is there and what was said."""
    found = {act: Count() for act in NAMED}
    for there, said in pairs:
        for act in there | said:
            count = found[act]
            count.hits += act in there and act in said
            count.false += act not in there
            count.missed += act not in said
            if act in there and act not in said:
                count.mistaken.update((said - there) or {"other"})
    return found


def macro(found: dict[str, Count]) -> float:
    """Mean F1 over the acts that occur."""
    return float(np.mean([c.f1 for c in found.values() if c.hits + c.missed]))


def macro_with_none(pairs: list[tuple[set[str], set[str]]]) -> float:
    """Mean F1 over the acts that occur, with `other` (no act at all) as one more class."""
    none = Count()
    for there, said in pairs:
        none.hits += not there and not said
        none.false += bool(there) and not said
        none.missed += not there and bool(said)
    found = [count.f1 for count in counts(pairs).values() if count.hits + count.missed]
    return float(np.mean([*found, none.f1]))


def heard(rows: list[dict[str, Any]]) -> list[tuple[set[str], set[str]]]:
    """What is there, and what the shipped recogniser says."""
    return [
        (bare(r["acts"]), bare(understand(r["text"], r["context"], r["lang"]).act_ids))
        for r in rows
    ]


def false_alarms(lang: str) -> dict[str, tuple[int, int]]:
    """Per offence: lines said to commit it though they do not, of all such lines."""
    rows = [*lines(lang), *lines("offtopic", lang)]
    pairs = heard(rows)
    return {
        act: (
            sum(act in said and act not in there for there, said in pairs),
            sum(act not in there for there, _said in pairs),
        )
        for act in OFFENCES
    }


def silence(lang: str) -> tuple[int, int]:
    """Off-topic lines left without an act, of all of them."""
    rows = lines("offtopic", lang)
    return sum(not said for _there, said in heard(rows)), len(rows)


def empathy_share(rows: list[dict[str, Any]]) -> dict[str, float]:
    """Share of lines whose er, ip, ex is exactly as labelled."""
    found = [(row, understand(row["text"], row["context"], row["lang"])) for row in rows]
    return {
        m: float(np.mean([getattr(u, m) == r[m] for r, u in found])) for m in ("er", "ip", "ex")
    }


def curve(lang: str) -> list[tuple[int, int, float, float]]:
    """(examples per act at most, examples in all, macro-F1 without cues, with cues)."""
    rows = lines(lang)
    everything = train_acts.examples(lang)
    none = Cues((), {}, {}, {}, {}, {})
    points = []
    for size in SIZES:
        arrays = train_acts.train(lang, some(everything, size))
        model = loaded(lang, arrays)
        alone = macro(counts(with_model(rows, Recogniser(lang, none, model))))
        both = macro(counts(with_model(rows, Recogniser(lang, cues(lang), model))))
        points.append((size, len(some(everything, size)), alone, both))
    return points


def some(
    examples: list[tuple[str, tuple[str, ...]]], most: int
) -> list[tuple[str, tuple[str, ...]]]:
    """The first `most` examples of each act (of those without an act, too)."""
    taken: Counter[str] = Counter()
    kept = []
    for phrase, acts in examples:
        key = acts[0] if acts else "other"
        taken[key] += 1
        if taken[key] <= most:
            kept.append((phrase, acts))
    return kept


def loaded(lang: str, arrays: dict[str, Any]) -> Classifier:
    """A classifier from arrays that were just trained."""
    about = json.loads(str(arrays["about"]))
    idf = arrays["idf"].astype(np.float32)
    return Classifier(
        lang=lang,
        acts=tuple(about["acts"]),
        index={gram: place for place, gram in enumerate(arrays["grams"].tolist())},
        idf=idf,
        rows=arrays["weights"].astype(np.float32) * idf[:, None],
        bias=arrays["bias"],
        thresholds=tuple(about["thresholds"]),
    )


def with_model(
    rows: list[dict[str, Any]], recogniser: Recogniser
) -> list[tuple[set[str], set[str]]]:
    """What is there, and what another recogniser says."""
    found = []
    for row in rows:
        text = normalise(row["text"])
        clauses = split_clauses(text, row["lang"])
        acts = recogniser.acts(text, normalise(row["context"]), clauses)
        found.append((bare(row["acts"]), {act.id for act in acts}))
    return found


def measured(lang: str, with_curve: bool) -> dict[str, Any]:
    """All figures of a language."""
    rows = lines(lang)
    pairs = heard(rows)
    per_act = counts(pairs)
    examples = train_acts.examples(lang)
    return {
        "lines": len(rows),
        "examples": len(examples),
        "per_act": per_act,
        "own": Counter(act for _phrase, acts in examples for act in acts),
        "macro": macro(per_act),
        "macro_with_none": macro_with_none(pairs),
        "alarms": false_alarms(lang),
        "silence": silence(lang),
        "empathy": empathy_share(rows),
        "curve": curve(lang) if with_curve else [],
    }


def main() -> int:
    """Print the main figures and write the pages."""
    with_curve = "--no-curve" not in sys.argv[1:]
    found = {lang: measured(lang, with_curve) for lang in LANGUAGES}
    for lang, figures in found.items():
        print(f"{lang}: macro-F1 {figures['macro']:.3f} on {figures['lines']} lines,")
        print(f"  {figures['macro_with_none']:.3f} with `other` as a class")
        for act in PRECISE:
            print(f"  precision {act}: {figures['per_act'][act].precision:.2f}")
        for act, (said, of) in figures["alarms"].items():
            print(f"  false alarms {act}: {said} of {of} ({said / of:.1%})")
        left, of = figures["silence"]
        print(f"  off-topic lines without act: {left} of {of} ({left / of:.2f})")
        print("  " + ", ".join(f"{m} {share:.3f}" for m, share in figures["empathy"].items()))
    from act_page import page

    for name, lang in (("understanding.md", "zh"), ("understanding.en.md", "en")):
        text = (PAGES / name).read_text(encoding="utf-8")
        (PAGES / name).write_text(page(text, found, lang), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
