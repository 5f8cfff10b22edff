"""Which acts a clause resembles: n-gram TF-IDF and one logistic regression per act (rule D4).

Trained at build time (tools/train_acts.py); here the exported arrays are summed up.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from simulator.drill.understanding.feature import ngrams

FOLDER = Path(__file__).parent / "weights"


@dataclass(frozen=True)
class Classifier:
    """Exported weights. `rows[i]` are the weights of n-gram i, already times its idf.

    `thresholds`: for each of `acts` the probability from which it is taken as recognised."""

    lang: str
    acts: tuple[str, ...]
    index: dict[str, int]
    idf: Any
    rows: Any
    bias: Any
    thresholds: tuple[float, ...]

    def scores(self, text: str) -> dict[str, float]:
        """Probability per act of a normalised clause, in the order of `acts`; empty when
        nothing in it is known."""
        sums = self._sums(text)
        return {} if sums is None else dict(zip(self.acts, map(_logistic, sums), strict=True))

    def likely(self, text: str) -> Iterator[tuple[str, float]]:
        """The acts that are recognised in a normalised clause, each with its probability."""
        for act, value, least in zip(
            self.acts, self._sums(text) or (), self.thresholds, strict=False
        ):
            # Thresholds lie above one half, so what is below zero need not be worked out.
            if value > 0 or least < 0.5:
                score = _logistic(value)
                if score >= least:
                    yield act, score

    def _sums(self, text: str) -> list[float] | None:
        index = self.index
        known = sorted(map(index.__getitem__, ngrams(text, self.lang) & index.keys()))
        if not known:
            return None
        idf = self.idf[known]
        length = math.sqrt(float((idf * idf).sum()))
        found: list[float] = (self.rows[known].sum(axis=0) / length + self.bias).tolist()
        return found


def _logistic(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-min(max(value, -30.0), 30.0)))


@cache
def classifier(lang: str) -> Classifier:
    """The classifier of a language, read once."""
    import numpy

    with numpy.load(FOLDER / f"{lang}.npz", allow_pickle=False) as arrays:
        grams = arrays["grams"].tolist()
        idf = arrays["idf"].astype(numpy.float32)
        weights = arrays["weights"].astype(numpy.float32)
        bias = arrays["bias"].astype(numpy.float32)
        about = json.loads(str(arrays["about"]))
    return Classifier(
        lang=lang,
        acts=tuple(about["acts"]),
        index={gram: place for place, gram in enumerate(grams)},
        idf=idf,
        rows=weights * idf[:, None],
        bias=bias,
        thresholds=tuple(about["thresholds"]),
    )
