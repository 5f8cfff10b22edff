"""Faults of an SOP that its schema allows: places nobody reaches, guards that clash, thin words."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sops.act import ACTS
from sops.language import _, localized
from sops.problem import printable
from sops.sop.condition import Condition, Value
from sops.sop.example import example_counts
from sops.sop.fact import Fact
from sops.sop.sop import Sop
from sops.sop.step import TODO, Step

FEWEST_EXAMPLES = 40
FEWEST_CUES = 3
MAX_CASES = 4_096
_ENDS = frozenset({"close", "escalate"})


@dataclass(frozen=True)
class Fault:
    """One fault: its kind, the place in the file, and what is wrong.

    A `note` is worth knowing but nothing wrong: a step that no drill walks yet.
    """

    kind: str
    place: tuple[str | int, ...]
    message: str
    note: bool = False

    def as_dict(self) -> dict[str, object]:
        """Plain data."""
        return {"kind": self.kind, "place": list(self.place), "message": self.message,
                "note": self.note}  # fmt: skip

    def line(self, name: str) -> str:
        """The fault of what is called `name`, in a line."""
        return f"{name}  {'.'.join(map(str, self.place))}  {self.message}  [{self.kind}]"


def lint(sop: Sop, exercised: Collection[str] | None = None) -> list[Fault]:
    """All faults; `exercised` are the steps that some drill walks, None: not looked at."""
    return [
        *_unreachable(sop), *_dead_ends(sop), *_guards(sop), *_actions(sop), *_words(sop),
        *_unused(sop), *_unexercised(sop, exercised), *_todo(sop),
    ]  # fmt: skip


def thin_acts() -> list[Fault]:
    """Acts whose example phrases are too few, in either language."""
    found = []
    for language in ("zh", "en"):
        counts = example_counts(language)
        for act in ACTS:
            if counts.get(act, 0) < FEWEST_EXAMPLES:
                text = _("动作 {act} 的 {language} 例句只有 {n} 条，至少要 {least} 条").format(
                    act=act, language=language, n=counts.get(act, 0), least=FEWEST_EXAMPLES
                )
                found.append(Fault("thin-act", (act, language), text))
    return found


def reachable(sop: Sop) -> set[str]:
    """The steps that can be reached from the first, whatever the guards."""
    steps = {step.id: step for step in sop.steps}
    seen: set[str] = set()
    waiting = [sop.steps[0].id]
    while waiting:
        here = waiting.pop()
        if here not in seen and here in steps:
            seen.add(here)
            waiting += [way.to for way in steps[here].then]
    return seen


def _unreachable(sop: Sop) -> Iterator[Fault]:
    seen = reachable(sop)
    for position, step in enumerate(sop.steps):
        if step.id not in seen:
            text = _("走不到步骤 {step}").format(step=step.id)
            yield Fault("unreachable", ("steps", position), text)


def _dead_ends(sop: Sop) -> Iterator[Fault]:
    for position, step in enumerate(sop.steps):
        if not step.then and step.kind not in _ENDS:
            text = _("死路：步骤 {step} 没有出路，也不是收尾或升级").format(step=step.id)
            yield Fault("dead-end", ("steps", position), text)


def _guards(sop: Sop) -> Iterator[Fault]:
    facts = {fact.id: fact for fact in sop.facts}
    for position, step in enumerate(sop.steps):
        if step.then:
            yield from _ways(position, step, facts)


def _ways(position: int, step: Step, facts: dict[str, Fact]) -> Iterator[Fault]:
    guards = [way.when for way in step.then if way.when is not None]
    otherwise = len(guards) < len(step.then)
    overlap = gap = None
    for case in _cases(guards, facts):
        held = [guard for guard in guards if guard.holds(case)]
        if len(held) > 1 and overlap is None:
            overlap = case
        if not held and not otherwise and gap is None:
            gap = case
    place = ("steps", position, "then")
    if overlap is not None:
        text = _("步骤 {step} 的出路重叠，例如 {case}").format(step=step.id, case=_shown(overlap))
        yield Fault("overlap", place, text)
    if gap is not None:
        text = _("步骤 {step} 的出路有缺口，例如 {case}").format(step=step.id, case=_shown(gap))
        yield Fault("gap", place, text)


def _cases(guards: list[Condition], facts: dict[str, Fact]) -> Iterator[dict[str, Value]]:
    """Every combination of values at which the guards could differ."""
    names = sorted({name for guard in guards for name in guard.names()})
    leaves = [leaf for guard in guards for leaf in guard.leaves()]
    domains = [_domain(facts[name], [each for each in leaves if each.fact == name])
               for name in names]  # fmt: skip
    for values in itertools.islice(itertools.product(*domains), MAX_CASES):
        yield dict(zip(names, values, strict=True))


def _domain(fact: Fact, leaves: list[Condition]) -> list[Value]:
    if fact.type == "bool":
        return [True, False]
    if fact.type == "choice":
        return list(fact.choices)
    found: set[Value] = set()
    for leaf in leaves:
        for bound in (leaf.at_most, leaf.at_least, leaf.below, leaf.above):
            if bound is not None:
                found |= {bound - 1, bound, bound + 1}
        named = [*(leaf.among or ()), *([leaf.is_] if leaf.is_ is not None else [])]
        found |= set(named)
        numbers = [value for value in named if not isinstance(value, str)]
        found |= {max(numbers) + 1} if numbers else {"?"} if named else set()
    return sorted(found, key=str) or [0]


def _shown(case: dict[str, Value]) -> str:
    return "，".join(f"{name}={value}" for name, value in case.items())


def _actions(sop: Sop) -> Iterator[Fault]:
    for position, step in enumerate(sop.steps):
        rule = sop.rule(step.action) if step.action else None
        limit = sop.authority_fen.get(step.action or "")
        if (rule is not None and rule.forbidden) or limit == 0:
            text = _("步骤 {step} 要做的 {action} 谁也不许做").format(
                step=step.id, action=step.action
            )
            yield Fault("nobody-may", ("steps", position, "action"), text)


def _words(sop: Sop) -> Iterator[Fault]:
    for position, fact in enumerate(sop.facts):
        counts = []
        for language in ("zh", "en"):
            cues = fact.heard.of(language)
            spoken = len(cues.yes) + len(cues.no) + len(cues.say)
            spoken += sum(len(words) for words in cues.choices.values())
            counts.append(spoken + len(cues.ask))
        place = ("facts", position, "heard")
        if (counts[0] == 0) != (counts[1] == 0):
            text = _("事实 {fact} 只有一种语言的说法").format(fact=fact.id)
            yield Fault("missing-translation", place, text)
        elif _is_told(sop, fact) and min(counts) < FEWEST_CUES:
            text = _("事实 {fact} 的说法太少：每种语言至少 {least} 条").format(
                fact=fact.id, least=FEWEST_CUES
            )
            yield Fault("thin-fact", place, text)
    for position, phrase in enumerate(sop.phrases):
        if bool(phrase.avoid.zh) != bool(phrase.avoid.en):
            text = _("要避免的说法只有一种语言")
            yield Fault("missing-translation", ("phrases", position, "avoid"), text)


def _is_told(sop: Sop, fact: Fact) -> bool:
    return any(fact.id in step.tells for step in sop.steps)


def _unused(sop: Sop) -> Iterator[Fault]:
    used = {name for step in sop.steps for name in (*step.tells, *step.asks)}
    used |= {str(value)[1:] for step in sop.steps for value in step.with_.values()
             if isinstance(value, str) and value.startswith("$")}  # fmt: skip
    conditions = [way.when for step in sop.steps for way in step.then if way.when is not None]
    conditions += [rule.requires for rule in sop.actions if rule.requires is not None]
    used |= {name for condition in conditions for name in condition.names()}
    used |= {name for error in sop.critical for name in error.tells}
    texts = " ".join(phrase.better.zh for phrase in sop.phrases)
    for position, fact in enumerate(sop.facts):
        if fact.id not in used and "{" + fact.id + "}" not in texts and not fact.protected:
            text = _("事实 {fact} 没有哪一步用到").format(fact=fact.id)
            yield Fault("unused-fact", ("facts", position), text)


def _todo(sop: Sop) -> Iterator[Fault]:
    """Steps that an import could not make: worth knowing in a draft, a fault later."""
    for position, step in enumerate(sop.steps):
        if step.title.zh.startswith(TODO[0]) or step.title.en.startswith(TODO[1]):
            text = _("步骤 {step} 还没写好：{title}").format(
                step=step.id, title=printable(localized(step.title))
            )
            place = ("steps", position, "title")
            yield Fault("todo", place, text, note=sop.status == "draft")


def _unexercised(sop: Sop, exercised: Collection[str] | None) -> Iterator[Fault]:
    if exercised is None:
        return
    for position, step in enumerate(sop.steps):
        if step.id not in exercised and not step.optional:
            text = _("没有演练走到步骤 {step}").format(step=step.id)
            yield Fault("unexercised", ("steps", position), text, note=True)
