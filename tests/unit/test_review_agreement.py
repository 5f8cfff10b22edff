"""Agreement of leads: κ and α against values worked by hand and published ones."""

from __future__ import annotations

import pytest

from simulator.review.agreement import Blind, agreement, alpha, kappa


def test_kappa_by_hand() -> None:
    """One of four sessions a point apart: the mean square is 0.25, chance gives 3."""
    pairs = [(1.0, 1.0), (2.0, 2.0), (3.0, 4.0), (4.0, 4.0)]
    expected = sum((x - y) ** 2 for x in (1, 2, 3, 4) for y in (1, 2, 4, 4)) / 16
    assert expected == 3
    assert kappa(pairs) == pytest.approx(1 - 0.25 / 3)


def test_kappa_is_that_of_scikit_learn() -> None:
    """On whole points it is the quadratically weighted κ of another implementation."""
    from sklearn.metrics import cohen_kappa_score

    one = [0, 1, 2, 2, 3, 4, 4, 1, 0, 3]
    other = [0, 2, 2, 1, 3, 4, 2, 1, 1, 4]
    pairs = [(float(x), float(y)) for x, y in zip(one, other, strict=True)]
    assert kappa(pairs) == pytest.approx(cohen_kappa_score(one, other, weights="quadratic"))


def test_kappa_ends_of_the_scale() -> None:
    """Full agreement is 1, points turned round −1; one value only, or one session, is nothing."""
    assert kappa([(0.0, 0.0), (5.0, 5.0)]) == 1
    assert kappa([(0.0, 5.0), (5.0, 0.0)]) == -1
    assert kappa([(5.0, 5.0), (5.0, 5.0)]) is None
    assert kappa([(1.0, 2.0)]) is None


def test_alpha_of_the_published_example() -> None:
    """Krippendorff's own example of four observers and twelve units, with gaps: 0.849."""
    gap = None
    table = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, gap, gap, gap],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, gap, 3],
        [gap, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, gap],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, gap],
    ]
    assert alpha(table) == pytest.approx(0.849, abs=0.0005)


def test_alpha_needs_two_scores_of_two_sessions() -> None:
    """Without overlap, or without any difference in points, there is no figure."""
    assert alpha([[1.0, None], [None, 2.0]]) is None
    assert alpha([[3.0, 3.0], [3.0, 3.0]]) is None


def test_each_part_has_a_line_of_its_own() -> None:
    """Leads agree on one part and not on the other; the machine is compared with both leads."""
    blind = [
        Blind(f"{part}{number}", lead, part, share)
        for part, rows in {"a": ((0.0, 1.0), (0.0, 1.0)), "b": ((0.0, 1.0), (1.0, 0.0))}.items()
        for lead, given in zip(("x", "y"), rows, strict=True)
        for number, share in enumerate(given)
    ]
    first, second = agreement(blind, {"a0": 0.0, "a1": 1.0})
    assert (first.part, first.things, first.leads) == ("a", 2, 2)
    assert (first.kappa, first.alpha, first.machine) == (1, 1, 1)
    assert second.kappa == -1
    assert second.machine is None
