"""Measure the hearing of facts on the labelled set, with the cues of the library's SOPs (D4).

    .venv/bin/python tools/fact_scores.py [--set FILE [--part test] [--sums]]

Measures tests/understanding/told-test.jsonl, whose lines nobody who writes cues reads, and writes
the figures into docs/background/understanding.md and understanding.en.md; without that file it
says so and leaves the pages as they are. `--set` takes any other file of that form instead, prints
each line that is heard otherwise than labelled (with `--sums` only the sums, for lines that are
to stay unread; with `--part` only lines of that `set`) and writes nothing.
told.jsonl and told-more.jsonl are development material whole; so is facts.jsonl, whose author did
not know the library's facts and which is not measured any more.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from act_page import between
from act_scores import LANGUAGES, PAGES, SETS, Count

from simulator.drill.ear import cues_of
from simulator.drill.understanding.duration import Duration
from simulator.drill.understanding.fact_cue import FactCue
from simulator.drill.understanding.fact_heard import ASSERTED, FactHeard
from simulator.drill.understanding.moment import Moment
from simulator.drill.understanding.understand import understand
from sops.folding import fold
from sops.sop.load import load_sop
from sops.sop.sop import Sop

UNREAD = SETS / "told-test.jsonl"
NOT_SAID = "not heard"
TOLD = frozenset({"told", "promised", "refused", "offered"})
"""Stances of the set that count as told; `offered` waits for the customer's yes."""
STANCES = (*sorted(TOLD), "asked", "hypothetical", "quoted")
TYPES = ("bool", "choice", "amount", "duration", "date", "number", "text")


@dataclass
class Figures:
    """What came out for one language: per type of fact, per SOP, and stances heard."""

    lines: int = 0
    empty: int = 0
    types: dict[str, Count] = field(default_factory=lambda: {type: Count() for type in TYPES})
    sops: dict[str, Count] = field(default_factory=dict)
    stances: dict[str, Counter[str]] = field(
        default_factory=lambda: {stance: Counter() for stance in STANCES}
    )
    silent: int = 0
    """Lines that tell nothing and in which nothing is heard, of `empty`."""

    @property
    def all(self) -> Count:
        """All facts together."""
        found = self.types.values()
        return Count(*(sum(getattr(c, n) for c in found) for n in ("hits", "false", "missed")))

    @property
    def precision(self) -> float:
        """Share of what was heard that is right, texts left out, since none is called false."""
        hits = self.all.hits - self.types["text"].hits
        return hits / (hits + self.all.false) if hits + self.all.false else float("nan")


@cache
def listening(sop: str) -> tuple[Sop, tuple[FactCue, ...]]:
    """An SOP and its cues, as a drill listens with them."""
    found = load_sop(sop)
    return found, cues_of(found)


def heard(row: dict[str, Any]) -> list[FactHeard]:
    """What is heard of the SOP's facts in a line, each value once."""
    sop, cues = listening(row["sop"])
    types = {fact.id for fact in sop.facts}
    found: dict[tuple[object, ...], FactHeard] = {}
    for each in understand(row["text"], row["context"], row["lang"], cues).facts:
        key = each.fact, repr(each.value), each.negated, each.asserted
        if each.fact in types:
            found.setdefault(key, each)
    return list(found.values())


def same(label: dict[str, Any], said: FactHeard, type: str, text: str) -> bool:
    """Whether what was heard is what is labelled, the stance apart.

    A text is the same when it is the same fact; days and lengths of time that the set gives in
    words, when the words heard hold them or are held by them.
    """
    if label["fact"] != said.fact:
        return False
    if type == "text":
        return True
    value = label["value"]
    if type != "bool" and label["negated"] != said.negated:
        return False
    if isinstance(value, dict) and "words" in value:
        words = fold(value["words"]).strip()
        return isinstance(said.value, Moment | Duration) and words in fold(
            text[max(0, said.start - len(words)) : said.end + len(words)]
        )
    if isinstance(value, dict):
        times = said.value
        return isinstance(times, Duration) and (times.low_seconds, times.high_seconds) == (
            value["low"],
            value["high"],
        )
    return bool(value == said.value) and isinstance(value, bool) == isinstance(said.value, bool)


