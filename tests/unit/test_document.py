"""Reading YAML without trusting it, and telling mistakes at the author's line."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, field_validator

from sops import yaml_tree
from sops.document import Document, Mark, marks_under
from sops.language import set_language
from sops.model_errors import Misfit
from sops.problem import Problem, Problems, printable


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Messages are asserted in the source language."""
    set_language("zh")
    yield
    set_language(None)


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Constant(Strict):
    kind: Literal["constant"]
    seconds: float = Field(ge=0)


class Lognormal(Strict):
    kind: Literal["lognormal"]
    mean_seconds: float = Field(gt=0)
    cv: float = 1.0
    at_most: float | Constant | None = None


class Group(Strict):
    skill: str
    after_seconds: int = 0


class Queue(Strict):
    name: str
    groups: tuple[Group, ...] = ()
    handle: Annotated[Constant | Lognormal, Field(discriminator="kind")] | None = None
    cap: int | Group | None = None

    @field_validator("groups")
    @classmethod
    def no_ghost(cls, groups: tuple[Group, ...]) -> tuple[Group, ...]:
        for position, group in enumerate(groups):
            if group.skill == "ghost":
                raise Misfit("没有人会 ghost", position, "skill")
        return groups


class Floor(Strict):
    queues: list[Queue]
    share: float = Field(default=0.5, ge=0, le=1)
    mode: Literal["first_free", "named"] = "named"
    note: str = ""
    shops: dict[str, Group] = {}


def complaints(text: str, model: type[BaseModel] = Floor) -> list[str]:
    """The problems of a text as `line:col path message`."""
    with pytest.raises(Problems) as caught:
        Document.from_text(text, "f.yaml").validate(model)
    return [str(problem).removeprefix("f.yaml:") for problem in caught.value.problems]


def refusal(raw: bytes) -> Problem:
    """The only problem of bytes that cannot be read."""
    with pytest.raises(Problems) as caught:
        Document.from_bytes(raw, "f.yaml")
    (problem,) = caught.value.problems
    return problem


def test_scalars_are_not_guessed() -> None:
    """Times, dates, yes/no words and keys stay texts; numbers, true and null do not."""
    text = "a: 12:30\nb: 2026-11-11\nc: no\nd: off\ne: 1_000\nf: 1.5e3\ng: true\nh:\n"
    text += "12: '3'\non: 0x10\n"
    assert Document.from_text(text, "f").data == {
        "a": "12:30",
        "b": "2026-11-11",
        "c": "no",
        "d": "off",
        "e": 1000,
        "f": 1500.0,
        "g": True,
        "h": None,
        "12": "3",
        "on": 16,
    }


def test_every_node_is_marked_and_unknown_paths_fall_back() -> None:
    """A key is marked where it stands, an item where it starts, the rest like its ancestor."""
    document = Document.from_text("queues:\n  - name: a\n    groups: [{skill: x}]\n", "f.yaml")
    assert document.mark(("queues", 0)) == Mark("f.yaml", 2, 5)
    assert document.mark(("queues", 0, "groups", 0, "skill")) == Mark("f.yaml", 3, 15)
    assert document.mark(("queues", 0, "cap", "deep")) == Mark("f.yaml", 2, 5)
    problem = document.problem(("queues", 0, "groups", 0, "skill"), "错")
    assert str(problem) == "f.yaml:3:15  queues[0].groups[0].skill  错"


def test_all_mistakes_at_once_in_the_users_words() -> None:
    """Missing, unknown, wrong type, out of range and wrong choice are all told, each in place."""
    text = (
        "queues:\n"
        "  - name: a\n"
        "    grups: []\n"
        "  - groups:\n"
        "      - {skill: s, after_seconds: soon}\n"
        "share: 1.5\n"
        "mode: last\n"
        "zzzzz: 1\n"
    )
    assert complaints(text) == [
        "3:5  queues[0].grups  不认识的键 grups；是不是 groups？",
        "4:5  queues[1]  缺少 name",
        '5:20  queues[1].groups[0].after_seconds  应为整数，现在是 "soon"',
        "6:1  share  不能大于 1，现在是 1.5",
        '7:1  mode  应为 first_free, named 之一，现在是 "last"',
        "8:1  zzzzz  不认识的键 zzzzz；这里可以用：queues, share, mode, note, shops",
    ]


