"""Reading a peak scenario: find it, merge its parents, patch it, validate it, check it."""

from __future__ import annotations

import copy
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from scenarios.peak.check import check
from scenarios.peak.draft import Draft
from scenarios.peak.library import find_peak
from scenarios.peak.patch import Extension, changes, override, split
from scenarios.peak.scenario import PeakScenario
from sops.document import Document
from sops.language import _
from sops.problem import Problem, Problems, printable

MAX_PARENTS = 20


def load(
    source: str | Path,
    sets: Sequence[str] = (),
    patches: Sequence[Callable[[Draft], None]] = (),
) -> PeakScenario:
    """The scenario of a library name or file, with `PATH=VALUE` and `PATH*=FACTOR` overrides, then
    with `patches` (which collect their mistakes in the draft).

    Raises `Problems`, and nothing else, with every mistake that could be found at once; each
    is located where the wrong value was written, be it in a parent, a patch or an override.
    """
    try:
        return _load(find_peak(source), sets, patches)
    except Problems as found:
        raise Problems(_without_echoes(found.problems)) from None


def _load(
    path: Path, sets: Sequence[str], patches: Sequence[Callable[[Draft], None]]
) -> PeakScenario:
    draft = _assemble(path, ())
    for text in sets:
        try:
            draft.apply(override(text))
        except Problems as found:
            draft.problems += found.problems
    return _finished(draft, path, patches)


def load_each(
    source: str | Path, patches: Sequence[Callable[[Draft], None]]
) -> Iterator[PeakScenario | Problems]:
    """The scenario with each of the patches alone, or what is wrong with it, in their order: as
    `load`, but the file is read once. Raises `Problems` where it cannot be read."""
    path = find_peak(source)
    draft = _assemble(path, ())
    for patch in patches:
        try:
            yield _finished(copy.deepcopy(draft), path, (patch,))
        except Problems as found:
            yield Problems(_without_echoes(found.problems))


def _finished(draft: Draft, path: Path, patches: Sequence[Callable[[Draft], None]]) -> PeakScenario:
    for patch in patches:
        patch(draft)
    document = draft.document(os.fspath(path))
    kind = document.data.get("kind")
    if isinstance(kind, str) and kind != "peak":
        message = _("这不是大促场景：kind 应为 peak，现在是 {kind}").format(kind=printable(kind))
        raise Problems([*document.problems, document.problem(("kind",), message)])
    scenario = document.validate(PeakScenario)
    misfits = [document.problem(place, message) for place, message in check(scenario)]
    if misfits:
        raise Problems(misfits)
    return scenario


def _without_echoes(problems: Sequence[Problem]) -> Iterator[Problem]:
    """One problem for each wrong value, though a `*` or an alias may have put it in many places."""
    places: dict[tuple[str, int, int, str], list[Problem]] = {}
    for problem in problems:
        place = (problem.file, problem.line, problem.col, problem.message)
        places.setdefault(place, []).append(problem)
    for found in places.values():
        first = found[0]
        if len(found) > 1 and first.line:
            message = _("{message}（共 {n} 处）").format(message=first.message, n=len(found))
            yield replace(first, message=message)
        else:
            yield from found


def _assemble(path: Path, chain: tuple[Path, ...]) -> Draft:
    """A file's data on top of its parents'; `chain` are the files that extend it."""
    document = Document.read(path)
    own, extension, problems = split(document)
    if extension is None:
        if problems:
            raise Problems([*document.problems, *problems])
        return Draft(own)
    parent = _parent(document, extension, path, (*chain, path), problems)
    try:
        draft = _assemble(parent, (*chain, path))
    except Problems as found:
        raise Problems([*found.problems, *problems, *document.problems]) from None
    draft.overlay(own)
    if not problems:
        for change in changes(document):
            draft.apply(change)
    draft.problems += problems
    return draft


def _parent(
    document: Document,
    extension: Extension,
    path: Path,
    chain: tuple[Path, ...],
    problems: list[Problem],
) -> Path:
    """The file that is extended; `Problems` where there is none or it extends its own child."""
    name = extension.extends
    try:
        parent = find_peak(name, base=path.parent, skip=path)
    except Problems as found:
        message = found.problems[0].message
        parent = None
    if parent is not None and not os.path.exists(parent):
        message = _("找不到文件 {name}").format(name=printable(name, 200))
        parent = None
    elif parent is not None and any(parent.samefile(link) for link in chain):
        names = " → ".join(printable(link.name) for link in (*chain, parent))
        message = _("extends 绕成了圈：{names}").format(names=names)
        parent = None
    elif len(chain) > MAX_PARENTS:
        message = _("extends 最多 {limit} 层").format(limit=MAX_PARENTS)
        parent = None
    if parent is None:
        problem = document.problem(("extends",), message)
        raise Problems([*problems, *document.problems, problem])
    return parent
