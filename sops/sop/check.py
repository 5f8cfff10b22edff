"""Whether the names in an SOP hold together; what its models cannot see one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from sops.act import ACTS
from sops.action import ACTIONS
from sops.language import _
from sops.pattern import problem_of
from sops.problem import printable
from sops.sop.condition import Condition
from sops.sop.shared_cues import shared_cues
from sops.sop.sop import Sop
from sops.sop.step import Step

Found = tuple[tuple[str | int, ...], str]
"""A place in the file, and what is wrong there."""


def check(sop: Sop) -> list[Found]:
    """Every name that stands for nothing, stands twice or is of the wrong kind."""
    return [
        *_twice("facts", [fact.id for fact in sop.facts]),
        *_twice("steps", [step.id for step in sop.steps]),
        *_twice("actions", [rule.action for rule in sop.actions]),
        *_facts(sop),
        *_steps(sop),
        *_rules(sop),
        *_phrases(sop),
    ]


def _twice(section: str, ids: list[str]) -> Iterator[Found]:
    seen: Counter[str] = Counter()
    for position, name in enumerate(ids):
        seen[name] += 1
        if seen[name] > 1:
            yield (section, position), _("{name} 写了两次").format(name=printable(name))


def _facts(sop: Sop) -> Iterator[Found]:
    for position, fact in enumerate(sop.facts):
        place = ("facts", position)
        for look in fact.found_by:
            if look not in ACTIONS or ACTIONS[look].writes:
                yield (*place, "found_by"), _no("look-up", look)
        for name in fact.heard.like:
            if shared_cues(name, "zh") is None:
                yield (*place, "heard", "like"), _no("shared cues", name)
        for language in ("zh", "en"):
            cues = fact.heard.en if language == "en" else fact.heard.zh
            named = [("yes", cues.yes), ("no", cues.no), ("say", cues.say), ("ask", cues.ask)]
            named += [("choices", words) for words in cues.choices.values()]
            for key, patterns in named:
                yield from _patterns((*place, "heard", language, key), patterns, language)


def _patterns(
    place: tuple[str | int, ...], patterns: Iterable[str], language: str
) -> Iterator[Found]:
    for pattern in patterns:
        wrong = problem_of(pattern, language)
        if wrong:
            yield place, f"{printable(pattern)}: {wrong}"


def _steps(sop: Sop) -> Iterator[Found]:
    ids, facts = {step.id for step in sop.steps}, {fact.id for fact in sop.facts}
    for position, step in enumerate(sop.steps):
        place = ("steps", position)
        yield from _step_names(place, step, facts)
        for index, way in enumerate(step.then):
            if way.to not in ids:
                yield (*place, "then", index, "to"), _no("step", way.to)
            if way.when is not None:
                yield from _condition((*place, "then", index, "when"), way.when, ids, facts)
        for name in step.after:
            if name not in ids or name == step.id:
                yield (*place, "after"), _no("step", name)


def _step_names(place: tuple[str | int, ...], step: Step, facts: set[str]) -> Iterator[Found]:
    for key, names in (("asks", step.asks), ("tells", step.tells)):
        for name in names:
            if name not in facts:
                yield (*place, key), _no("fact", name)
    for name in step.looks:
        if name not in ACTIONS or ACTIONS[name].writes:
            yield (*place, "looks"), _no("look-up", name)
    for name in step.acts:
        if name not in ACTS:
            yield (*place, "acts"), _no("act", name)
    if step.action is None:
        return
    action = ACTIONS.get(step.action)
    if action is None or not action.writes:
        yield (*place, "action"), _no("action", step.action)
        return
    for name, value in step.with_.items():
        if action.parameter(name) is None:
            yield (*place, "with", name), _no("argument", name)
        if isinstance(value, str) and value.startswith("$") and value[1:] not in facts:
            yield (*place, "with", name), _no("fact", value[1:])


def _condition(
    place: tuple[str | int, ...], condition: Condition, steps: set[str], facts: set[str]
) -> Iterator[Found]:
    for leaf in condition.leaves():
        if leaf.fact is not None and leaf.fact not in facts:
            yield place, _no("fact", leaf.fact)
        if leaf.done is not None and leaf.done not in steps:
            yield place, _no("step", leaf.done)


def _rules(sop: Sop) -> Iterator[Found]:
    ids, facts = {step.id for step in sop.steps}, {fact.id for fact in sop.facts}
    for position, rule in enumerate(sop.actions):
        place = ("actions", position)
        if rule.action not in ACTIONS or not ACTIONS[rule.action].writes:
            yield (*place, "action"), _no("action", rule.action)
        if rule.requires is not None:
            yield from _condition((*place, "requires"), rule.requires, ids, facts)
        for language in ("zh", "en"):
            where = (*place, "proposed", language)
            yield from _patterns(where, rule.proposed.of(language), language)
    for name in sop.authority_fen:
        if name not in ACTIONS:
            yield ("authority_fen", name), _no("action", name)


def _phrases(sop: Sop) -> Iterator[Found]:
    ids, facts = {step.id for step in sop.steps}, {fact.id for fact in sop.facts}
    for position, phrase in enumerate(sop.phrases):
        if phrase.step is not None and phrase.step not in ids:
            yield ("phrases", position, "step"), _no("step", phrase.step)
        if phrase.when is not None:
            yield from _condition(("phrases", position, "when"), phrase.when, ids, facts)
    for position, error in enumerate(sop.critical):
        for name in error.tells:
            if name not in facts:
                yield ("critical", position, "tells"), _no("fact", name)
        for name in error.actions:
            if name not in ACTIONS:
                yield ("critical", position, "actions"), _no("action", name)


def _no(kind: str, name: str) -> str:
    texts = {
        "look-up": _("没有叫 {name} 的查询"),
        "step": _("没有叫 {name} 的步骤"),
        "fact": _("没有叫 {name} 的事实"),
        "act": _("没有叫 {name} 的动作标签"),
        "action": _("没有叫 {name} 的后台操作"),
        "shared cues": _("没有叫 {name} 的共用听法"),
        "argument": _("这个操作没有参数 {name}"),
    }
    return texts[kind].format(name=printable(name))
