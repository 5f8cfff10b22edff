"""Train the recogniser of acts from its example phrases, and compile its cues (D4).

    .venv/bin/python tools/train_acts.py [zh|en …]

Reads sops/library/acts/<lang>/*.txt, sops/library/acts/{cues,empathy}.<lang>.yaml and
sops/library/words/forbidden.<lang>.yaml; writes simulator/drill/understanding/weights/.
The same files give the same weights. Needs scikit-learn and opencc, which a drill does not.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import sys
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from simulator.drill.understanding.classifier import FOLDER
from simulator.drill.understanding.example import read_examples
from simulator.drill.understanding.feature import ngrams
from simulator.drill.understanding.normalise import normalise
from sops.act import ACTS
from sops.document import Document

ROOT = Path(__file__).resolve().parent.parent
LIBRARY = ROOT / "sops" / "library"
LANGUAGES = ("zh", "en")
RARE = 2
STRENGTH = 6.0
FOLDS = 5
# An act that a clause merely resembles has to be this precise on held-out examples; an offence
# is almost never taken from resemblance alone.
FLOORS = {
    "refuse": 0.93,
    "promise_time": 0.93,
    "compensate": 0.93,
    "acknowledge_feeling": 0.93,
    "blame": 0.97,
    "brush_off": 0.97,
    "forbidden": 0.97,
}
DEFAULT_FLOOR = 0.85
# Examples are tidier than what people type, so a threshold never goes below this; formulas
# (a greeting, thanks) are for the cues, which know where in a message they stand.
LEAST = 0.5
LEASTS = {
    "greet": 0.92,
    "thank": 0.85,
    "apologise": 0.6,
    "reassure": 0.6,
    "check_solved": 0.6,
    "invite_rating": 0.7,
    "close": 0.7,
    "ask_to_wait": 0.6,
    "promise_time": 0.8,
    "refuse": 0.9,
    "ask": 0.7,
    "compensate": 0.9,
    "restate_case": 0.68,
    "tell": 0.4,
    "brush_off": 0.86,
}


def sources(lang: str) -> list[Path]:
    """Every file that the weights of a language are made from."""
    return [
        *sorted((LIBRARY / "acts" / lang).glob("*.txt")),
        LIBRARY / "acts" / f"cues.{lang}.yaml",
        LIBRARY / "acts" / f"empathy.{lang}.yaml",
        LIBRARY / "words" / f"forbidden.{lang}.yaml",
    ]


def fingerprint(lang: str) -> str:
    """A digest of those files, kept beside the weights."""
    digest = hashlib.sha256()
    for path in sources(lang):
        if path.exists():
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def examples(lang: str) -> list[tuple[str, tuple[str, ...]]]:
    """Every example phrase of a language with its acts; a phrase in several files has all."""
    acts: dict[str, list[str]] = {}
    for path in sorted((LIBRARY / "acts" / lang).glob("*.txt")):
        for phrase, labels in read_examples(path.read_text(encoding="utf-8"), path.stem):
            kept = acts.setdefault(phrase, [])
            kept += [label for label in labels if label not in kept]
    unknown = {label for labels in acts.values() for label in labels} - set(ACTS)
    if unknown:
        raise SystemExit(f"{lang}: unknown acts {sorted(unknown)}")
    return [(phrase, tuple(labels)) for phrase, labels in acts.items()]


def matrix(phrases: list[str], index: dict[str, int], lang: str) -> Any:
    """Which n-gram stands in which phrase."""
    from scipy.sparse import csr_matrix

    columns, borders = [], [0]
    for phrase in phrases:
        grams = ngrams(normalise(phrase), lang)
        columns += sorted(index[gram] for gram in grams if gram in index)
        borders.append(len(columns))
    ones = np.ones(len(columns))
    return csr_matrix((ones, columns, borders), shape=(len(phrases), len(index)))


def vocabulary(phrases: list[str], lang: str) -> dict[str, int]:
    """The n-grams that stand in at least `RARE` phrases, numbered in order."""
    counts: Counter[str] = Counter()
    for phrase in phrases:
        counts.update(ngrams(normalise(phrase), lang))
    grams = sorted(gram for gram, count in counts.items() if count >= RARE)
    return {gram: place for place, gram in enumerate(grams)}


def weighted(counts: Any, idf: Any) -> Any:
    """TF-IDF rows of length 1."""
    from sklearn.preprocessing import normalize

    return normalize(counts.multiply(idf[None, :]).tocsr())


def inverse_frequency(counts: Any) -> Any:
    """Smoothed inverse document frequency, as the drill will read it (float16)."""
    total = counts.shape[0]
    frequency = np.asarray(counts.sum(axis=0)).ravel()
    return (np.log((1 + total) / (1 + frequency)) + 1).astype(np.float16).astype(np.float64)


def fit(rows: Any, labels: Any) -> tuple[Any, Any]:
    """Weights (n-grams × acts) and bias of one logistic regression per act."""
    from sklearn.linear_model import LogisticRegression

    weights, bias = [], []
    for column in range(labels.shape[1]):
        model = LogisticRegression(
            C=STRENGTH, class_weight={0: 1.0, 1: 3.0}, solver="liblinear", random_state=0,
            max_iter=1000,
        )  # fmt: skip
        model.fit(rows, labels[:, column])
        weights.append(model.coef_[0])
        bias.append(model.intercept_[0])
    return np.array(weights).T, np.array(bias)


def held_out(phrases: list[str], labels: Any, lang: str) -> Any:
    """Probabilities of every phrase from a model that has not seen it."""
    found = np.zeros(labels.shape)
    fold = np.array([int(hashlib.md5(p.encode()).hexdigest(), 16) % FOLDS for p in phrases])
    for number in range(FOLDS):
        seen, unseen = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        index = vocabulary([phrases[i] for i in seen], lang)
        counts = matrix([phrases[i] for i in seen], index, lang)
        idf = inverse_frequency(counts)
        weights, bias = fit(weighted(counts, idf), labels[seen])
        rest = weighted(matrix([phrases[i] for i in unseen], index, lang), idf)
        found[unseen] = 1 / (1 + np.exp(-(rest @ weights + bias)))
    return found


def thresholds(probabilities: Any, labels: Any, acts: list[str]) -> list[float]:
    """Per act, the probability with the best F1 among those that are precise enough."""
    chosen = []
    for column, act in enumerate(acts):
        truth = labels[:, column] > 0
        best, best_score = 0.99, -1.0
        for candidate in np.round(np.arange(LEASTS.get(act, LEAST), 0.99, 0.02), 2):
            said = probabilities[:, column] >= candidate
            hits = float((said & truth).sum())
            if not hits:
                continue
            precision, recall = hits / said.sum(), hits / truth.sum()
            if precision < FLOORS.get(act, DEFAULT_FLOOR):
                continue
            score = 2 * precision * recall / (precision + recall)
            if score > best_score:
                best, best_score = float(candidate), score
        chosen.append(best)
    return chosen


def train(lang: str, found: list[tuple[str, tuple[str, ...]]] | None = None) -> dict[str, Any]:
    """Arrays to be written, from these examples, or else all of a language."""
    acts = [act for act in ACTS if act != "other"]
    found = examples(lang) if found is None else found
    phrases = [phrase for phrase, _labels in found]
    labels = np.array([[int(act in own) for act in acts] for _phrase, own in found])
    index = vocabulary(phrases, lang)
    counts = matrix(phrases, index, lang)
    idf = inverse_frequency(counts)
    weights, bias = fit(weighted(counts, idf), labels)
    least = read_yaml(LIBRARY / "acts" / f"cues.{lang}.yaml").get("least") or {}
    marks = [
        max(mark, float(least.get(act, 0.0)))
        for act, mark in zip(
            acts, thresholds(held_out(phrases, labels, lang), labels, acts), strict=True
        )
    ]
    about = {
        "acts": acts,
        "thresholds": marks,
        "fingerprint": fingerprint(lang),
        "examples": len(phrases),
    }
    return {
        "grams": np.array(list(index)),
        "idf": idf.astype(np.float16),
        "weights": weights.astype(np.float16),
        "bias": bias.astype(np.float32),
        "about": np.array(json.dumps(about, sort_keys=True)),
    }


def write_arrays(path: Path, arrays: dict[str, Any]) -> None:
    """An .npz whose bytes depend on the arrays only (no times of day inside)."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in arrays.items():
            stream = io.BytesIO()
            np.lib.format.write_array(stream, array, allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0)),
                             stream.getvalue(), zipfile.ZIP_DEFLATED, 9)  # fmt: skip


