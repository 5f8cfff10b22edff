"""How each place of a message is meant: told, asked, conditional, quoted (D4)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from simulator.drill.understanding.clause import Clause
from simulator.drill.understanding.condition import Condition, governed
from simulator.drill.understanding.elsewhere import elsewhere
from simulator.drill.understanding.fact_heard import (
    ASKED,
    HYPOTHETICAL,
    PROMISED,
    QUOTED,
    REFUSED,
    TOLD,
)
from simulator.drill.understanding.piece import Piece, piece_at, pieces_of
from simulator.drill.understanding.question import asks, fine_at, makes_sure
from simulator.drill.understanding.quotation import inside, quoted_spans

_ZH_UNSURE = re.compile(
    r"要不(?!要|是|然)|不如(?!期)|不一定|未必|不是所有|不是每|并非所有|不见得|说不定|不保证|不能保证|不确定|不清楚|不知道|不好说|看情况|无法保证|没法保证|不敢保证|没办法保证|难说|无法确定|不能确定"
)
_EN_UNSURE = re.compile(
    r"\b(?:not (?:\S+ )?sure|can(?:'?t| ?not) (?:guarantee|promise)|don'?t know|no guarantee"
    r"|may not|might not|whether|unsure|not certain|can(?:'?t| ?not) (?:\S+ )?(?:tell|say)"
    r"|depends on)\b"
)
# What may be so or not is not told; 应该 and 估计 are how agents give a forecast.
_ZH_PERHAPS = re.compile(r"可能(?!性)|也许|或许|没准|搞不好|指不定|兴许")
_EN_PERHAPS = re.compile(
    r"\b(?:maybe|perhaps|possibly|might|could be|could take|may(?=\s(?:be|take|arrive|come"
    r"|go|get|ship)))\b"
)
_ZH_MAYBE = re.compile(r"可能(?!性)|也许|或许|大概率|估计|应该")
_EN_MAYBE = re.compile(r"\b(?:maybe|might|may|possibly|perhaps|probably|should)\b")
_ZH_PROMISE = re.compile(
    r"(?:我们?|这边|仓库|小二|店铺|专员|财务)?(?:会(?!员)|将(?!就)|保证|承诺|一定|[帮给为替][您你]|马上|立即|立刻|尽快|安排)"
)
_EN_PROMISE = re.compile(
    r"\b(?:i|we)(?:'ll| will| can| promise| guarantee|'re going to|'m going to|'d be happy to)\b"
    r"|\bwill (?:be|receive|get|arrive)\b"
)
_ZH_DONE = re.compile(r"已经?[为帮给替]?|了(?:呢|哦|哈|的)?$")
_ZH_DECLINE = re.compile(r"不|无法|没办法|没法|拒绝|恕|[退改换做办开发]不了|没有")
_EN_DECLINE = re.compile(
    r"\b(?:can'?t|cannot|can not|unable|won'?t|will not|don'?t|do not|not|isn'?t|aren'?t"
    r"|declin\w+|no|impossible|afraid|unfortunately"
    r"|doesn'?t|does not|never|too late)\b"
)


# How things go in general, which says nothing of this customer's case.
_ZH_RULE = re.compile(
    r"原则上|一般(?:来说|来讲|情况|都|是|的|我们)?|通常|写明|写在|凡是|但凡|(?:正常|常规)情况|类(?:的)?(?:都|一律|统统|商品)"
)
_ZH_OWN = re.compile(r"[您你]|这[单笔件个款]|已|现在|目前")
_EN_OWN = re.compile(r"\b(?:you|your|yours|this|it's|already)\b")
_EN_RULE = re.compile(
    r"\b(?:as a rule|in principle|in general|generally|normally|usually|typically"
    r"|as standard|rarely|seldom|often)\b"
)


def _open(pieces: Sequence[Piece], lang: str) -> frozenset[int]:
    """Sentences with two maybes, or a maybe besides words of not knowing: 可能下周，也可能月底."""
    perhaps = _EN_PERHAPS if lang == "en" else _ZH_PERHAPS
    unsure = _EN_UNSURE if lang == "en" else _ZH_UNSURE
    said: dict[int, list[str]] = {}
    for piece in pieces:
        said.setdefault(piece.sentence, []).append(piece.text)
    return frozenset(
        sentence
        for sentence, words in said.items()
        if (maybes := len(perhaps.findall(" ".join(words)))) > 1
        or (maybes and unsure.search(" ".join(words)))
    )


def _questions(pieces: Sequence[Piece], lang: str) -> tuple[bool, ...]:
    """Which pieces ask; "is that right?" at the end asks all that its sentence says."""
    following = [*pieces[1:], None]
    found = [asks(p, n, lang) for p, n in zip(pieces, following[: len(pieces)], strict=True)]
    for number, piece in enumerate(pieces):
        if not makes_sure(piece, following[number], lang):
            continue
        for before in range(number - 1, max(-1, number - 1 - SURE_OF), -1):
            if pieces[before].sentence != piece.sentence:
                break
            found[before] = True
    return tuple(found)


SURE_OF = 3
"""How many pieces a closing "is that right?" asks about."""


_EN_SIDES = {
    "me": "you",
    "my": "your",
    "i": "you",
    "i'm": "you're",
    "mine": "yours",
    "you": "we",
    "your": "our",
    "yours": "ours",
    "you're": "we're",
    "you'll": "we'll",
}
_ZH_SIDES = {
    "我们": "我们",
    "我": "您",
    "你们": "我们",
    "您们": "我们",
    "你家": "我家",
    "你店": "我店",
}
_ZH_SIDE = re.compile("|".join(_ZH_SIDES))
_EN_SIDE = re.compile(r"\b(?:" + "|".join(_EN_SIDES) + r")\b")


def turned(words: str, lang: str) -> str:
    """The customer's words as the agent would say them: 定金退我 → 定金退您."""
    if lang == "en":
        return _EN_SIDE.sub(lambda match: _EN_SIDES[match[0]], words)
    return _ZH_SIDE.sub(lambda match: _ZH_SIDES[match[0]], words)