class Clock(Strict):
    interval_minutes: Literal[15, 30] = 30
    mode: Literal["on or off", "it's", 3] = 3
    groups: tuple[Group, ...] = Field(default=(), min_length=2)


def test_choices_are_listed_without_english() -> None:
    """Numbers and texts to choose from are listed bare, whatever they contain."""
    assert complaints("interval_minutes: 20\nmode: 4\n", Clock) == [
        "1:1  interval_minutes  应为 15, 30 之一，现在是 20",
        "2:1  mode  应为 on or off, it's, 3 之一，现在是 4",
    ]


def test_wrong_items_do_not_make_a_list_short() -> None:
    """A list long enough is told about its wrong items only; one too short is told so."""
    two = "groups:\n  - {skill: a}\n  - {skill: [1]}\n"
    assert complaints(two, Clock) == ["3:6  groups[1].skill  应为文字，现在是 一个列表"]
    assert complaints("groups: [{skill: a}]\n", Clock) == ["1:1  groups  至少要 2 项，现在有 1 项"]


@pytest.mark.parametrize(
    ("handle", "told"),
    [
        (
            "{kind: lognormal, mean_second: 3}",
            [
                "3:5  queues[0].handle  缺少 mean_seconds",
                "3:31  queues[0].handle.mean_second  不认识的键 mean_second；是不是 mean_seconds？",
            ],
        ),
        (
            "{kind: constant, seconds: -1}",
            ["3:30  queues[0].handle.seconds  不能小于 0，现在是 -1"],
        ),
        (
            "{kind: beta}",
            ["3:5  queues[0].handle  kind 应为 constant, lognormal 之一，现在是 beta"],
        ),
        ("{seconds: 1}", ["3:5  queues[0].handle  缺少 kind"]),
    ],
)
def test_a_union_tells_only_the_branch_picked(handle: str, told: list[str]) -> None:
    """A discriminator picks the branch, and neither other branches nor its name are in the way."""
    assert complaints(f"queues:\n  - name: a\n    handle: {handle}\n") == told


def test_a_union_without_discriminator_tells_the_branch_that_fits_best() -> None:
    """A mapping is judged as the mapping branch; what fits no branch lists all of them."""
    assert complaints("queues:\n  - name: a\n    cap: {skil: 1, skill: a}\n") == [
        "3:11  queues[0].cap.skil  不认识的键 skil；是不是 skill？"
    ]
    assert complaints("queues:\n  - name: a\n    cap: many\n") == [
        '3:5  queues[0].cap  应为整数或“键: 值”的映射，现在是 "many"'
    ]


def test_a_union_inside_a_union_is_quiet_too() -> None:
    """Inside the branch a discriminator picked, another union tells its best branch only."""
    handle = "{kind: lognormal, mean_seconds: 1, at_most: {kind: constant, seconds: -2}}"
    assert complaints(f"queues:\n  - name: a\n    handle: {handle}\n") == [
        "3:74  queues[0].handle.at_most.seconds  不能小于 0，现在是 -2"
    ]


def test_validators_speak_for_themselves_and_may_point_inside() -> None:
    """A Misfit carries its own message and the rest of the path."""
    text = "queues:\n  - name: a\n    groups:\n      - skill: x\n      - skill: ghost\n"
    assert complaints(text) == ["5:9  queues[0].groups[1].skill  没有人会 ghost"]


