"""Text by the cells it takes."""

from __future__ import annotations

import pytest

from tui.terminal.cell import cells, cut, left, longest_word, middle, right, wrap

SAMPLE = "熟手组、新人组（入职三周）、外包兼职组+5 秒，Overflow after 30 seconds（资深组）。"


@pytest.mark.parametrize("width", range(12))
def test_padding_fills_exactly(width: int) -> None:
    """Whatever side a text stands on, it takes exactly the cells asked for."""
    for place in (left, right, middle):
        for text in ("", "a", "中", "中文字", "a中b文c", "half-width only"):
            assert cells(place(text, width)) == width


def test_a_wide_character_counts_twice() -> None:
    """Chinese text and its half-width neighbour line up by cells."""
    assert left("中", 4) == "中  "
    assert right("中", 4) == "  中"
    assert right("ab", 4) == "  ab"


def test_a_cut_text_says_so() -> None:
    """A cut text ends in an ellipsis and keeps whole characters only."""
    assert cut("中文字符", 5) == "中文…"
    assert cut("中文字符", 6) == "中文…"
    assert cut("中文", 4) == "中文"


@pytest.mark.parametrize("width", range(8, 60))
def test_wrapped_lines_fit(width: int) -> None:
    """No wrapped line is too wide or starts with closing punctuation, and nothing is lost."""
    lines = wrap(SAMPLE, width)
    assert all(cells(line) <= width for line in lines)
    assert not any(line[0] in "，。、）" for line in lines)
    assert not any(line[-1] == "（" for line in lines)
    assert "".join(lines).replace(" ", "") == SAMPLE.replace(" ", "")


def test_words_stay_whole_where_they_fit() -> None:
    """Narrow words break at blanks; only a word longer than a line is cut."""
    assert wrap("hello world foo", 6) == ["hello", "world", "foo"]
    assert wrap("abcdefgh ij", 5) == ["abcde", "fgh", "ij"]


def test_times_and_numbers_stay_whole() -> None:
    """Punctuation inside a narrow word does not end a line where the word fits on the next."""
    assert wrap("（10日20:00—11日24:00）", 20) == ["（10日20:00—11日", "24:00）"]


def test_the_longest_word_is_what_needs_room() -> None:
    """Wide characters may be parted, narrow words and the blanks around them not."""
    assert longest_word("Platform response rate") == 8
    assert longest_word("平台响应率") == 2
    assert longest_word("") == 0


def test_paragraphs_stay_apart() -> None:
    """Line breaks of the text remain, empty lines too."""
    assert wrap("一\n\n二", 10) == ["一", "", "二"]
