"""The example phrase nearest to a clause, shown as the reason for an act (rule D4)."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from importlib.resources import files
from operator import add

from simulator.drill.understanding.feature import masked
from simulator.drill.understanding.normalise import normalise


def read_examples(text: str, act: str) -> list[tuple[str, tuple[str, ...]]]:
    """(phrase, acts) of an example file: one phrase a line, `#` comments.

    After a tab may stand further acts of the phrase, divided by commas; the file's own act
    comes first. A phrase of `other` has no act.
    """
    found = []
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        phrase, _tab, more = line.partition("\t")
        others = [each.strip() for each in more.split(",") if each.strip()]
        acts = tuple(dict.fromkeys([act, *others]))
        found.append((phrase.strip(), () if act == "other" and not others else acts))
    return found


@cache
def load_examples(lang: str, act: str) -> tuple[tuple[str, ...], dict[str, list[int]], list[int]]:
    """The phrases of an act, where each pair of characters occurs, and how many pairs each has."""
    source = files("sops") / "library" / "acts" / lang / f"{act}.txt"
    phrases = tuple(phrase for phrase, _ in read_examples(source.read_text(encoding="utf-8"), act))
    places: defaultdict[str, list[int]] = defaultdict(list)
    sizes = []
    for number, phrase in enumerate(phrases):
        pairs = _pairs(normalise(phrase))
        sizes.append(len(pairs))
        for pair in pairs:
            places[pair].append(number)
    return phrases, places, sizes


def nearest_example(text: str, act: str, lang: str) -> str:
    """The example of `act` that has most in common with a normalised text; the first of equals."""
    phrases, places, sizes = load_examples(lang, act)
    pairs = _pairs(text)
    hits: Counter[int] = Counter()
    for pair in pairs:
        hits.update(places.get(pair, ()))
    if not hits:
        return ""
    best = max(hits, key=lambda n: (hits[n] / (len(pairs) + sizes[n] - hits[n]), -n))
    return phrases[best]


def _pairs(text: str) -> set[str]:
    body = masked(text)
    return set(map(add, body, body[1:]))