def test_mapping_values_are_located_by_their_key() -> None:
    """Free keys, also odd ones, appear in the path."""
    assert complaints("queues: []\nshops:\n  a b:\n    skill: []\n") == [
        '4:5  shops["a b"].skill  应为文字，现在是 一个列表'
    ]


def test_mistakes_of_text_and_of_values_come_together() -> None:
    """Duplicate keys, tags, merge keys and endless numbers do not hide mistakes of value."""
    text = "queues: []\nshare: 2\nshare: 3\nnote: !python/object:os.system x\nmode: .nan\n"
    told = complaints(text)
    assert told[0] == "2:1  share  不能大于 1，现在是 2"
    assert told[1] == "3:1  share  重复的键 share，第 2 行已经写过"
    assert told[2].startswith("4:7  note  不支持 YAML 标签 ")
    assert "5:7  mode  .nan 不是有限的数" in told
    assert "不支持用 <<" in complaints("queues: []\n<<: {a: 1}\n")[0]


def test_nested_keys_of_a_duplicate_are_not_duplicates() -> None:
    """Only the repeated key itself is told, and the first value counts."""
    document = Document.from_text("a: {x: 1}\na: {x: 2}\n", "f")
    assert [problem.path for problem in document.problems] == ["a"]
    assert document.data == {"a": {"x": 1}}


@pytest.mark.parametrize(
    ("raw", "line", "col", "words"),
    [
        (b"", 1, 1, "空的"),
        (b"# only a comment\n", 1, 1, "空的"),
        (b"---\n", 1, 1, "空的"),
        (b"- 1\n- 2\n", 1, 1, "映射"),
        (b"just text\n", 1, 1, "映射"),
        (b"a: 1\n---\nb: 2\n", 3, 1, "第二份"),
        (b"a:\n\tb: 1\n", 2, 1, "制表符"),
        (b"a: b: c\n", 1, 5, "键: 值"),
        (b"a: 1\n b: 2\n", 2, 3, "键: 值"),
        (b"a: [1, 2\nb: 3\n", 2, 2, "方括号"),
        (b"a: {b: 1\nc: 2\n", 2, 2, "花括号"),
        (b"a: 'open\n", 2, 1, "引号"),
        (b'a: "\\q"\n', 1, 6, "转义"),
        (b"a: @b\n", 1, 4, "引号"),
        (b"a: 1\nb\n", 3, 1, "冒号"),
        (b"%YAML 2.0\n---\na: 1\n", 1, 1, "1.2"),
        (b"a: !x!y 1\n", 1, 4, "标签"),
        (b"? [a]\n: 1\n", 1, 3, "键必须是"),
        (b"\xff\xfea\0:\0", 1, 1, "UTF-16"),
        (b"a: \xb4\xf3\n", 1, 4, "0xb4"),
        (b"a: 1\nb: \xe4\xb8\xad\xff\n", 2, 5, "0xff"),
        (b"\x7fELF\x02\0\0\xff\xff", 1, 1, "二进制"),
        (b"a: \0\n", 1, 4, "二进制"),
        (b"a: 1\nb: \x1b[31m\n", 2, 4, "U+001B"),
    ],
)
def test_unreadable_text_is_refused_in_place(raw: bytes, line: int, col: int, words: str) -> None:
    """Each way of not being one YAML mapping in UTF-8 has its place and its reason."""
    problem = refusal(raw)
    assert (problem.line, problem.col) == (line, col)
    assert words in problem.message


def test_a_byte_order_mark_is_accepted() -> None:
    """Editors on Windows write one; it moves no position."""
    document = Document.from_bytes("\ufeffa: 1\r\nb: 2\r\n".encode(), "f")
    assert document.data == {"a": 1, "b": 2}
    assert document.mark(("b",)) == Mark("f", 2, 1)


def test_deep_nesting_is_refused() -> None:
    """Ten thousand brackets cost a located problem, not the stack."""
    assert "嵌套太深" in refusal(b"a: " + b"[" * 10_000).message