@dataclass(frozen=True, slots=True)
class Reading:
    """The pieces of a message, and for each how what it says is meant."""

    text: str
    lang: str
    pieces: tuple[Piece, ...]
    questions: tuple[bool, ...]
    fine: tuple[int | None, ...]
    conditions: tuple[Condition | None, ...]
    under: tuple[bool, ...]
    quoted: tuple[tuple[int, int], ...]
    open: frozenset[int]
    """Sentences that leave it open which of several things is so."""
    elsewhere: tuple[bool, ...]
    """Pieces that speak of another order, article or shop."""

    @classmethod
    def of(cls, text: str, clauses: Sequence[Clause], lang: str) -> Reading:
        """Read a folded text."""
        pieces = pieces_of(text, clauses, lang)
        conditions, under = governed(pieces, lang)
        return cls(
            text,
            lang,
            pieces,
            _questions(pieces, lang),
            tuple(fine_at(piece, lang) for piece in pieces),
            tuple(conditions),
            tuple(under),
            tuple(quoted_spans(text, pieces, lang)),
            _open(pieces, lang),
            elsewhere(pieces, lang),
        )

    def at(self, place: int) -> int:
        """The number of the piece at a place."""
        return piece_at(self.pieces, place)

    def sentence(self, place: int) -> int:
        """The number of the sentence at a place."""
        return self.pieces[self.at(place)].sentence

    def is_asked(self, number: int, end: int) -> bool:
        """Whether what ends at `end` in piece `number` is asked, and no offer (…可以吗)."""
        fine = self.fine[number]
        return self.questions[number] and not (fine is not None and end <= fine)

    def stance(self, start: int, end: int, settled: bool) -> str:
        """How `[start:end]` is meant, leaving promises and refusals apart. `settled`: it is a
        rule of time (a duration or date), which a condition does not make uncertain."""
        number = self.at(start)
        if inside(self.quoted, start, end):
            return QUOTED
        condition = self.conditions[number]
        if condition is not None and condition.start <= start < condition.end:
            return HYPOTHETICAL
        if self.is_asked(number, end):
            return ASKED
        unsure = _EN_UNSURE if self.lang == "en" else _ZH_UNSURE
        if unsure.search(self.text, self.pieces[number].start, end):
            return HYPOTHETICAL
        perhaps = _EN_PERHAPS if self.lang == "en" else _ZH_PERHAPS
        maybe = perhaps.search(self.text, self.pieces[number].start, start)
        if maybe and (settled or self.pieces[number].sentence in self.open):
            return HYPOTHETICAL
        return HYPOTHETICAL if self.under[number] and not settled else TOLD

    def asserted(self, number: int, value: object) -> str:
        """`told`, `promised` or `refused`, for something the piece says outright."""
        words = self.pieces[number].text
        english = self.lang == "en"
        if value is False:
            declines = (_EN_DECLINE if english else _ZH_DECLINE).search(words)
            return REFUSED if declines else TOLD
        if not english and _ZH_DONE.search(words):
            return TOLD
        return PROMISED if (_EN_PROMISE if english else _ZH_PROMISE).search(words) else TOLD

    def as_a_rule(self, place: int, end: int) -> bool:
        """Whether the piece at a place, up to `end`, says how things go as a rule (原则上)."""
        piece = self.pieces[self.at(place)]
        rule = _EN_RULE if self.lang == "en" else _ZH_RULE
        if rule.search(self.text, piece.start, end):
            return True
        # 一般来说, at the head of the sentence covers all of it that is not about this customer.
        head = self.text[next(p.start for p in self.pieces if p.sentence == piece.sentence) :]
        own = _EN_OWN if self.lang == "en" else _ZH_OWN
        return rule.match(head) is not None and own.search(piece.text) is None

    def certainty(self, number: int) -> float:
        """1, or less where the piece says perhaps."""
        maybe = _EN_MAYBE if self.lang == "en" else _ZH_MAYBE
        return 0.75 if maybe.search(self.pieces[number].text) else 1.0
