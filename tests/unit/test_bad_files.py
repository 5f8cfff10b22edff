"""Wrong scenario files are told where they are wrong, in both languages, and never crash."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from scenarios.peak.load import load
from sops.language import set_language
from sops.problem import Problem, Problems

BAD = Path(__file__).parent.parent / "bad"
BASE = BAD / "base.yaml"
FILES = sorted((BAD / "peaks").glob("*.yaml"))
EXPECT = "# expect: "
CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    yield
    set_language(None)


def told(path: Path | str, language: str = "zh") -> tuple[Problem, ...]:
    """What is said about a file that must be refused."""
    set_language(language)
    with pytest.raises(Problems) as caught:
        load(Path(path))
    return caught.value.problems


def place(problem: Problem, path: Path) -> str:
    """`line:col  path`, with the file's name in front where it is another file."""
    text = f"{problem.line}:{problem.col}"
    if Path(problem.file).name != path.name:
        text = f"{Path(problem.file).name}:{text}"
    return f"{text}  {problem.path}".rstrip()


def test_there_are_many_kinds_of_mistakes() -> None:
    """The folder holds a file for each of at least sixty kinds of mistakes."""
    assert len(FILES) >= 60


def test_base_is_right() -> None:
    """The scenario that the wrong ones extend is itself accepted."""
    assert load(BASE).name == "base"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_mistakes_are_located(path: Path) -> None:
    """Each wrong file yields exactly the places its first line expects, in either language."""
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith(EXPECT)
    expected = sorted(first.removeprefix(EXPECT).split(" | "))
    for language in ("zh", "en"):
        assert sorted(place(problem, path) for problem in told(path, language)) == expected


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_messages_are_in_the_readers_language(path: Path) -> None:
    """Every message is Chinese for Chinese readers and has no Chinese left for English ones."""
    chinese = [problem.message for problem in told(path, "zh")]
    english = [problem.message for problem in told(path, "en")]
    assert all(CHINESE.search(message) for message in chinese)
    assert not [message for message in english if CHINESE.search(message)]