def measured(rows: list[dict[str, Any]]) -> tuple[Figures, list[str]]:
    """The figures of some lines, and those that are not heard as labelled."""
    figures = Figures(len(rows))
    wrong = []
    for row in rows:
        mistakes = list(_compare(row, figures))
        if mistakes:
            told = "\n    ".join(mistakes)
            wrong.append(f"{row['sop']} | {row['context']} | {row['text']}\n    {told}")
    return figures, wrong


def _compare(row: dict[str, Any], figures: Figures) -> Iterator[str]:
    """Count one line; what is wrong in it."""
    types = {fact.id: fact.type for fact in listening(row["sop"])[0].facts}
    said = heard(row)
    asserted = [each for each in said if each.asserted]
    there = [each for each in row["facts"] if each["stance"] in TOLD]
    of_sop = figures.sops.setdefault(row["sop"], Count())
    for label in there:
        type = types[label["fact"]]
        hit = any(same(label, each, type, row["text"]) for each in asserted)
        for count in (figures.types[type], of_sop):
            count.hits += hit
            count.missed += not hit
        if not hit:
            others = [f"{e.stance} {_plain(e.value)}" for e in said if e.fact == label["fact"]]
            yield f"missed {label['fact']}={label['value']} ({label['stance']}; {others})"
    for each in asserted:
        type = types[each.fact]
        # The set does not claim to have every text that is said, so none is called false.
        if type == "text" or any(same(label, each, type, row["text"]) for label in there):
            continue
        figures.types[type].false += 1
        of_sop.false += 1
        yield f"false {each.fact}={_plain(each.value)}{' denied' if each.negated else ''}" + (
            f" «{row['text'][each.start : each.end]}» {each.pattern}"
        )
    figures.empty += not there
    figures.silent += not there and all(types[e.fact] == "text" for e in asserted)
    _stances(row, said, types, figures)


def _stances(
    row: dict[str, Any], said: list[FactHeard], types: dict[str, str], figures: Figures
) -> None:
    """As what each label is heard."""
    for label in row["facts"]:
        if label["value"] is None:
            stances = [each.stance for each in said if each.fact == label["fact"]]
        else:
            type = types[label["fact"]]
            stances = [each.stance for each in said if same(label, each, type, row["text"])]
        told = any(stance in ASSERTED for stance in stances)
        first = "asserted" if told else (stances or [NOT_SAID])[0]
        figures.stances[label["stance"]][first] += 1


def _plain(value: Any) -> Any:
    if isinstance(value, Duration):
        return value.low_seconds, value.high_seconds
    if isinstance(value, Moment):
        return {name: part for name, part in value._asdict().items() if part is not None}
    return value


WORDS = {
    "zh": {
        "lang": {"zh": "中文", "en": "英文"},
        "sum": "{lang}：{lines} 行，讲了的事实（告知、保证、拒绝、提议）{there} 个："
        "精确率（文字类不计）**{precision:.3f}**（目标 ≥ .90），"
        "召回率 **{recall:.3f}**（目标 ≥ .85）",
        "loose": "没有讲定的（询问、假设、转述）{of} 个，被听成讲了的 {said} 个；"
        "什么也没讲的 {empty} 行里，{silent} 行什么也没听到",
        "type": ("类型", "标注", "精确率", "召回率"),
        "sop": ("流程", "标注", "精确率", "召回率"),
    },
    "en": {
        "lang": {"zh": "Chinese", "en": "English"},
        "sum": "{lang}: {lines} lines, {there} facts told (told, promised, refused, offered): "
        "precision (texts left out) **{precision:.3f}** (goal ≥ .90), "
        "recall **{recall:.3f}** (goal ≥ .85)",
        "loose": "Not told (asked, supposed, quoted): {of}, of which heard as told: {said}; "
        "of {empty} lines that tell nothing, nothing is heard in {silent}",
        "type": ("Type", "labels", "precision", "recall"),
        "sop": ("SOP", "labels", "precision", "recall"),
    },
}  # fmt: skip


