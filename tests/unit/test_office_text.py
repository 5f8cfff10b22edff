"""Rows of the back office in words, live and read back from the records."""

from __future__ import annotations

from tui.office_text import row_text, value_text


def test_kept_rows_read_as_live_ones() -> None:
    """The records keep keys sorted: columns come in the order of their titles all the same."""
    live = {"sku": "G-100", "at": "2026-11-01T00:00", "price_fen": 45900, "kind": "ordinary"}
    kept = dict(sorted(live.items()))
    assert list(row_text(kept)) == list(row_text(live))
    assert [each.split("：")[0] for each in row_text(kept)] == ["商品编码", "时间", "价格", "类型"]


def test_an_ordinary_customer_is_no_ordinary_price() -> None:
    """The same word of the tables means two things, told apart by the column."""
    assert value_text("level", "ordinary") == "普通"
    assert value_text("kind", "ordinary") == "普通价"


def test_columns_without_a_title_come_last() -> None:
    """Nothing of a row is lost for want of a title."""
    assert list(row_text({"zz": 1, "id": "a", "aa": "b"})) == ["编号：a", "zz：1", "aa：b"]
