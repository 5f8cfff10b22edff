"""One shape for a message: simplified characters, plain width, small letters (rule D4)."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from sops.folding import fold

MAX_CHARACTERS = 2000
"""How much of a message is read; nobody types more, and what is pasted beyond it is ignored."""

_TABLE = Path(__file__).parent / "weights" / "simplified.txt"
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]{2,}")
# Placeholders of anonymised text say nothing about the language: [ORDERID_100], #E-s[数字x].
_PLACEHOLDER = re.compile(r"#[Ee]-s\[[^\]\n]{0,8}\]?|\[[^\[\]\n]{1,24}\]|https?://\S{1,200}")


@cache
def _simplified() -> dict[int, str]:
    """Traditional → simplified, character by character."""
    traditional, simple = _TABLE.read_text(encoding="utf-8").split("\n")[:2]
    return {ord(old): new for old, new in zip(traditional, simple, strict=True)}


def normalise(text: str) -> str:
    """`text` folded, with simplified characters and without control characters.

    As long as `text`, character for character, so that places stay places; at most
    `MAX_CHARACTERS` of it.
    """
    plain = fold(text[:MAX_CHARACTERS])
    if plain.isascii():
        return plain if plain.isprintable() else "".join(map(_plain, plain))
    plain = plain.translate(_simplified())
    if plain.isprintable() and unicodedata.is_normalized("NFKC", plain):
        return plain
    return "".join(map(_plain, plain))


def _plain(character: str) -> str:
    """One character for one: its compatible form where that is one character too."""
    if character == "\n":
        return character
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return " "
    found = unicodedata.normalize("NFKC", character)
    return found if len(found) == 1 else character


def language_of(text: str) -> str:
    """`zh` or `en`: whichever the words of `text` are mostly written in; `zh` when in doubt."""
    bare = _PLACEHOLDER.sub(" ", text[:MAX_CHARACTERS])
    words = len(_LATIN.findall(bare))
    return "en" if words > len(_HAN.findall(bare)) else "zh"
