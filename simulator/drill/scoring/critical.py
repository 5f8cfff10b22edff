"""Critical errors: they fail a drill whatever the sum, and need certain evidence (D10)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simulator.drill.scoring.item import Evidence, Item
from simulator.drill.scoring.transcript import Message, Transcript
from sops.folding import fold
from sops.language import _, localized
from sops.pattern import compiled
from sops.sop.sop import Critical

NEGATIONS = ("不", "别", "没", "勿", "无", "not ", "n't ", "never ", "no ", "cannot ")
SHORTEST_PROTECTED = 3
SPELT_OUT = 7
"""A number so long is recognised when its digits are spelt out."""
_DIGITS = {
    **dict(zip("〇一二三四五六七八九", "0123456789", strict=True)), "零": "0", "幺": "1",
    **dict(zip(("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
               "0123456789", strict=True)),
}  # fmt: skip
_DIGIT = re.compile("|".join(_DIGITS))


def critical_items(transcript: Transcript) -> list[Item]:
    """Every critical error, with what shows it."""
    return [
        *_leaks(transcript), *_authority(transcript), *_abuse(transcript), *_listed(transcript),
    ]  # fmt: skip


def _error(name: str, text: str, evidence: Evidence) -> Item:
    return Item("critical", name, 0.0, 0.0, "D10", text, (evidence,))


def _leaks(transcript: Transcript) -> Iterator[Item]:
    """Protected values told: as written in the drill, blanks and dashes aside, digits spelt out."""
    for message in transcript.messages:
        said = _bare(message.text)
        spelt = _DIGIT.sub(lambda match: _DIGITS[match.group()], said)
        for value in transcript.case.protected:
            bare = _bare(value)
            number = bare.isdigit() and len(bare) >= SPELT_OUT
            if len(bare) >= SHORTEST_PROTECTED and (bare in said or (number and bare in spelt)):
                yield _error("leak", _("泄露了受保护的信息"), _place(message, value))


def _place(message: Message, value: str) -> Evidence:
    start = message.text.find(value)
    return message.words(start, start + len(value)) if start >= 0 else message.whole()


def _bare(text: str) -> str:
    return "".join(character for character in fold(text) if character.isalnum())


def _authority(transcript: Transcript) -> Iterator[Item]:
    for event in transcript.actions:
        if event.body["code"] == "beyond_authority":
            words = Evidence(event.seq, words=event.body["name"])
            yield _error("beyond_authority", _("越权操作"), words)


def _abuse(transcript: Transcript) -> Iterator[Item]:
    """Forbidden words that the understanding found by a listed phrase, not by likeness."""
    for message in transcript.messages:
        for place in message.heard.places():
            if place["id"] == "forbidden" and place["basis"] == "cue":
                words = message.words(place["start"], place["end"])
                yield _error("forbidden_words", _("辱骂、站外引流等禁语"), words)


def _listed(transcript: Transcript) -> Iterator[Item]:
    for error in transcript.case.sop.critical:
        yield from _of(error, transcript)


def _of(error: Critical, transcript: Transcript) -> Iterator[Item]:
    title = localized(error.title)
    for event in transcript.actions:
        if event.body["ok"] and event.body["name"] in error.actions:
            yield _error(error.id, title, Evidence(event.seq, words=event.body["name"]))
    for told in transcript.told:
        if told.fact in error.tells and told.value is not False:
            yield _error(error.id, title, told.evidence())
    language = transcript.case.language
    for message in transcript.messages:
        for phrase in error.phrases.of(language):
            found = compiled(phrase, language).search(fold(message.text))
            if found and not _softened(message, found.start(), found.end()):
                yield _error(error.id, title, message.words(found.start(), found.end()))


def _softened(message: Message, start: int, end: int) -> bool:
    """Whether a listed phrase is negated or quoted here."""
    before = message.text[max(0, start - 6) : start]
    negated = any(word in before for word in NEGATIONS)
    quoted = before.rstrip().endswith(("“", "‘", '"', "「", "『"))
    return negated or quoted
