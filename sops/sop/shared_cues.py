"""Cues that facts of several SOPs share because they mean the same (D4).

`sops/library/words/facts.yaml`: group → cues in both languages, as in a fact's `heard`. A fact
takes them with `heard: {like: [group]}`, so what one SOP learns to hear all its siblings hear.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from sops.compiled import compiled
from sops.pattern import problem_of
from sops.problem import Problems, printable
from sops.sop.fact import Cues
from sops.strict import Closed, Word


class Group(Closed):
    """The cues of one group."""

    zh: Cues
    en: Cues


class SharedCues(Closed):
    """All groups."""

    groups: dict[Word, Group]


def shared_cues(name: str, language: str) -> Cues | None:
    """The cues of a group in `zh` or `en`; None: there is no such group."""
    group = _groups().get(name)
    if group is None:
        return None
    return group.en if language == "en" else group.zh


@cache
def _groups() -> dict[str, Group]:
    path = Path(str(files("sops"))) / "library" / "words" / "facts.yaml"
    return dict(compiled([path], SharedCues, lambda: _read(path)).groups)


def _read(path: Path) -> SharedCues:
    from sops.document import Document

    document = Document.read(path)
    shared = document.validate(SharedCues)
    wrong = [
        document.problem(("groups", name, language), f"{printable(pattern)}: {fault}")
        for name, group in shared.groups.items()
        for language, cues in (("zh", group.zh), ("en", group.en))
        for pattern in patterns(cues)
        if (fault := problem_of(pattern, language))
    ]
    if wrong:
        raise Problems(wrong)
    return shared


def patterns(cues: Cues) -> tuple[str, ...]:
    """Every pattern of some cues."""
    chosen = (pattern for words in cues.choices.values() for pattern in words)
    return (*cues.yes, *cues.no, *cues.say, *cues.ask, *chosen)
