"""Which acts a clause resembles: n-gram TF-IDF and one logistic regression per act (rule D4).

Trained at build time (tools/train_acts.py); here the exported arrays are summed up.
"""

from __future__ import annotations

import json
import math
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
        index = self.index
        known = sorted(map(index.__getitem__, ngrams(text, self.lang) & index.keys()))
        if not known:
            return {}
        idf = self.idf[known]
        length = math.sqrt(float((idf * idf).sum()))
        sums = (self.rows[known].sum(axis=0) / length + self.bias).tolist()
        return {
            act: 1.0 / (1.0 + math.exp(-min(max(value, -30.0), 30.0)))
            for act, value in zip(self.acts, sums, strict=True)
        }


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
