"""The tool that measures facts on the labelled set counts as it says (D4)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from act_scores import lines  # noqa: E402
from fact_scores import TOLD, measured, page  # noqa: E402

LANGUAGES = ("zh", "en")


def line(text: str, *facts: tuple[str, Any, bool, str], sop: str = "cancel-order") -> Any:
    """A line of the set with its labels."""
    labels = [
        {"fact": fact, "value": value, "negated": negated, "stance": stance}
        for fact, value, negated, stance in facts
    ]
    return {"text": text, "context": "", "lang": "zh", "sop": sop, "facts": labels, "set": "dev"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_told_label_is_counted_once(lang: str) -> None:
    """Hits and misses add up to the labels that tell; of the lines that may be read, most of what
    is heard is right and most of what is told is heard."""
    rows = lines("told", lang, "dev")
    figures, _wrong = measured(rows)
    told = [each for row in rows for each in row["facts"] if each["stance"] in TOLD]
    assert figures.all.hits + figures.all.missed == len(told)
    assert sum(c.hits + c.missed for c in figures.sops.values()) == len(told)
    assert figures.precision >= 0.90
    assert figures.all.recall >= 0.85


@pytest.mark.parametrize(
    ("row", "counts"),
    [
        (line("退您399元", ("refund", 39_900, False, "told")), (1, 0, 0)),
        (line("退您399元", ("refund", 29_900, False, "told")), (0, 1, 1)),
        (line("退您399元"), (0, 1, 0)),
        (line("好的", ("refund", 39_900, False, "offered")), (0, 0, 1)),
        (line("您要退399元吗？", ("refund", 39_900, False, "asked")), (0, 0, 0)),
        (line("三天内到账", ("arrives", {"low": 0, "high": 259_200}, False, "told")), (1, 0, 0)),
        (line("明天到账", ("arrives", {"words": "明天"}, False, "told")), (1, 0, 0)),
        (line("抬头开杭州云帆科技有限公司", sop="invoice"), (0, 0, 0)),
    ],
)
def test_a_line_is_right_false_or_missed(row: Any, counts: tuple[int, int, int]) -> None:
    """A wrong value is false and missed; what is only asked is neither; a text is never false."""
    count = measured([row])[0].all
    assert (count.hits, count.false, count.missed) == counts


def test_texts_are_left_out_of_precision() -> None:
    """A text heard rightly does not make up for a false value."""
    title = {"words": "杭州云帆科技有限公司"}
    text = "抬头开杭州云帆科技有限公司，票面299元"
    row = line(text, ("title", title, False, "told"), sop="invoice")
    figures = measured([row])[0]
    assert (figures.all.hits, figures.all.false, figures.precision) == (1, 1, 0.0)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_names_both_languages_and_each_sop(lang: str) -> None:
    """The tables that are written into the documentation have a row for each SOP heard."""
    found = {of: measured(lines("told", of, "dev")[:20])[0] for of in LANGUAGES}
    written = "\n".join(page(found, lang))
    for sop in {*found["zh"].sops, *found["en"].sops}:
        assert f"| `{sop}` |" in written
