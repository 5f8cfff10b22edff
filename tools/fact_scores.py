"""Measure the hearing of facts on the labelled set, with the cues of the library's SOPs (D4).

    .venv/bin/python tools/fact_scores.py [--dev]

Reads tests/understanding/facts.jsonl, only lines whose `set` is `test`, and writes the figures
into docs/background/understanding.md and understanding.en.md. `--dev` takes the lines that may
be read instead, prints each that is heard otherwise than labelled, and writes nothing.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from act_page import between
from act_scores import LANGUAGES, PAGES, Count, lines
from fact_names import NAMES, NONE, SOPS, Name

from simulator.drill.ear import cues_of
from simulator.drill.understanding.duration import DAY_SECONDS, Duration
from simulator.drill.understanding.fact_cue import FactCue
from simulator.drill.understanding.fact_heard import ASSERTED, FactHeard
from simulator.drill.understanding.moment import Moment
from simulator.drill.understanding.slot import find_slots
from simulator.drill.understanding.understand import understand
from sops.folding import fold
from sops.sop.load import load_sop

NOT_SAID = "not heard"
STANCES = ("told", "promised", "refused", "asked", "hypothetical", "quoted")


@dataclass(frozen=True)
class Label:
    """A fact as labelled; `counts`: the library has it and the label says its value."""

    fact: str
    value: Any
    negated: bool
    stance: str
    counts: bool


@dataclass(frozen=True)
class Said:
    """A fact as heard, by its name in the set; dates as (`Moment`, their words in the text)."""

    fact: str
    value: Any
    negated: bool
    stance: str


@dataclass
class Figures:
    """What came out for one language."""

    lines: int = 0
    per_fact: dict[str, Count] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    stances: dict[str, Counter[str]] = field(default_factory=dict)

    @property
    def all(self) -> Count:
        """All facts together."""
        found = self.per_fact.values()
        return Count(*(sum(getattr(c, n) for c in found) for n in ("hits", "false", "missed")))


@cache
def cues(sop: str) -> tuple[FactCue, ...]:
    """The cues of an SOP, as a drill listens with them."""
    return cues_of(load_sop(sop))


def labelled(row: dict[str, Any]) -> list[Label]:
    """The facts of a line as labelled, values as they are compared."""
    found = []
    for each in row["facts"]:
        name = NAMES.get(each["fact"])
        value, negated = each["value"], each["negated"]
        counts = name is not None and value is not None
        if name is not None and value is not None:
            if isinstance(value, bool):
                negated = False
            if isinstance(value, dict):
                value = value["low_s"], value["high_s"]
            if name.values == "days":
                value = value[1] / DAY_SECONDS
            if name.values == "listed":
                counts = (value, negated) in name.says.values()
        found.append(Label(each["fact"], value, negated, each["stance"], counts))
    return found


def heard(row: dict[str, Any]) -> list[Said]:
    """The facts of the set that are heard in a line, each once."""
    understood = understand(row["text"], row["context"], row["lang"], cues(SOPS[row["topic"]]))
    found: dict[Said, None] = {}
    for each in understood.facts:
        for fact, name in NAMES.items():
            said = _said(fact, name, each, row)
            if said is not None:
                found[said] = None
    return list(found)


def _said(fact: str, name: Name, each: FactHeard, row: dict[str, Any]) -> Said | None:
    if each.fact not in name.facts or name.sop != SOPS[row["topic"]]:
        return None
    value, negated = each.value, each.negated
    if name.values == "listed" and value is not None:
        if (each.fact, value) not in name.says:
            return None
        turned = negated and not isinstance(value, bool)
        value, negated = name.says[each.fact, value]
        negated = negated != turned
    elif isinstance(value, Moment) and name.values == "duration":
        # The set gives lengths only; a day for the same fact (明天给您开) is not labelled there.
        return None
    elif isinstance(value, Duration):
        value = value.low_seconds, value.high_seconds
    elif name.values == "date" and value is not None:
        slots = find_slots(row["text"], row["lang"])
        words = [fold(slot.text) for slot in slots if slot.value == value]
        value = value, words[0] if words else ""
    return Said(fact, value, negated, each.stance)


def same(label: Label, said: Said) -> bool:
    """Whether what was heard is what is labelled, the stance apart."""
    if label.fact != said.fact or label.negated != said.negated:
        return False
    if isinstance(label.value, str) and isinstance(said.value, tuple):
        words = fold(label.value)
        return bool(said.value[1]) and (words in said.value[1] or said.value[1] in words)
    return bool(label.value == said.value)


def measured(rows: list[dict[str, Any]]) -> tuple[Figures, list[str]]:
    """The figures of some lines, and those that are not heard as labelled."""
    figures = Figures(len(rows), {fact: Count() for fact in NAMES})
    figures.stances = {stance: Counter() for stance in STANCES}
    wrong = []
    for row in rows:
        labels, said = labelled(row), heard(row)
        figures.left_out.update(each.fact for each in labels if each.fact in NONE or _unknown(each))
        mistakes = list(_compare(labels, said, figures))
        if mistakes:
            wrong.append(f"{row['topic']} | {row['context']} | {row['text']}\n    {mistakes}")
    return figures, wrong


def _unknown(label: Label) -> bool:
    """Whether the library has no such value."""
    return not label.counts and label.value is not None


def _compare(labels: list[Label], said: list[Said], figures: Figures) -> Iterator[str]:
    """Count one line; what is wrong in it."""
    asserted = [each for each in said if each.stance in ASSERTED]
    there = [each for each in labels if each.counts and each.stance in ASSERTED]
    for label in there:
        hit = any(same(label, each) for each in asserted)
        figures.per_fact[label.fact].hits += hit
        figures.per_fact[label.fact].missed += not hit
        if not hit:
            yield f"missed {label.fact}={label.value}"
    # What stands beside a label that is left out can be neither right nor wrong.
    unsure = {each.fact for each in labels if _unknown(each)}
    for key in {(e.fact, e.value, e.negated): e for e in asserted}.values():
        if not any(same(label, key) for label in there) and key.fact not in unsure:
            figures.per_fact[key.fact].false += 1
            yield f"false {key.fact}={key.value}{' denied' if key.negated else ''} ({key.stance})"
    for label in labels:
        if label.counts:
            stances = [each.stance for each in said if same(label, each)]
            told = [stance for stance in stances if stance in ASSERTED]
            first = "asserted" if told else (stances or [NOT_SAID])[0]
            figures.stances[label.stance][first] += 1


WORDS = {
    "zh": {
        "lang": {"zh": "中文", "en": "英文"},
        "sum": "{lang}：{lines} 行，说定的事实（告知、承诺、拒绝）{there} 个："
        "精确率 **{precision:.3f}**（目标 ≥ .90），召回率 **{recall:.3f}**（目标 ≥ .85）",
        "loose": "没有说定的（询问、假设、转述）{of} 个，被听成说定的 {said} 个",
        "none": "剧本库没有对应的事实或值，不算在内的标注 {count} 个：{names}",
        "head": ("事实", "剧本里", "标注", "精确率", "召回率"),
    },
    "en": {
        "lang": {"zh": "Chinese", "en": "English"},
        "sum": "{lang}: {lines} lines, {there} facts asserted (told, promised, refused): precision "
        "**{precision:.3f}** (goal ≥ .90), recall **{recall:.3f}** (goal ≥ .85)",
        "loose": "Not asserted (asked, supposed, quoted): {of}; heard as asserted: {said}",
        "none": "Labels left out because the library has no such fact or value: {count} ({names})",
        "head": ("Fact", "In the SOP", "labels", "precision", "recall"),
    },
}  # fmt: skip


def page(found: dict[str, Figures], lang: str) -> list[str]:
    """The lines of the page in `lang`."""
    words: dict[str, Any] = WORDS[lang]
    parts: list[str] = []
    for of, figures in found.items():
        total = figures.all
        loose = [figures.stances[s] for s in ("asked", "hypothetical", "quoted")]
        names = ", ".join(f"`{name}` {count}" for name, count in figures.left_out.most_common())
        parts += [
            "- " + words["sum"].format(
                lang=words["lang"][of], lines=figures.lines, there=total.hits + total.missed,
                precision=total.precision, recall=total.recall,
            ),
            "- " + words["loose"].format(
                of=sum(c.total() for c in loose), said=sum(c["asserted"] for c in loose)
            ),
            "- " + words["none"].format(count=figures.left_out.total(), names=names),
        ]  # fmt: skip
    return [*parts, "", *_table(found, words)]


def _table(found: dict[str, Figures], words: dict[str, Any]) -> list[str]:
    fact, place, *names = words["head"]
    columns = [fact, place, *(f"{words['lang'][of]} {name}" for of in found for name in names)]
    rows = [f"| {' | '.join(columns)} |", "|---" * len(columns) + "|"]
    for fact, name in NAMES.items():
        cells = [f"`{fact}`", f"{name.sop}: " + ", ".join(name.facts)]
        for figures in found.values():
            count = figures.per_fact[fact]
            shares = (count.precision, count.recall)
            cells += [str(count.hits + count.missed)]
            cells += ["–" if share != share else f"{share:.2f}" for share in shares]
        rows.append(f"| {' | '.join(cells)} |")
    return rows


def main() -> int:
    """Print the figures, and write them into the pages or list the dev lines heard wrongly."""
    dev = "--dev" in sys.argv[1:]
    found: dict[str, Figures] = {}
    for lang in LANGUAGES:
        rows = lines("facts", lang, "dev" if dev else "test")
        found[lang], wrong = measured(rows)
        total = found[lang].all
        print(f"{lang}: precision {total.precision:.3f}, recall {total.recall:.3f}")
        print(f"  {total.hits} right, {total.false} false, {total.missed} missed")
        print(f"  left out {dict(found[lang].left_out)}")
        for fact, count in found[lang].per_fact.items():
            print(f"  {fact:20} {count.hits:3} {count.false:3} {count.missed:3}")
        for stance, heard_as in found[lang].stances.items():
            print(f"  {stance:14} {dict(heard_as)}")
        if dev:
            print("\n".join(wrong))
    if dev:
        return 0
    for name, lang in (("understanding.md", "zh"), ("understanding.en.md", "en")):
        text = (PAGES / name).read_text(encoding="utf-8")
        (PAGES / name).write_text(between(text, "facts", page(found, lang)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