@pytest.mark.parametrize("twentieth", range(20))
def test_truncated(tmp_path: Path, twentieth: int) -> None:
    """A file cut off anywhere before its last required part is refused, located in that file."""
    text = BASE.read_text(encoding="utf-8")
    required = text.index("\ngroups:")
    path = tmp_path / "cut.yaml"
    path.write_text(text[: required * twentieth // 20], encoding="utf-8")
    assert all(problem.file == str(path) and problem.line >= 1 for problem in told(path))


@pytest.mark.parametrize("length", range(60))
def test_cut_at_any_byte(tmp_path: Path, length: int) -> None:
    """A file cut off inside a line, or inside a character, is refused like any other."""
    raw = BASE.read_bytes()
    path = tmp_path / "cut.yaml"
    path.write_bytes(raw[: raw.index("title: {zh: 小".encode()) + length])
    assert told(path)


@pytest.mark.parametrize(
    "raw",
    [
        bytes(range(256)) * 10,
        b"\x7fELF\x02\x01\x01\x00" + b"\x00" * 100,
        b"\xff\xfek\x00i\x00n\x00d\x00",
        "kind: peak\nname: 大促\n".encode("gb18030"),
        b"kind: peak\x00\nname: x\n",
        b"\x00",
    ],
    ids=["all-bytes", "elf", "utf-16", "gb18030", "nul-inside", "nul"],
)
def test_not_utf8_text(tmp_path: Path, raw: bytes) -> None:
    """Binary files and other encodings are refused with one located reason."""
    path = tmp_path / "binary.yaml"
    path.write_bytes(raw)
    (problem,) = told(path)
    assert problem.file == str(path)
    assert problem.line >= 1


def test_huge(tmp_path: Path) -> None:
    """A file beyond the size limit is refused without being parsed."""
    path = tmp_path / "huge.yaml"
    path.write_text("kind: peak\n" + "# " + "x" * 6_000_000 + "\n", encoding="utf-8")
    (problem,) = told(path)
    assert problem.path == ""


def test_many_items(tmp_path: Path) -> None:
    """A list that aliases blow up beyond any sensible length is refused where it gets too long."""
    path = tmp_path / "long.yaml"
    items = "tiers: &many [" + "1," * 2_500 + "1]\n"
    path.write_text(f"kind: peak\n{items}shops: [{'*many,' * 100}1]\n", encoding="utf-8")
    (problem,) = told(path)
    assert problem.path.startswith("shops[")


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="no such device here")
def test_endless_device() -> None:
    """A device that never ends is not read."""
    assert told("/dev/zero")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_pipe(tmp_path: Path) -> None:
    """A pipe that nobody writes to does not block."""
    path = tmp_path / "pipe.yaml"
    os.mkfifo(path)
    assert told(path)


def test_folder_and_missing_file(tmp_path: Path) -> None:
    """A folder and a file that is not there are refused like wrong files."""
    assert told(tmp_path)
    assert told(tmp_path / "missing.yaml")


@pytest.mark.parametrize("bracket", ["[", "{a: ", "- "])
def test_deep_nesting(tmp_path: Path, bracket: str) -> None:
    """Thousands of nested levels end in a located mistake, not in a recursion error."""
    path = tmp_path / "deep.yaml"
    path.write_text("kind: " * (bracket != "- ") + bracket * 20_000 + "\n", encoding="utf-8")
    assert told(path)


def test_hostile_text_is_escaped(tmp_path: Path) -> None:
    """Terminal controls and bidi marks from a file never reach the screen as they are."""
    path = tmp_path / "evil\x1b[31m.yaml"
    base = BASE.read_text(encoding="utf-8")
    evil = '"\\e[2J\\u202Eevil"'
    text = base.replace("name: base", f"name: {evil}").replace("platform: jd", f"platform: {evil}")
    path.write_text(text, encoding="utf-8")
    shown = "\n".join(str(problem) for problem in told(path))
    assert "\\x1b" in shown
    assert "\\u202e" in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown


@pytest.mark.parametrize("word", ["on", "off", "yes", "no", "12:30", "0x", "1e", "1_000_000_"])
def test_words_other_parsers_take_for_numbers(tmp_path: Path, word: str) -> None:
    """`no`, `12:30` and the like stay texts, and so are refused where a number belongs."""
    path = tmp_path / "word.yaml"
    path.write_text(f"extends: {BASE}\ndemand:\n  scale: {word}\n", encoding="utf-8")
    (problem,) = told(path)
    assert (problem.line, problem.path) == (3, "demand.scale")
    assert word in problem.message


def test_unquoted_time(tmp_path: Path) -> None:
    """A time of day needs no quotes: `12:30` is half past twelve, not 750."""
    path = tmp_path / "time.yaml"
    hours = "queues.chat.hours: [{opens: 9:30, closes: 22:00}]"
    patch = f"patches:\n- name: a\n  title: {{zh: 甲, en: A}}\n  set:\n    {hours}\n"
    path.write_text(f"extends: {BASE}\n{patch}", encoding="utf-8")
    queue = next(queue for queue in load(path).queues if queue.name == "chat")
    assert (queue.hours[0].opens, queue.hours[0].closes) == (570, 1320)


def test_all_mistakes_at_once(tmp_path: Path) -> None:
    """Mistakes in the text, in values and in patches are told together, in the file's order."""
    path = tmp_path / "several.yaml"
    path.write_text(
        f"extends: {BASE}\nname: x\nname: y\nclock:\n  drain_minutes: -1\n"
        "patches:\n- name: a\n  title: {zh: 甲, en: A}\n  set: {groups.nobody.people: 3}\n"
        "bots: none\n",
        encoding="utf-8",
    )
    lines = [problem.line for problem in told(path)]
    assert lines == sorted(lines)
    assert set(lines) == {3, 5, 9, 10}
