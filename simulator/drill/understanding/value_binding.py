"""Which slot of a message is the value of which fact (D4)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

from simulator.drill.understanding.aside import aside
from simulator.drill.understanding.cue_rank import rank
from simulator.drill.understanding.fact_set import Hit
from simulator.drill.understanding.filler import FILLER
from simulator.drill.understanding.reading import Reading
from simulator.drill.understanding.slot import Slot, is_bare_amount
from simulator.drill.understanding.unfit import other_business, part_only, past, spent

REACH = {"zh": 14, "en": 48}
"""How far, in characters, a cue that only names a topic reaches to its value."""
Placed = TypeVar("Placed", Hit, Slot)
# Slot kinds that can be a fact's value, with how sure that is.
KINDS: dict[str, dict[str, float]] = {
    "amount": {"amount": 0.95, "number": 0.6},
    "duration": {"duration": 0.95, "date": 0.7},
    "date": {"date": 0.95, "duration": 0.7},
    "number": {"number": 0.95, "percent": 0.9},
}
NEIGHBOUR = 0.85
"""How much surer a value in the cue's own piece is than one in the piece beside it."""
BARE_NUMBER_REACH = 4
"""A bare number is money only this near to its cue: 退您35."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A slot that is the value of a cue's fact; no slot: the cue stands alone."""

    hit: Hit
    slot: Slot | None
    confidence: float


def bind_values(
    hits: Sequence[Hit], slots: Sequence[Slot], numbers: Sequence[Slot], reading: Reading,
    topics: Collection[tuple[str, int]],
) -> Iterator[Bound]:  # fmt: skip
    """Each cue with the slot of the right kind that is nearest to it: in its own piece, else in
    the next or the one before, where no cue stands. A slot nearer to another fact's cue is not
    taken, except by a cue that stands at the same place or is joined to it. `numbers` inside
    other slots are values of number facts only."""
    counts = [hit for hit in hits if hit.fact.type == "number"]
    owner: dict[Slot, Hit] = {}
    bound: dict[Hit, Bound] = {}
    for _distance, confidence, hit, slot in sorted(
        [*_pairs(hits, slots, reading), *_pairs(counts, numbers, reading)],
        key=lambda pair: rank(pair, topics, reading),
    ):
        if hit in bound or (slot in owner and not _shared(owner[slot], hit, slot, reading.text)):
            continue
        owner.setdefault(slot, hit)
        bound[hit] = Bound(hit, slot, confidence)
    places, cues = by_piece(slots, reading), by_piece(hits, reading)
    served = {hit.fact.id for hit in bound}
    for hit in hits:
        if hit in bound:
            yield bound[hit]
        elif hit.fact.id not in served:
            beside = _beside(hit, cues, places, owner, reading)
            if beside is not None and beside.slot is not None:
                owner.setdefault(beside.slot, hit)
            yield beside or Bound(hit, None, 0.8)


def _pairs(
    hits: Sequence[Hit], slots: Sequence[Slot], reading: Reading
) -> Iterator[tuple[int, float, Hit, Slot]]:
    """Cues and slots of one piece, with their distance; a slot in the cue has distance -1."""
    places = by_piece(slots, reading)
    for hit in hits:
        kinds = KINDS[hit.fact.type]
        first, last = reading.at(hit.start), reading.at(max(hit.start, hit.end - 1))
        for slot in chain.from_iterable(places.get(n, ()) for n in range(first, last + 1)):
            if (
                slot.kind in kinds
                and not past(slot, hit)
                and not spent(hit, slot, reading)
                and not aside(slot, reading)
                and not other_business(hit, slot, reading)
            ):
                distance = _distance(hit, slot)
                if "{" not in hit.cue.pattern and (
                    distance > REACH[reading.lang]
                    or (hit.fact.type == "date" and slot.kind != "date")
                ):
                    continue
                sure = 0.95 if f"{{{slot.kind}}}" in hit.cue.pattern else kinds[slot.kind]
                near = distance <= BARE_NUMBER_REACH and is_bare_amount(
                    reading.text, slot, reading.lang
                )
                if slot.kind != "number" or hit.fact.type == "number" or near:
                    # A slot of a kind that only may do comes after all that do.
                    far = distance + (100 if sure < 0.9 else 0)
                    yield far, sure, hit, slot


def by_piece(found: Iterable[Placed], reading: Reading) -> dict[int, list[Placed]]:
    """Slots or hits by the number of the piece that they begin in."""
    places: dict[int, list[Placed]] = {}
    for each in found:
        places.setdefault(reading.at(each.start), []).append(each)
    return places


def _distance(hit: Hit, slot: Slot) -> int:
    if slot.start >= hit.start and slot.end <= hit.end:
        # Where a cue begins or ends with its slot, that is the one, not another in a gap.
        pattern = hit.cue.pattern
        first = pattern.startswith("{") and slot.start <= hit.start + 2
        last = pattern.endswith("}") and slot.end >= hit.end - 2
        return -2 if first or last else -1
    return max(slot.start - hit.end, hit.start - slot.end, 0)


def _shared(owner: Hit, hit: Hit, slot: Slot, text: str) -> bool:
    """Whether two cues may have one slot: only 和, 、 or "and" parts them."""
    if owner.fact.id == hit.fact.id:
        return True
    if owner.fact.type != hit.fact.type:
        return False
    between = text[min(owner.end, hit.end) : max(owner.start, hit.start)].strip()
    return between in ("和", "及", "以及", "、", "/", "and", "or", "与", "跟")


WORDY = 10
"""Characters of a pattern that names more than a topic."""
_BESIDES = {"zh": 3, "en": 14}


def _alone(slot: Slot, others: Sequence[Slot], reading: Reading) -> bool:
    """Whether the piece of a value says little but values: 支架是另外的，85块."""
    piece = reading.pieces[reading.at(slot.start)]
    rest, at = "", piece.start
    for other in others:
        rest += reading.text[at : max(at, other.start)] + " "
        at = max(at, other.end)
    rest += reading.text[at : piece.end]
    return len(FILLER[reading.lang].sub("", rest).replace(" ", "")) <= _BESIDES[reading.lang]


def _beside(
    hit: Hit,
    cues: dict[int, list[Hit]],
    places: dict[int, list[Slot]],
    owner: dict[Slot, Hit],
    reading: Reading,
) -> Bound | None:
    """The value in the next piece, or in the one before in the same sentence."""
    here = reading.at(max(hit.start, hit.end - 1))
    pointed = "{" in hit.cue.pattern or len(hit.cue.pattern) > WORDY
    for number in (here + 1, here - 1):
        if not 0 <= number < len(reading.pieces) or reading.questions[here]:
            continue
        same = reading.pieces[number].sentence == reading.pieces[here].sentence
        if number < here and not same:
            continue
        kinds = KINDS[hit.fact.type]
        if any(other.fact.type == hit.fact.type for other in cues.get(number, ())):
            continue
        inside = [
            slot
            for slot in places.get(number, ())
            if kinds.get(slot.kind, 0) > 0.9
            and slot not in owner
            and not aside(slot, reading)
            and not other_business(hit, slot, reading)
            and not part_only(slot)
            and (pointed or _alone(slot, places[number], reading))
        ]
        if inside:
            slot = inside[0] if number > here else inside[-1]
            return Bound(hit, slot, kinds[slot.kind] * NEIGHBOUR)
    return None
