"""A case of a drill: drawn by the seed, worked out, filled in (D2)."""

from __future__ import annotations

from datetime import datetime

import pytest

from scenarios.drill.case import case_of
from scenarios.drill.expression import ExpressionError, evaluate
from scenarios.drill.load import load_drill
from scenarios.drill.template import fill, filled
from scenarios.drill.text import Text
from sops.document import Document
from sops.sop.load import sop_of


def test_the_same_seed_gives_the_same_case_and_others_differ() -> None:
    """Variables are pure functions of drill, name and seed."""
    drill, sop = load_drill("price-drop-gift")
    assert case_of(drill, sop, 7).values == case_of(drill, sop, 7).values
    assert len({case_of(drill, sop, seed).values["order"] for seed in range(20)}) == 20


def test_a_new_variable_does_not_change_the_others() -> None:
    """Each variable has a draw of its own."""
    drill, sop = load_drill("price-drop-gift")
    fewer = drill.model_copy(
        update={"variations": {k: v for k, v in drill.variations.items() if k != "item"}}
    )
    whole, part = case_of(drill, sop, 3).values, case_of(fewer, sop, 3).values
    assert {key: whole[key] for key in part} == dict(part)


def test_a_compiled_drill_equals_the_one_that_was_read() -> None:
    """What the cache gives back is what the file says."""
    from scenarios.drill.load import _read, drill_folders

    path = drill_folders()[1] / "price-drop-gift.yaml"
    assert _read(path) == load_drill("price-drop-gift")[0]
    sop_path = path.parents[3] / "sops" / "library" / "sops" / "price-protection.yaml"
    assert sop_of(Document.read(sop_path), sop_path) == load_drill("price-drop-gift")[1]


@pytest.mark.parametrize(
    ("text", "value"),
    [("1 + 2 * 3", 7), ("a - b", 3), ("a > b and not b > a", True), ("min(a, b)", 2),
     ("'x' if a > 3 else 'y'", "x"), ("-a // 2", -3), ("a % 2 == 1", True)],
)  # fmt: skip
def test_expressions_are_worked_out(text: str, value: object) -> None:
    """Sums, comparisons and choices over variables."""
    assert evaluate(text, {"a": 5, "b": 2}) == value


@pytest.mark.parametrize(
    "text",
    ["__import__('os')", "a.b", "a[0]", "lambda: 1", "x", "1 +", "1 / 0", "f(1)", "'a' - 1",
     "[1, 2]", "9" * 300],
)  # fmt: skip
def test_what_is_no_expression_is_told(text: str) -> None:
    """Nothing but small sums is worked out, and every mistake is one kind of error."""
    with pytest.raises(ExpressionError):
        evaluate(text, {"a": 5})


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("{fen|yuan}", "45.90", "45.90"),
        ("{at}", "11月13日14:05", "14:05 on 13 November"),
        ("{at|day}", "11月13日", "13 November"),
        ("{at|time}", "14:05", "14:05"),
        ("{id|tail}", "5678", "5678"),
        ("{long|days}", "3", "3"),
        ("{what}", "外套", "coat"),
    ],
)
def test_slots_are_filled_as_people_write(text: str, zh: str, en: str) -> None:
    """Amounts, moments, tails and texts in the language asked for."""
    values = {
        "fen": 4_590, "at": datetime(2026, 11, 13, 14, 5), "id": "12345678", "long": 259_200,
        "what": Text(zh="外套", en="coat"),
    }  # fmt: skip
    assert fill(text, values, "zh") == zh
    assert fill(text, values, "en") == en


def test_a_slot_alone_keeps_its_type() -> None:
    """A row's number stays a number, a moment becomes an ISO text."""
    values = {"fen": 4_590, "at": datetime(2026, 11, 13, 14, 5)}
    assert filled("{fen}", values, "zh") == 4_590
    assert filled("{at}", values, "zh") == "2026-11-13T14:05"
    with pytest.raises(ExpressionError):
        fill("{nobody}", values, "zh")
    with pytest.raises(ExpressionError):
        fill("{fen|stars}", values, "zh")
