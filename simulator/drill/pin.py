"""Hashes of what a session is played with, so that a replay can tell whether it still is (D11)."""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import BaseModel

LENGTH = 16


def pin(model: BaseModel) -> str:
    """The hash of a model's content; its layout and comments in the file do not count, nor what
    the accepted ends of a drill are called: nothing is played or scored by it."""
    data = model.model_dump(mode="json", by_alias=True)
    for end in data.get("accepted", ()):
        end.pop("title", None)
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return sha256(text.encode()).hexdigest()[:LENGTH]


@cache
def recogniser() -> str:
    """The hash of everything that understanding is made of: code, weights and cues."""
    folder = Path(__file__).parent / "understanding"
    digest = sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".py", ".npz", ".json", ".txt", ".yaml"):
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:LENGTH]