def page(found: dict[str, Figures], lang: str) -> list[str]:
    """The lines of the page in `lang`."""
    words: dict[str, Any] = WORDS[lang]
    parts: list[str] = []
    for of, figures in found.items():
        total = figures.all
        loose = [figures.stances[s] for s in ("asked", "hypothetical", "quoted")]
        parts += [
            "- " + words["sum"].format(
                lang=words["lang"][of], lines=figures.lines, there=total.hits + total.missed,
                precision=figures.precision, recall=total.recall,
            ),
            "- " + words["loose"].format(
                of=sum(c.total() for c in loose), said=sum(c["asserted"] for c in loose),
                empty=figures.empty, silent=figures.silent,
            ),
        ]  # fmt: skip
    types = {lang: figures.types for lang, figures in found.items()}
    sops = {lang: figures.sops for lang, figures in found.items()}
    return [*parts, "", *_table(types, words, "type"), "", *_table(sops, words, "sop")]


def _table(found: dict[str, dict[str, Count]], words: dict[str, Any], by: str) -> list[str]:
    first, *names = words[by]
    columns = [first, *(f"{words['lang'][of]} {name}" for of in found for name in names)]
    rows = [f"| {' | '.join(columns)} |", "|---" * len(columns) + "|"]
    for key in dict.fromkeys(key for counts in found.values() for key in counts):
        cells = [f"`{key}`"]
        for counts in found.values():
            count = counts.get(key, Count())
            # No text is called false, so texts have no precision.
            right = float("nan") if key == "text" else count.precision
            cells += [str(count.hits + count.missed)]
            cells += ["–" if share != share else f"{share:.2f}" for share in (right, count.recall)]
        rows.append(f"| {' | '.join(cells)} |")
    return rows


def rows_of(file: Path, lang: str, part: str | None = None) -> list[dict[str, Any]]:
    """The lines of a set in one language; `part`: only those whose `set` it is."""
    rows = (json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line)
    return [row for row in rows if row["lang"] == lang and (part is None or row.get("set") == part)]


def main() -> int:
    """Print the figures, and write them into the pages or list the lines heard wrongly."""
    wants = ArgumentParser(description="Measure the hearing of facts")
    wants.add_argument("--set", type=Path, help="another file than the unread lines")
    wants.add_argument("--part", help="only the lines whose `set` it is")
    wants.add_argument("--sums", action="store_true", help="no lines, only sums")
    asked = wants.parse_args()
    if asked.set is None and not UNREAD.exists():
        print(f"{UNREAD.name} is not there: the pages stay as they are")
        return 0
    found: dict[str, Figures] = {}
    for lang in LANGUAGES:
        found[lang], wrong = measured(rows_of(asked.set or UNREAD, lang, asked.part))
        _print(lang, found[lang])
        if asked.set is not None and not asked.sums:
            print("\n".join(wrong))
    for name, lang in (("understanding.md", "zh"), ("understanding.en.md", "en")):
        if asked.set is None:
            text = (PAGES / name).read_text(encoding="utf-8")
            (PAGES / name).write_text(between(text, "facts", page(found, lang)), encoding="utf-8")
    return 0


def _print(lang: str, figures: Figures) -> None:
    total = figures.all
    print(f"{lang}: precision {figures.precision:.3f}, recall {total.recall:.3f}")
    print(f"  {total.hits} right, {total.false} false, {total.missed} missed")
    print(f"  lines that tell nothing: {figures.silent} of {figures.empty} silent")
    for name, count in (*figures.types.items(), *sorted(figures.sops.items())):
        print(f"  {name:22} {count.hits:3} {count.false:3} {count.missed:3}")
    for stance, heard_as in figures.stances.items():
        print(f"  {stance:14} {dict(heard_as)}")


if __name__ == "__main__":
    sys.exit(main())