def filled(text: str, words: dict[str, str]) -> str:
    """A pattern with its `<names>` put in; a mistake names the pattern."""
    for name, pattern in words.items():
        text = text.replace(f"<{name}>", pattern)
    try:
        re.compile(text)
    except re.error as error:
        raise SystemExit(f"{error}: {text}") from None
    return text


def compiled_cues(lang: str) -> dict[str, Any]:
    """Cues, offences and words of empathy as the drill reads them."""
    found: dict[str, Any] = {"cues": [], "empathy": {"common": []}, "needs": {}}
    cues = read_yaml(LIBRARY / "acts" / f"cues.{lang}.yaml")
    words: dict[str, str] = {}
    for name, pattern in (cues.get("words") or {}).items():
        words[name] = filled(pattern, words)
    for act, entries in (cues.get("cues") or {}).items():
        for entry in entries:
            found["cues"].append(_entry({"act": act, **entry}, words))
    found["vetoes"] = {a: filled(p, words) for a, p in (cues.get("vetoes") or {}).items()}
    found["yields"] = cues.get("yields") or {}
    found["precedes"] = cues.get("precedes") or {}
    found["answer"] = {n: filled(p, words) for n, p in (cues.get("answer") or {}).items()}
    found["asked"] = {a: filled(p, words) for a, p in (cues.get("asked") or {}).items()}
    for act, need in (cues.get("needs") or {}).items():
        found["needs"][act] = {"words": filled(need["words"], words), "else": need.get("else", "")}
    offences = read_yaml(LIBRARY / "words" / f"forbidden.{lang}.yaml")
    own = {**words, **(offences.get("words") or {})}
    found["cues"] += [_entry(entry, own) for entry in offences.get("phrases") or []]
    for name, value in read_yaml(LIBRARY / "acts" / f"empathy.{lang}.yaml").items():
        found["empathy"][name] = value if name == "common" else filled(value, words)
    return found


