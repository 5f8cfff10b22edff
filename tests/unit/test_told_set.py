"""The lines of tests/understanding/told*.jsonl: written by the rules in the README beside them."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sops.sop.fact import Fact
from sops.sop.load import load_sop

FOLDER = Path(__file__).parents[1] / "understanding"
KEYS = {"text", "context", "lang", "sop", "facts"}
SETS = ("told", "told-more", "told-test")
"""`told-test` is the unread one; where it is not there yet, it has no lines."""
STANCES = {"told", "promised", "refused", "asked", "hypothetical", "quoted", "offered"}


@cache
def _lines(name: str = "told") -> tuple[tuple[int, dict[str, Any]], ...]:
    file = FOLDER / f"{name}.jsonl"
    text = file.read_text("utf-8") if file.exists() else ""
    return tuple((n, json.loads(line)) for n, line in enumerate(text.splitlines(), 1))


def _misfit(fact: Fact, value: Any, said: str) -> str | None:
    """Why the value does not fit the fact; None where it does."""
    if isinstance(value, dict) and set(value) == {"words"}:
        if fact.type not in ("date", "duration", "text"):
            return "words are for dates, lengths of time and texts"
        return None if value["words"] and value["words"] in said else "words not in the text"
    if fact.type == "text":
        # Words that name what was said, though they may not stand there in one piece.
        return None if isinstance(value, str) and value.strip() else "no words"
    fits = {
        "bool": isinstance(value, bool),
        "amount": type(value) is int and value > 0,
        "number": type(value) is int and value > 0,
        "choice": value in fact.choices if isinstance(value, str) else False,
        "duration": isinstance(value, dict)
        and set(value) == {"low", "high"}
        and 0 <= value["low"] <= value["high"] > 0,
    }
    return None if fits.get(fact.type) else f"no value of a {fact.type}"


def _wrong(line: dict[str, Any]) -> list[str]:
    """What is wrong with one line."""
    named = set(line) - {"set"} == KEYS and line.get("set", "dev") in ("dev", "test")
    if not named or line["lang"] not in ("zh", "en"):
        return ["keys, set or lang"]
    facts = {fact.id: fact for fact in load_sop(line["sop"]).facts}
    wrong = []
    for said in line["facts"]:
        fact = facts.get(said["fact"])
        if fact is None or set(said) != {"fact", "value", "negated", "stance"}:
            wrong.append(f"{said}: no such fact, or not its keys")
        elif said["stance"] not in STANCES:
            wrong.append(f"{said}: no such stance")
        elif said["value"] is None:
            if said["stance"] not in ("asked", "hypothetical"):
                wrong.append(f"{said}: only a question or a supposition has no value")
        elif why := _misfit(fact, said["value"], line["text"]):
            wrong.append(f"{said}: {why}")
        elif said["negated"] and fact.type == "bool":
            wrong.append(f"{said}: a truth has the negation in its value")
    return wrong


@pytest.mark.parametrize("name", SETS)
def test_every_line_is_labelled_with_facts_of_its_sop_and_values_that_fit(name: str) -> None:
    """Every label names a fact of the line's SOP, with a value of its kind found in the text."""
    wrong = [f"line {n}: {why}" for n, line in _lines(name) for why in _wrong(line)]
    assert not wrong, "\n".join(wrong)


def test_no_line_stands_twice() -> None:
    """A line with its context and SOP stands once, so that none is in two sets."""
    seen = Counter(
        (line["sop"], line["context"], line["text"]) for name in SETS for _, line in _lines(name)
    )
    assert [line for line, times in seen.items() if times > 1] == []


def test_two_fifths_of_each_sop_and_language_are_for_looking_at() -> None:
    """In each SOP and language 40 % of the lines, to the nearest line, are `dev`."""
    total = Counter((line["sop"], line["lang"]) for _, line in _lines())
    dev = Counter((line["sop"], line["lang"]) for _, line in _lines() if line["set"] == "dev")
    assert {key: dev[key] for key in total if abs(dev[key] - 0.4 * total[key]) > 0.5} == {}


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ({"words": "周五"}, "words not in the text"),
        ("Friday", "no value of a date"),
        ({"low": 1, "high": 2}, "no value of a date"),
    ],
)
def test_a_value_that_does_not_fit_is_noticed(value: Any, why: str) -> None:
    """The check itself fails on a date that the text does not say."""
    assert _misfit(load_sop("logistics-status").fact("expected"), value, "预计周四到") == why
