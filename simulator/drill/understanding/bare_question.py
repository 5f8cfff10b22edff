"""Questions that name nothing: 多久啊, 退多少, "till when?" (D4).

Which fact such a question is about only the SOP can say: the ones marked `bare`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from simulator.drill.understanding.fact_cue import FactCue
from simulator.drill.understanding.fact_heard import ASKED, FactHeard
from simulator.drill.understanding.filler import FILLER
from simulator.drill.understanding.reading import Reading
from simulator.drill.understanding.slot import Slot, is_bare_amount
from simulator.drill.understanding.value_binding import KINDS

CONFIDENCE = 0.7
TIME, SIZE, DAYS = ("duration", "date"), ("amount",), ("number",)
_ASKS = {
    ("zh", TIME): re.compile(
        r"什么时候|啥时候|什么时间|啥时间|何时|多久|多长时间|多少天|几(?:天|号|点|日|个?工作日|个?小时)"
        r"|哪[一]?[天日]"
    ),
    ("zh", SIZE): re.compile(r"多少|几块|几元"),
    ("zh", DAYS): re.compile(r"多少天|几天|多久"),
    ("en", DAYS): re.compile(r"\bhow (?:long|many days)\b"),
    ("en", TIME): re.compile(
        r"\b(?:when|how (?:long|soon|many days)|(?:what|which) (?:day|date))\b"
    ),
    ("en", SIZE): re.compile(r"\bhow much\b|\bwhat amount\b"),
}  # fmt: skip
_LEFT = {"zh": 2, "en": 9}
"""Characters that a question that names nothing may have besides."""
# A few words that ask something else, or that only take note.
_OTHER = re.compile(
    r"为什么|为啥|怎么|咋|哪|谁|吗|[没不]$|[?？]|好的?|嗯|行|知道|明白|谢|记|听|说|再见|拜"
    r"|\b(?:why|where|who|is|are|has|did|ok(?:ay)?|all ?right|thanks?|thank you|got it|sure|fine"
    r"|right|yes|no|bye|go on)\b"
)
_NAMES = re.compile(r"保修|质保|营业")
"""What a question of two characters besides may name: 保修多久 asks after no answer."""
CLIPPED = {"zh": 8, "en": 18}
SHORT = {"zh": 12, "en": 32}
"""A message no longer than this that asks of a value (三天能到吗) asks after its kind."""
DOUBTS = re.compile(r"[?？]|吧$|吗|么$|不是说|^(?:is it|so)\b")
"""A short message that asks or doubts what it names."""
_ASKING = re.compile(
    r"[?？!！]|吗|么|能不能|是不是|会不会|有没有|不是|不|太少|才|就|只|至少|起码|差评"
    r"|^(?:is it|so|only|just|make it|i want)\b|^[¥$£€]?[0-9.,]+$|\b(?:or|not enough)\b"
)
_BARGAINS = re.compile(r"给我?|赔|补|要|退|少|够|差评|\b(?:bad|review|want|compensat\w+|give)\b")
"""A customer who names a sum in a few words wants to hear of it: 给100不然差评."""


def bare_questions(
    facts: Sequence[FactCue], asked: Sequence[FactHeard], slots: Sequence[Slot], reading: Reading
) -> list[FactHeard]:
    """The facts that a customer's message asks after without naming anything: those marked `bare`,
    and of types of which none is marked, the only one;
    `asked` is what it asks in so many words, `slots` and `reading` are those of the message."""
    types = {fact.id: fact.type for fact in facts}
    sole = Counter(fact.type for fact in facts)
    by_word = any(types.get(each.fact) in KINDS for each in asked)
    found = []
    for kind in (TIME, SIZE, DAYS):
        if any(types.get(each.fact) in kind for each in asked):
            continue
        place = _asked_at(kind, reading)
        plain = place is not None
        if place is None:
            place = _named(kind, slots, reading)
            plain = place is not None and (
                _says_little(reading, place)
                or (kind == SIZE and _BARGAINS.search(reading.text) is not None)
            )
        place = place or _clipped(kind, reading)
        if place is not None:
            start, end, named = place
            days = kind == DAYS or (
                kind == TIME and _ASKS[reading.lang, DAYS].search(reading.text) is not None
            )
            near = (*TIME, *DAYS) if days else kind
            alone = plain and not by_word and not any(f.bare and f.type in near for f in facts)
            clause = reading.pieces[reading.at(start)].clause
            found += [
                FactHeard(f.id, ASKED, named, False, start, end, clause, "", CONFIDENCE)
                for f in facts
                if f.type in kind and (f.bare or (alone and sole[f.type] == 1))
            ]
    return found


def _says_little(reading: Reading, place: tuple[int, int, str | None]) -> bool:
    """Whether a question has little besides the value at a place: "20?"."""
    rest = reading.text[: place[0]] + " " + reading.text[place[1] :]
    return len(FILLER[reading.lang].sub("", rest).replace(" ", "")) <= _LEFT[reading.lang]


def _asked_at(kind: tuple[str, ...], reading: Reading) -> tuple[int, int, str | None] | None:
    """Where a kind is asked after in so many words."""
    asks, filler = _ASKS[reading.lang, kind], FILLER[reading.lang]
    for piece in reading.pieces:
        match = asks.search(piece.text)
        if match is None:
            continue
        rest = piece.text[: match.start()] + " " + piece.text[match.end() :]
        named = _NAMES.search(rest) is not None
        if not named and len(filler.sub("", rest).replace(" ", "")) <= _LEFT[reading.lang]:
            return piece.start, piece.end, None
    return None


def _named(
    kind: tuple[str, ...], slots: Sequence[Slot], reading: Reading
) -> tuple[int, int, str | None] | None:
    """A value of the kind in a short question (三天能到吗, "20?"), and the kind of its slot."""
    text = reading.text
    short = len(text) <= SHORT[reading.lang] and _ASKING.search(text)
    for slot in slots if short else ():
        days = kind == DAYS and slot.kind == "duration" and slot.value.unit != "hours"
        of_kind = kind != DAYS and any(KINDS[type].get(slot.kind, 0.0) > 0 for type in kind)
        if (days or of_kind) and not _gone(slot):
            if slot.kind == "number" and not is_bare_amount(text, slot, reading.lang):
                continue
            return slot.start, slot.end, slot.kind
    return None


def _clipped(kind: tuple[str, ...], reading: Reading) -> tuple[int, int, str | None] | None:
    """A message of a few words (退款呢, 延期) asks after everything that its matter is about."""
    words = reading.text.strip()
    if any(reading.questions) or _OTHER.search(words):
        return None
    if kind == DAYS or not 0 < len(words) <= CLIPPED[reading.lang] or not reading.pieces:
        return None
    return 0, len(reading.text), None


def _gone(slot: Slot) -> bool:
    """Whether a time lies behind: 3天前买的 asks after no length of time."""
    if slot.kind == "duration":
        return bool(slot.value.bound == "ago")
    return slot.kind == "date" and (slot.value.day_offset or 0) < 0
