"""A scorecard from its stable JSON shape, as it was kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.drill.scoring.advice import Advice
from simulator.drill.scoring.felt import Felt
from simulator.drill.scoring.item import Evidence, Item
from simulator.drill.scoring.scorecard import End, Scorecard
from sops.problem import printable


def scorecard_from(data: Mapping[str, Any]) -> Scorecard:
    """The card of `Scorecard.as_dict`; `ValueError` for anything else.

    Whoever has a login to the database may have written it: every text is made printable.
    """
    try:
        return _scorecard(data)
    except (AttributeError, LookupError, TypeError) as error:
        raise ValueError(f"no scorecard: {error!r}") from error


def _scorecard(data: Mapping[str, Any]) -> Scorecard:
    curve = data["emotion"]
    empathy, reference, passed = data["empathy"], data.get("reference_felt"), data["passed"]
    return Scorecard(
        drill=_text(data["drill"]), seed=int(data["seed"]), language=_text(data["language"]),
        mode=_text(data["mode"]), rubric=_text(data["rubric"]),
        resolution=float(data["resolution"]), empathy=None if empathy is None else float(empathy),
        felt=Felt(
            tuple(map(float, curve["curve"])), float(curve["lowest"]), float(curve["highest"]),
            float(curve["end"]), float(curve["satisfaction"]), float(data["felt"]),
        ),
        passed=None if passed is None else bool(passed), uncertain=bool(data["uncertain"]),
        coached=int(data["coached"]), ended=_text(data["ended"]) if data["ended"] else None,
        items=tuple(map(_item, data["items"])), critical=tuple(map(_item, data["critical"])),
        advice=tuple(
            Advice(_text(each["about"]), _text(each["text"]), _text(each["phrase"]))
            for each in data["advice"]
        ),
        solved=bool(data["solved"]), warm=bool(data["warm"]),
        reference_felt=None if reference is None else float(reference), end=_end(data.get("end")),
    )  # fmt: skip


def _end(data: Mapping[str, Any] | None) -> End | None:
    if data is None:
        return None
    return End(_text(data["name"]), _text(data["title"]), bool(data["reached"]))


def _item(data: Mapping[str, Any]) -> Item:
    evidence = tuple(
        Evidence(int(each["seq"]), int(each["start"]), int(each["end"]), _text(each["words"]))
        for each in data["evidence"]
    )
    return Item(
        _text(data["part"]), _text(data["id"]), float(data["points"]), float(data["most"]),
        _text(data["rule"]), _text(data["reason"]), evidence, bool(data["certain"]),
    )  # fmt: skip


def _text(value: Any) -> str:
    return printable(str(value), 2000)
