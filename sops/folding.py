"""One shape for text that people type in many: full width, capitals, curly marks."""

from __future__ import annotations

from collections.abc import Iterator


def _pairs() -> Iterator[tuple[int, str]]:
    for code in range(0xFF01, 0xFF5F):
        yield code, chr(code - 0xFEE0).lower()
    for code in range(ord("A"), ord("Z") + 1):
        yield code, chr(code + 32)
    groups = {
        "'": "\u2018\u2019\u02bc\u2032`\u00b4",
        "-": "\u2010\u2011\u2012\u2013\u2014\u2212\ufe58\ufe63",
        " ": "\u3000\u00a0\u2002\u2003\u2009\u202f\t",
        "¥": "\uffe5",
        "~": "\u223c\u301c",
    }
    for plain, others in groups.items():
        yield from ((ord(other), plain) for other in others)


_PLAIN = dict(_pairs())
# A sentence mark of one script stays one of that script: "？" is not "?" to a clause splitter,
# but to patterns and slots they are the same.


def fold(text: str) -> str:
    """`text` with full-width forms made half-width, ASCII capitals small, quotes, dashes and
    blanks plain. As long as `text`, character for character, so places stay places."""
    return text.translate(_PLAIN)