def _entry(entry: dict[str, str], words: dict[str, str]) -> dict[str, str]:
    if entry["act"] not in ACTS:
        raise SystemExit(f"unknown act {entry['act']}")
    kept = {name: entry[name] for name in ("act", "kind") if entry.get(name)}
    kept |= {n: filled(entry[n], words) for n in ("pattern", "unless") if entry.get(n)}
    return kept


def read_yaml(path: Path) -> dict[str, Any]:
    """A YAML file; nothing where there is none yet."""
    if not path.exists():
        return {}
    document = Document.read(path)
    document.check()
    return document.data


def write_simplified(path: Path) -> None:
    """Traditional characters and their simplified ones, two lines of equal length."""
    import opencc

    listed = Path(opencc.__file__).parent / "dictionary" / "TSCharacters.txt"
    pairs = {"著": "着", "妳": "你", "喔": "哦", "噢": "哦", "讬": "托", "祂": "他"}
    for line in listed.read_text(encoding="utf-8").splitlines():
        old, _tab, new = line.partition("\t")
        new = new.split(" ")[0]
        if len(old) == len(new) == 1 and old != new and max(ord(old), ord(new)) < 0x10000:
            pairs.setdefault(old, new)
    old_line = "".join(sorted(pairs))
    path.write_text(f"{old_line}\n{''.join(pairs[c] for c in old_line)}\n", encoding="utf-8")


def main() -> int:
    """Write the weights of every language that has examples."""
    FOLDER.mkdir(exist_ok=True)
    write_simplified(FOLDER / "simplified.txt")
    for lang in sys.argv[1:] or LANGUAGES:
        text = json.dumps(compiled_cues(lang), ensure_ascii=False, indent=0, sort_keys=True)
        (FOLDER / f"{lang}.json").write_text(text + "\n", encoding="utf-8")
        arrays = train(lang)
        write_arrays(FOLDER / f"{lang}.npz", arrays)
        about = json.loads(str(arrays["about"]))
        size = (FOLDER / f"{lang}.npz").stat().st_size
        print(f"{lang}: {about['examples']} examples, {len(arrays['grams'])} n-grams, {size} bytes")
        for act, mark in zip(about["acts"], about["thresholds"], strict=True):
            print(f"  {act:20} {mark:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
