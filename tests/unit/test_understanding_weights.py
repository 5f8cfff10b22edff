"""Weights that ship: made from the examples that ship, small, and light to load."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from simulator.drill.understanding.example import read_examples
from sops.act import ACTS

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = ROOT / "sops" / "library"
WEIGHTS = ROOT / "simulator" / "drill" / "understanding" / "weights"
LANGUAGES = ("zh", "en")


def _sources(lang: str) -> list[Path]:
    return [
        *sorted((LIBRARY / "acts" / lang).glob("*.txt")),
        LIBRARY / "acts" / f"cues.{lang}.yaml",
        LIBRARY / "acts" / f"empathy.{lang}.yaml",
        LIBRARY / "words" / f"forbidden.{lang}.yaml",
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_weights_match_the_examples(lang: str) -> None:
    """Examples, cues and word lists are those that the weights were made from."""
    digest = hashlib.sha256()
    for path in _sources(lang):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    with np.load(WEIGHTS / f"{lang}.npz", allow_pickle=False) as arrays:
        about = json.loads(str(arrays["about"]))
    assert about["fingerprint"] == digest.hexdigest(), "run tools/train_acts.py"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_weights_are_small(lang: str) -> None:
    """Under 3 MB each, or a drill would start slowly."""
    assert (WEIGHTS / f"{lang}.npz").stat().st_size < 3_000_000


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_act_has_enough_examples(lang: str) -> None:
    """At least 40 distinct phrases per act in its own file, and only known acts as labels."""
    for act in ACTS:
        path = LIBRARY / "acts" / lang / f"{act}.txt"
        found = read_examples(path.read_text(encoding="utf-8"), act)
        assert len({phrase for phrase, _acts in found}) >= 40, path
        assert {label for _phrase, acts in found for label in acts} <= set(ACTS), path


def test_understanding_needs_no_training_library() -> None:
    """Understanding a message loads neither scikit-learn, SciPy, polars nor pydantic."""
    code = (
        "import sys\n"
        "from simulator.drill.understanding.understand import understand\n"
        "early = 'numpy' in sys.modules\n"
        "understand('亲，稍等'), understand('One moment please')\n"
        "heavy = {'sklearn', 'scipy', 'pandas', 'polars', 'numba', 'pydantic', 'ruamel'}\n"
        "print(early, sorted(heavy & {name.split('.')[0] for name in sys.modules}))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert ran.stdout.strip() == "False []", ran.stderr
