"""The measured parts of docs/background/understanding*.md (see act_scores.py); prose stays."""

from __future__ import annotations

import math
from typing import Any

from sops.act import ACTS

NAMES = {"zh": {"zh": "中文", "en": "英文"}, "en": {"zh": "Chinese", "en": "English"}}

WORDS = {
    "zh": {
        "act": "动作", "support": "行数", "precision": "精确率", "recall": "召回率",
        "own": "例句数",
        "mistaken": "漏认时说成了",
        "macro": "{lang}：{lines} 行，宏平均 F1 **{macro:.3f}**（目标 {goal}；"
        "把“没有动作”也算一类：{with_none:.3f}），例句 {examples} 条",
        "other": "没有动作",
        "precise": "要求更准的四个动作，精确率（目标 ≥ .90）：",
        "empathy": "和标注完全相同的比例：",
        "alarms": "误报（没有这种过失却说有），目标 ≤ 1 %：",
        "silence": "离题的话没有被安上动作：{left} / {of}（{share:.0%}，目标 ≥ 80 %）。",
        "all": "全部", "most": "每个动作最多", "examples": "例句总数",
        "alone": "只用例句", "both": "例句 + 提示语",
    },
    "en": {
        "act": "Act", "support": "Lines", "precision": "Precision", "recall": "Recall",
        "own": "Examples", "mistaken": "When missed, said",
        "macro": "{lang}: {lines} lines, macro-F1 **{macro:.3f}** (goal {goal}; "
        "{with_none:.3f} with `other`, no act at all, as a class), "
        "{examples} examples",
        "other": "no act",
        "precise": "Precision of the four acts that ask for more (goal ≥ .90): ",
        "empathy": "Share exactly as labelled: ",
        "alarms": "False alarms (said where there is none), goal ≤ 1 %: ",
        "silence": "Off-topic lines without an act: {left} of {of} ({share:.0%}, goal ≥ 80 %)",
        "all": "all", "most": "At most per act", "examples": "Examples in all",
        "alone": "examples only", "both": "examples + cues",
    },
}  # fmt: skip
PRECISE = ("refuse", "promise_time", "compensate", "acknowledge_feeling")
GOALS = {"zh": "≥ .80", "en": "≥ .70"}


def page(text: str, found: dict[str, Any], lang: str) -> str:
    """A page in `lang` with the figures of both languages put in their places; a curve that was
    not measured stays as it is."""
    parts: list[str] = []
    for of, figures in found.items():
        parts += [f"### {NAMES[lang][of]}", "", *_summary(of, figures, lang), ""]
        parts += [*_acts(figures, lang), ""]
    text = between(text, "measured", parts[:-1])
    if not all(figures["curve"] for figures in found.values()):
        return text
    return between(text, "curve", _curve(found, lang))


def between(text: str, name: str, lines: list[str]) -> str:
    """A page with the lines between the marks `name` replaced."""
    before, _mark, rest = text.partition(f"<!-- {name} -->\n")
    _old, _mark, after = rest.partition(f"<!-- /{name} -->\n")
    inside = "\n".join(["", *lines, "", ""])
    return f"{before}<!-- {name} -->\n{inside}<!-- /{name} -->\n{after}"


def _summary(of: str, figures: dict[str, Any], lang: str) -> list[str]:
    words = WORDS[lang]
    left, total = figures["silence"]
    alarms = ", ".join(
        f"`{act}` {said}/{among} ({said / among:.1%})"
        for act, (said, among) in figures["alarms"].items()
    )
    shares = ", ".join(f"{name} {share:.3f}" for name, share in figures["empathy"].items())
    precise = ", ".join(f"`{act}` {figures['per_act'][act].precision:.2f}" for act in PRECISE)
    main = words["macro"].format(
        lang=NAMES[lang][of], lines=figures["lines"], macro=figures["macro"], goal=GOALS[of],
        examples=figures["examples"], with_none=figures["macro_with_none"],
    )  # fmt: skip
    silence = words["silence"].format(left=left, of=total, share=left / total)
    return [
        f"- {main}",
        f"- {words['precise']}{precise}",
        f"- {words['alarms']}{alarms}",
        f"- {silence}",
        f"- {words['empathy']}{shares}",
    ]


def _acts(figures: dict[str, Any], lang: str) -> list[str]:
    words = WORDS[lang]
    head = [words[name] for name in ("act", "support", "precision", "recall")]
    head += ["F1", words["own"], words["mistaken"]]
    rows = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    for act, count in figures["per_act"].items():
        name = f"`{act}` {ACTS[act]}" if lang == "zh" else f"`{act}`"
        said = ", ".join(
            f"{words['other'] if other == 'other' else other} {times}"
            for other, times in count.mistaken.most_common(3)
        )
        rows.append(
            f"| {name} | {count.hits + count.missed} | {_two(count.precision)} |"
            f" {_two(count.recall)} | {count.f1:.2f} | {figures['own'][act]} | {said} |"
        )
    return rows


def _curve(found: dict[str, Any], lang: str) -> list[str]:
    words = WORDS[lang]
    rows = [f"| | {words['most']} | {words['examples']} | {words['alone']} | {words['both']} |",
            "|---|---|---|---|---|"]  # fmt: skip
    for of, figures in found.items():
        for size, total, alone, both in figures["curve"]:
            most = words["all"] if size > 1000 else str(size)
            rows.append(f"| {NAMES[lang][of]} | {most} | {total} | {alone:.3f} | {both:.3f} |")
    return rows


def _two(share: float) -> str:
    return "–" if math.isnan(share) else f"{share:.2f}"
