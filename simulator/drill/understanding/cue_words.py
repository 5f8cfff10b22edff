"""What a text must hold, in which order, for a cue to be worth its expression (D4).

To find a few words in a text is quick; to compile an expression takes near a millisecond, and
most cues that share a pair of characters with a text are not in it.
"""

from __future__ import annotations

from collections.abc import Sequence as Several
from functools import lru_cache

from sops.pattern_regex import AUXILIARY, COMPLEMENT, STANDS_FOR
from sops.pattern_syntax import Choice, Literal, Node, Sequence, SlotPlace, parse

MOST = 128
"""No more ways to say one unbroken run of words are written out."""


@lru_cache(maxsize=16_384)
def runs_of(source: str, lang: str) -> tuple[tuple[str, ...], ...]:
    """Of a right pattern, runs of characters that every match has one after the other, each in
    one of several forms; English ones without apostrophes."""
    return tuple(_runs(parse(source), lang))


def may_match(runs: Several[tuple[str, ...]], text: str) -> bool:
    """Whether the runs stand in a masked text (English: without its apostrophes) in order."""
    at = 0
    for forms in runs:
        ends = [place + len(form) for form in forms if (place := text.find(form, at)) >= 0]
        if not ends:
            return False
        at = min(ends)
    return True


def _runs(node: Sequence, lang: str) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    run = frozenset({""})
    for item in node.items:
        forms = _forms(item, lang)
        if forms is not None and len(run) * len(forms) <= MOST:
            run = frozenset(before + after for before in run for after in forms)
            continue
        _close(found, run)
        run = frozenset({""}) if forms is None else forms
        if forms is None:
            _close(found, _first(item, lang))
    _close(found, run)
    return found


def _close(found: list[tuple[str, ...]], run: frozenset[str]) -> None:
    """A run that may be empty asks nothing."""
    if "" not in run:
        found.append(tuple(sorted(run)))


def _forms(node: Node, lang: str) -> frozenset[str] | None:
    """All that a node can be in a text; None where that is not to be written out."""
    if isinstance(node, Literal):
        return _spelled(node.text, lang)
    if isinstance(node, Sequence):
        parts = [_forms(item, lang) for item in node.items]
        forms = frozenset({""})
        for part in parts:
            if part is None or len(forms) * len(part) > MOST:
                return None
            forms = frozenset(before + after for before in forms for after in part)
        return forms
    if isinstance(node, Choice):
        options = [_forms(option, lang) for option in node.options]
        known = [option for option in options if option is not None]
        if len(known) < len(options) or sum(map(len, known)) > MOST:
            return None
        return frozenset({""} if node.optional else ()).union(*known)
    return None


def _spelled(text: str, lang: str) -> frozenset[str] | None:
    """A literal with what its expression lets stand in it: 送不到 for 送到."""
    if lang == "en":
        return None if AUXILIARY.search(text) else frozenset({text.replace("'", "")})
    forms = [""]
    for number, part in enumerate(COMPLEMENT.split(text)):
        forms = [f + add + part for f in forms for add in (("", "不") if number else ("",))]
    return frozenset(forms)


def _first(node: Node, lang: str) -> frozenset[str]:
    """The first run of a node, in each of its ways; with "" where it asks nothing."""
    if isinstance(node, SlotPlace) and node.kind != "item":
        return frozenset({STANDS_FOR[node.kind]})
    if isinstance(node, Choice) and not node.optional:
        options = [_runs(option, lang) for option in node.options]
        if all(options):
            return frozenset().union(*(runs[0] for runs in options))
    return frozenset({""})