def test_aliases_work_and_bombs_do_not_go_off() -> None:
    """An alias copies; nine levels of ten aliases each are refused before they expand."""
    document = Document.from_text("a: &x {b: 1}\nc: *x\n", "f")
    assert document.data["c"] == {"b": 1}
    assert document.mark(("c", "b")) == Mark("f", 2, 1)
    levels = ["a0: &a0 [1,1,1,1,1,1,1,1,1,1]"]
    levels += [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    assert str(yaml_tree.MAX_NODES) in refusal("\n".join(levels).encode()).message


@pytest.mark.parametrize("text", ["a: *nobody\n", "a: &a [*a]\n"])
def test_an_alias_without_anchor_is_told(text: str) -> None:
    """Neither an unknown alias nor one inside its own anchor is silently empty."""
    (problem,) = Document.from_text(text, "f").problems
    assert "没有对应的" in problem.message


def test_a_huge_number_is_told() -> None:
    """A number of five thousand digits is a problem, not a ValueError."""
    (problem,) = Document.from_text(f"a: {'9' * 5000}\n", "f").problems
    assert "数字太长" in problem.message
    assert len(problem.message) < 100


def test_files_that_are_not_files(tmp_path: Path) -> None:
    """Missing files, folders, pipes, endless devices, huge files and odd names are refused."""
    pipe, huge = tmp_path / "pipe", tmp_path / "huge.yaml"
    os.mkfifo(pipe)
    huge.write_bytes(b"a: 1\n" * 900_000)
    expected = {
        tmp_path / "none.yaml": "找不到",
        tmp_path: "文件夹",
        pipe: "管道",
        Path("/dev/zero"): "管道",
        huge: "太大",
        tmp_path / ("x" * 5000): "读不了",
        tmp_path / "a\0b": "读不了",
        huge / "inside.yaml": "读不了",
    }
    for path, words in expected.items():
        with pytest.raises(Problems) as caught:
            Document.read(path)
        assert words in str(caught.value), path


def test_a_document_put_together_from_two_files_points_into_both() -> None:
    """Marks moved from a part keep their file, so a mistake is told where it was written."""
    base = Document.from_text("queues:\n  - name: a\nshare: 0.1\n", "base.yaml")
    patch = Document.from_text("patch:\n  share: 7\n", "patch.yaml")
    data = {**base.data, "share": patch.data["patch"]["share"]}
    marks = {**base.marks, **marks_under(patch.marks, ("patch", "share"), ("share",))}
    with pytest.raises(Problems) as caught:
        Document("patch.yaml", data, marks).validate(Floor)
    assert str(caught.value) == "patch.yaml:2:3  share  不能大于 1，现在是 7"


def test_a_valid_document_becomes_its_model() -> None:
    """Nothing is told about a file that is right."""
    floor = Document.from_text("queues:\n  - {name: a, cap: 3}\n", "f").validate(Floor)
    assert floor.queues[0].cap == 3


def test_what_a_file_brought_is_escaped() -> None:
    """Terminal controls and text that hides or turns direction never reach the screen."""
    assert printable("\x1b[2J\u202e\x9b\n\u200b") == "\\x1b[2J\\u202e\\x9b\\n\\u200b"
    assert printable("中文 é") == "中文 é"
    assert printable(printable("\x1b")) == printable("\x1b")
    assert printable("长" * 200, 10) == "长" * 9 + "…"
    problem = Problem("a\x1b.yaml", 1, 2, "k\x07", "坏\x1b[0m")
    assert str(problem) == "a\\x1b.yaml:1:2  k\\x07  坏\\x1b[0m"


def test_problems_are_ordered_by_place_and_told_once() -> None:
    """One line each, in the order of the file."""
    first, second = Problem("f", 1, 1, "a", "x"), Problem("f", 10, 1, "b", "y")
    assert str(Problems([second, first, second])) == "f:1:1  a  x\nf:10:1  b  y"
