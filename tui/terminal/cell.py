"""Text by the cells it takes: padding, cutting and wrapping."""

from __future__ import annotations

from rich.cells import cell_len

ELLIPSIS = "…"
# Never at the start of a line.
_CLOSING = frozenset("，。、；：？！）》」』】〕”’…,.;:?!)]}%")
# Never at the end of a line.
_OPENING = frozenset("（《「『【〔“‘([{")


def cells(text: str) -> int:
    """How many terminal cells `text` takes."""
    return cell_len(text)


def cut(text: str, width: int) -> str:
    """`text` in at most `width` cells, ending in `…` where something had to go."""
    if cells(text) <= width:
        return text
    kept, used = [], 0
    for character in text:
        used += cells(character)
        if used > width - 1:
            break
        kept.append(character)
    return ("".join(kept).rstrip() + ELLIPSIS)[: max(width, 0)]


def left(text: str, width: int) -> str:
    """`text` at the left of exactly `width` cells."""
    text = cut(text, width)
    return text + " " * (width - cells(text))


def right(text: str, width: int) -> str:
    """`text` at the right of exactly `width` cells."""
    text = cut(text, width)
    return " " * (width - cells(text)) + text


def middle(text: str, width: int) -> str:
    """`text` in the middle of exactly `width` cells."""
    text = cut(text, width)
    before = (width - cells(text)) // 2
    return left(" " * before + text, width)


def wrap(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` cells (at least two).

    Breaks at blanks and beside wide characters; no line starts with closing punctuation or
    ends with an opening bracket, if a line holds more than that.
    """
    width = max(width, 2)
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _wrapped(paragraph, width)
    return lines


def longest_word(text: str) -> int:
    """Cells of the longest part of `text` that `wrap` had to break in an ugly place."""
    return max((cells(piece) for piece in _pieces(text)), default=0)


def _wrapped(text: str, width: int) -> list[str]:
    lines, line = [], ""
    for piece in _pieces(text):
        if piece.isspace():
            line += piece if line else ""
            continue
        if line.strip() and cells(line + piece) > width:
            head, line = _break(line, piece)
            lines.append(head.rstrip())
        while cells(line + piece) > width:
            head, piece = _fill(line.lstrip() + piece, width)
            lines.append(head)
            line = ""
        line += piece
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _break(line: str, piece: str) -> tuple[str, str]:
    """What to end the line with, and what moves to the next line with `piece`."""
    kept = len(line)
    while kept > 2 and _inseparable(line[kept - 1], (line[kept:] + piece)[0]):
        kept -= 1
    return (line[:kept], line[kept:]) if kept > 2 else (line, "")


def _inseparable(before: str, after: str) -> bool:
    """Whether no line may end between these two characters."""
    word = not (before + after).count(" ") and cells(before) == cells(after) == 1
    return word or after in _CLOSING or before in _OPENING


def _fill(piece: str, width: int) -> tuple[str, str]:
    """As much of a word longer than a line as a line holds, and the rest."""
    used = 0
    for index, character in enumerate(piece):
        used += cells(character)
        if used > width:
            return piece[:index], piece[index:]
    return piece, ""


def _pieces(text: str) -> list[str]:
    """Blanks, narrow words and single wide characters, in order."""
    pieces: list[str] = []
    for character in text:
        wide = cells(character) != 1
        last = pieces[-1] if pieces else ""
        joins = last and not wide and cells(last[-1]) == 1
        if joins and (last[-1] == " ") == (character == " "):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces
