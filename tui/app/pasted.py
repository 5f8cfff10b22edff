"""What is pasted: often from a web page, which may hide more in it than is seen."""

from __future__ import annotations

from sops.problem import hidden


def pasted(text: str) -> str:
    """`text` without what nobody sees: no terminal escape reaches a box, a terminal or the records.

    Line breaks of all kinds become those of a text; tabs stay, and so do joiners of emoji.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    if not hidden(lines):
        return lines
    return "".join(character for character in lines if not hidden(character))


def in_one_line(text: str) -> str:
    """The same for a box of one line, which by itself would drop all lines but the first."""
    return " ".join(line.strip() for line in text.split("\n") if line.strip())
