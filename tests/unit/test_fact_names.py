"""The tool that measures facts on the labelled set names facts that there are (D4)."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from fact_names import NAMES, NONE, SOPS, Name  # noqa: E402
from fact_scores import labelled, measured  # noqa: E402

from sops.sop.load import load_sop  # noqa: E402

LANGUAGES = ("zh", "en")
TYPES = {
    "amount": {"amount"},
    "duration": {"duration"},
    "date": {"date"},
    "days": {"number"},
    "listed": {"bool", "choice"},
}


def rows(lang: str) -> list[dict[str, object]]:
    """The lines that may be read."""
    text = (ROOT / "tests" / "understanding" / "facts.jsonl").read_text(encoding="utf-8")
    found = [json.loads(line) for line in text.splitlines()]
    return [row for row in found if row["set"] == "dev" and row["lang"] == lang]


@pytest.mark.parametrize("name", NAMES.values(), ids=list(NAMES))
def test_a_name_of_the_set_stands_for_facts_that_the_sop_has(name: Name) -> None:
    """Fact, type and choices are those of the SOP file."""
    facts = {fact.id: fact for fact in load_sop(name.sop).facts}
    for id in name.facts:
        assert facts[id].type in TYPES[name.values]
    for id, value in name.says:
        assert id in name.facts
        fact = facts[id]
        assert isinstance(value, bool) if fact.type == "bool" else value in dict(fact.choices)
    assert name.sop in SOPS.values()


def test_every_label_is_measured_or_left_out_by_name() -> None:
    """No fact of the set is forgotten, none is on both lists."""
    found = {each["fact"] for lang in LANGUAGES for row in rows(lang) for each in row["facts"]}  # type: ignore[attr-defined]
    assert found == NAMES.keys() | NONE.keys()
    assert not NAMES.keys() & NONE.keys()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_tool_counts_every_asserted_label_once(lang: str) -> None:
    """Hits and misses add up to the labels; most of what is heard is right."""
    figures, _wrong = measured(rows(lang))
    labels = [label for row in rows(lang) for label in labelled(row) if label.counts]
    asserted = sum(label.stance in ("told", "promised", "refused") for label in labels)
    assert figures.all.hits + figures.all.missed == asserted
    assert figures.all.precision >= 0.7
    assert figures.all.recall >= 0.45
