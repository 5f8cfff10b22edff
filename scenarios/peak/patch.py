"""Named patches of a scenario file (`extends:` with `patches:`), and `--set` overrides."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from scenarios.peak.draft import Change
from scenarios.peak.strict import Name, Note, Number, Strict, Title
from sops.document import Document, Mark, marks_under, path_text
from sops.language import _
from sops.problem import Problem, Problems, printable

_OVERRIDE = re.compile(r"(?P<path>[^=]+?)(?P<scale>(?<!\.)\*)?=(?P<value>.*)", re.DOTALL)


class Patch(Strict):
    """Named changes: `set` replaces values or subtrees, then `scale` multiplies numbers."""

    name: Name
    title: Title
    note: Note | None = None
    set: dict[str, Any] = Field(default_factory=dict)
    scale: dict[str, Number] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _changes_something(self) -> Patch:
        if not self.set and not self.scale:
            raise ValueError(_("补丁须写 set 或 scale"))
        return self


class Extension(BaseModel):
    """The keys by which a file builds on another one."""

    model_config = ConfigDict(extra="ignore", allow_inf_nan=False)

    extends: Annotated[str, Field(min_length=1)]
    """A library name, or a path that starts at this file's folder."""
    patches: Annotated[tuple[Patch, ...], Field(max_length=200)] = ()


EXTENSION_KEYS = tuple(Extension.model_fields)


def split(document: Document) -> tuple[Document, Extension | None, list[Problem]]:
    """A file's own data, how it extends another one, and what is wrong with that."""
    own = {key: value for key, value in document.data.items() if key not in EXTENSION_KEYS}
    above = {key: value for key, value in document.data.items() if key in EXTENSION_KEYS}
    rest = Document(document.file, own, document.marks, document.problems)
    if not above:
        return rest, None, []
    if "extends" not in above:
        return rest, None, [document.problem(("patches",), _("patches 须和 extends 一起写"))]
    try:
        extension = Document(document.file, above, document.marks).validate(Extension)
    except Problems as found:
        return rest, _without_patches(above), list(found.problems)
    return rest, extension, _same_names(document, extension)


def changes(document: Document) -> list[Change]:
    """The changes of a file's patches, in order; its patches must be valid."""
    found: list[Change] = []
    for index, patch in enumerate(document.data.get("patches") or ()):
        for key in ("set", "scale"):
            for selector, value in patch.get(key, {}).items():
                place = ("patches", index, key, selector)
                mark = document.mark(place)
                inner = marks_under(document.marks, place)
                text = path_text(place)
                found.append(Change(selector, value, key == "scale", mark, text, inner))
    return found


def override(text: str) -> Change:
    """`PATH=VALUE` or `PATH*=FACTOR` from the command line; raises `Problems`."""
    file = f"--set {text}"
    match = _OVERRIDE.fullmatch(text)
    if match is None:
        message = _("应写成 PATH=VALUE（替换）或 PATH*=FACTOR（放缩）")
        raise Problems([Problem(file, 1, 1, "", message)])
    selector = match["path"].strip()
    value, inner = _value(match["value"], file, match.start("value"))
    place = Mark(file, 1, 1)
    if match["scale"] and (isinstance(value, bool) or not isinstance(value, int | float)):
        problem = Problem(file, 1, match.start("value") + 1, selector, _("倍数应为数字"))
        raise Problems([problem])
    return Change(selector, value, bool(match["scale"]), place, selector, inner)


def _value(text: str, file: str, offset: int) -> tuple[Any, dict[Any, Mark]]:
    """A YAML scalar or flow value, its marks moved to where it stands after the `=`."""
    key = "v: "
    shift = offset - len(key)
    if "\n" in text or "\r" in text:
        raise Problems([Problem(file, 1, offset + 1, "", _("值须写在一行里"))])
    try:
        document = Document.from_text(key + text, file)
        document.check()
    except Problems as found:
        raise Problems(_moved(problem, shift) for problem in found.problems) from None
    inner = {
        path: mark._replace(col=max(1, mark.col + shift))
        for path, mark in marks_under(document.marks, ("v",)).items()
    }
    inner[()] = Mark(file, 1, offset + 1)
    return document.data["v"], inner


def _moved(problem: Problem, shift: int) -> Problem:
    path = problem.path.removeprefix("v").removeprefix(".")
    return Problem(problem.file, problem.line, max(1, problem.col + shift), path, problem.message)


def _without_patches(above: dict[str, Any]) -> Extension | None:
    parent = above["extends"]
    return Extension(extends=parent) if isinstance(parent, str) and parent else None


def _same_names(document: Document, extension: Extension) -> list[Problem]:
    first: dict[str, int] = {}
    found = []
    for index, patch in enumerate(extension.patches):
        if patch.name in first:
            message = _("名字 {name} 重复：第 {n} 项已经用了")
            place = ("patches", index, "name")
            text = message.format(name=printable(patch.name), n=first[patch.name] + 1)
            found.append(document.problem(place, text))
        first.setdefault(patch.name, index)
    return found
