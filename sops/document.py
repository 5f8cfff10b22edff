"""A YAML file as plain data that remembers where everything in it was written."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any, TypeVar

from sops.language import _
from sops.problem import Problem, Problems, printable
from sops.source_file import MAX_BYTES, decode, read_text, refusal
from sops.yaml_tree import Mark, Path, path_text

if TYPE_CHECKING:
    from pydantic import BaseModel

    Model = TypeVar("Model", bound=BaseModel)

Marks = dict[Path, Mark]


@dataclass(frozen=True)
class Document:
    """Plain data (dict, list, str, int, float, bool, None) and the mark of every node.

    A path is a tuple of keys (str) and list positions (int). Marks may name different files,
    so a document can be put together from several; a path without a mark has that of its
    nearest ancestor. `problems` are mistakes in the text that left the rest readable (a key
    written twice); `check` and `validate` raise them.
    """

    file: str
    data: dict[str, Any]
    marks: Marks = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @classmethod
    def read(cls, path: FilePath | str, max_bytes: int = MAX_BYTES) -> Document:
        """Read a file; raises `Problems` when it cannot be read as one YAML mapping."""
        return cls.from_text(read_text(path, max_bytes), os.fspath(path))

    @classmethod
    def from_bytes(cls, raw: bytes, file: str, max_bytes: int = MAX_BYTES) -> Document:
        """Like `read`, for bytes at hand that are called `file` in messages."""
        return cls.from_text(decode(raw, file, max_bytes), file)

    @classmethod
    def from_text(cls, text: str, file: str) -> Document:
        """Like `read`, for text at hand that is called `file` in messages."""
        from sops.yaml_syntax import parse

        tree = parse(text, file)
        if tree.data is None:
            raise refusal(file, _("文件是空的"))
        if not isinstance(tree.data, dict):
            mark = tree.marks[()]
            message = _("最外层应为“键: 值”的映射")
            raise refusal(file, message, mark.line, mark.col)
        return cls(file, tree.data, tree.marks, tuple(tree.problems))

    def mark(self, path: Iterable[str | int] = ()) -> Mark:
        """Where `path`, or else its nearest ancestor, is written."""
        steps = tuple(path)
        for length in range(len(steps), -1, -1):
            found = self.marks.get(steps[:length])
            if found is not None:
                return found
        return Mark(self.file, 1, 1)

    def problem(self, path: Iterable[str | int], message: str) -> Problem:
        """A mistake at `path`, located."""
        steps = tuple(path)
        return Problem(*self.mark(steps), path_text(steps), message)

    def check(self) -> None:
        """Raise `Problems` if the text had mistakes."""
        if self.problems:
            raise Problems(self.problems)

    def validate(self, model: type[Model]) -> Model:
        """The data as `model`, or `Problems` with every mistake in text and values."""
        from pydantic import ValidationError

        from sops.model_errors import misfits

        try:
            valid = model.model_validate(self.data)
        except ValidationError as error:
            found = [self.problem(path, text) for path, text in misfits(error, self.data, model)]
            raise Problems([*self.problems, *found]) from None
        self.check()
        return valid


def marks_under(marks: Mapping[Path, Mark], path: Path, new_path: Path = ()) -> Marks:
    """The marks at and below `path`, moved so that `path` becomes `new_path`.

    For putting a document together: `data` takes the part, `marks` its moved marks.
    """
    depth = len(path)
    return {
        (*new_path, *place[depth:]): mark for place, mark in marks.items() if place[:depth] == path
    }


__all__ = ["Document", "Mark", "Marks", "Path", "marks_under", "path_text", "printable"]
