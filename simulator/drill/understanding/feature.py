"""What the classifier sees of a clause: its character n-grams, names and numbers masked."""

from __future__ import annotations

import re
from operator import add

LONGEST = 4
LONGEST_EN = 5

_MASKS = (
    (re.compile(r"#e-s\[[^\]\n]{0,8}\]\d*"), ""),
    (re.compile(r"https?://\S{1,200}"), "U"),
    (re.compile(r"\[(?:数字|金额)x\]|\d+(?:[.,:]\d+)*"), "0"),
    (re.compile(r"\[(?:日期|时间)x\]"), "D"),
    (re.compile(r"\[(?:orderid_\d+|订单号?x?|order[^\]]{0,12})\]"), "O"),
    (re.compile(r"\[[^\[\]\n]{1,16}\]"), "N"),
    (re.compile(r"(?:0-)?00+"), "0"),
    (re.compile(r"\s+"), " "),
)
# Without one of these, none of the masks changes anything.
_ANY = re.compile(r"[#\[\d]|http|\s\s|[^\S ]")


def masked(text: str) -> str:
    """A normalised text with numbers, names, dates and addresses replaced by one letter each."""
    if _ANY.search(text):
        for pattern, letter in _MASKS:
            text = pattern.sub(letter, text)
    return text.strip(" ,.。!~;:、")


def ngrams(text: str, lang: str) -> set[str]:
    """The distinct n-grams of a normalised text, its ends marked."""
    body = masked(text)
    if lang == "en":
        return _word_ngrams(body)
    body = f"^{body}$"
    found: set[str] = set()
    grams = list(body)
    for size in range(1, LONGEST + 1):
        found.update(grams)
        grams = list(map(add, grams, body[size:]))
    return found


def _word_ngrams(body: str) -> set[str]:
    """English: words, pairs and triples of words, and pieces of words."""
    words = ["^", *re.findall(r"[\w']+|[?!]", body), "$"]
    found = {f"_{word}_" for word in words}
    found |= {"_" + "_".join(words[i : i + 2]) + "_" for i in range(len(words) - 1)}
    found |= {"_" + "_".join(words[i : i + 3]) + "_" for i in range(len(words) - 2)}
    for word in words:
        padded = f" {word} "
        found |= {
            padded[at : at + size]
            for size in range(3, LONGEST_EN + 1)
            for at in range(len(padded) - size + 1)
        }
    return found
