"""Whether a drill holds together: names, expressions, templates, arguments (D2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scenarios.drill.case import Case, case_of
from scenarios.drill.customer import Moment
from scenarios.drill.drill import Drill
from scenarios.drill.expression import ExpressionError
from scenarios.drill.office import ACCOUNT, COLUMNS
from scenarios.drill.persona import persona_names
from scenarios.drill.solution import Expectation, Run
from scenarios.drill.text import Text
from sops.act import ACTS
from sops.action import ACTIONS, ALSO_SHOWN_BY
from sops.language import _
from sops.pattern import problem_of
from sops.platform import platform_names
from sops.problem import printable
from sops.sop.sop import Sop

Found = tuple[tuple[str | int, ...], str]
SEEDS = (1, 2, 3, 9001)


def check(drill: Drill, sop: Sop) -> list[Found]:
    """Every mistake that the models cannot see, with its place in the file."""
    found = [*_names(drill, sop), *_customer(drill, sop), *_runs(drill), *_moments(drill)]
    for seed in SEEDS:
        for language in drill.languages:
            found += _case(drill, sop, seed, language)
    return list(dict.fromkeys(found))


def _names(drill: Drill, sop: Sop) -> Iterator[Found]:
    known = {fact.id: fact for fact in sop.facts}
    for name in drill.facts:
        if name not in known:
            yield ("facts", name), _("SOP 没有叫 {name} 的事实").format(name=printable(name))
    if drill.customer.persona not in persona_names():
        yield (
            ("customer", "persona"),
            _("没有叫 {name} 的顾客类型；有的是：{known}").format(
                name=printable(drill.customer.persona), known=", ".join(persona_names())
            ),
        )
    if drill.platform not in platform_names():
        yield (
            ("platform",),
            _("没有叫 {name} 的平台；有的是：{known}").format(
                name=printable(drill.platform), known=", ".join(platform_names())
            ),
        )
    for position, end in enumerate(drill.accepted):
        for index, expected in enumerate(end.expect):
            yield from _expected(("accepted", position, "expect", index), expected)


def _expected(place: tuple[str | int, ...], expected: Expectation) -> Iterator[Found]:
    columns: dict[str, tuple[str, ...]] = {name: tuple(each) for name, each in COLUMNS.items()}
    columns |= {"account": ACCOUNT, "handovers": ("to", "note")}
    known = columns.get(expected.table)
    if known is None:
        yield (*place, "table"), _("没有这张表")
        return
    for key in ("where", "fields"):
        for name in getattr(expected, key):
            if name not in known:
                yield (
                    (*place, key, name),
                    _("没有这一列；可以用：{known}").format(known=", ".join(known)),
                )


def _customer(drill: Drill, sop: Sop) -> Iterator[Found]:
    known = {fact.id for fact in sop.facts}
    customer = drill.customer
    named: list[tuple[tuple[str | int, ...], str | None]] = [
        *((("customer", "opening", "tells"), name) for name in customer.opening.tells),
        *((("customer", "answers", at, "fact"), a.fact) for at, a in enumerate(customer.answers)),
        *((("customer", "questions", at, "fact"), q.fact)
          for at, q in enumerate(customer.questions)),
        *((("customer", "beats", at, "when", "told"), beat.when.told)
          for at, beat in enumerate(customer.beats)),
        *((("customer", "beats", at, "when", "asked"), beat.when.asked)
          for at, beat in enumerate(customer.beats)),
    ]  # fmt: skip
    for place, name in named:
        if name is not None and name not in known:
            yield place, _("SOP 没有叫 {name} 的事实").format(name=printable(name))
    for section in ("requests", "consents"):
        for at, entry in enumerate(getattr(customer, section)):
            action = ACTIONS.get(entry.action)
            if action is None:
                yield ("customer", section, at, "action"), _no_action(entry.action)
                continue
            for name in getattr(entry, "with_", {}):
                if action.parameter(name) is None:
                    text = _("这个操作没有参数 {name}").format(name=printable(name))
                    yield ("customer", section, at, "with", name), text
    yield from _beats(drill)


def _beats(drill: Drill) -> Iterator[Found]:
    """What sets a beat off has to exist; two things of one name cannot be told apart."""
    customer = drill.customer
    ids = [beat.id for beat in customer.beats]
    for at, beat in enumerate(customer.beats):
        here = ("customer", "beats", at)
        when = beat.when
        if beat.id in ids[:at] or beat.id == "opening":
            yield (*here, "id"), _("{name} 写了两次").format(name=printable(beat.id))
        if when.done is not None and when.done not in ACTIONS:
            yield (*here, "when", "done"), _no_action(when.done)
        if when.act is not None and when.act not in ACTS:
            text = _("没有叫 {name} 的动作标签").format(name=printable(when.act))
            yield (*here, "when", "act"), text
        if when.after is not None and when.after not in set(ids) - {beat.id}:
            text = _("没有叫 {name} 的 beat").format(name=printable(when.after))
            yield (*here, "when", "after"), text
    for section in ("answers", "questions"):
        facts = [entry.fact for entry in getattr(customer, section)]
        for at, name in enumerate(facts):
            if name in facts[:at]:
                text = _("{name} 写了两次").format(name=printable(name))
                yield ("customer", section, at, "fact"), text


def _no_action(name: str) -> str:
    return _("没有叫 {name} 的后台操作").format(name=printable(name))


def _runs(drill: Drill) -> Iterator[Found]:
    runs = [(("solution", "reference"), drill.solution.reference)]
    runs += [
        (("solution", "paraphrases", at), run)  # type: ignore[misc]
        for at, run in enumerate(drill.solution.paraphrases)
    ]
    for place, run in runs:
        yield from _run(place, run)


def _run(place: tuple[str | int, ...], run: Run) -> Iterator[Found]:
    for at, turn in enumerate(run.turns):
        if turn.do is None:
            continue
        action = ACTIONS.get(turn.do)
        here = (*place, "turns", at)
        if action is None:
            yield (*here, "do"), _no_action(turn.do)
            continue
        for name in turn.with_:
            if action.parameter(name) is None:
                yield (*here, "with", name), _("这个操作没有参数 {name}").format(name=name)
        for parameter in action.parameters:
            if parameter.required and parameter.name not in turn.with_:
                yield (*here, "with"), _("缺少参数 {name}").format(name=parameter.name)


def _moments(drill: Drill) -> Iterator[Found]:
    count = 0
    customer = drill.customer
    places: list[tuple[tuple[str | int, ...], Moment | None]] = [
        (("customer", "opening", "moment"), customer.opening.moment)
    ]
    places += [
        (("customer", "beats", at, "moment"), beat.moment) for at, beat in enumerate(customer.beats)
    ]
    for place, moment in places:
        if moment is None:
            continue
        count += not moment.provoked
        for language in drill.languages:
            if not moment.about.of(language):
                yield (*place, "about"), _("about 缺少 {language}").format(language=language)
    if drill.empathy_scored and count < 2:
        yield ("customer", "beats"), _("共情时刻至少两个，否则写 empathy_scored: false")


def _case(drill: Drill, sop: Sop, seed: int, language: str) -> Iterator[Found]:
    try:
        case = case_of(drill, sop, seed, language)
    except (ExpressionError, ValueError) as error:
        yield ("let",), str(error)
        return
    for place, value in _texts(drill.model_dump(by_alias=True), ()):
        yield from _filled(case, place, value, language)
    try:
        facts = case.facts
    except (ExpressionError, ValueError, TypeError) as error:
        yield ("facts",), str(error)
        return
    needed = {name for step in case.path for name in (*step.tells, *step.asks)}
    for name in sorted(needed - set(facts) - _told_by_customer(drill)):
        if sop.fact(name).type != "text":
            yield ("facts",), _("这条路要用到的事实没有写：{name}").format(name=name)
    if case.path[-1].then:
        yield ("facts",), _("SOP 在步骤 {step} 走不下去").format(step=case.path[-1].id)
    told = any(step.tells for step in case.path if not step.optional)
    if not told and not any(end.expect for end in drill.accepted):
        yield (
            ("accepted",),
            _("什么都不办、什么都不讲也算解决：写出后台要有的行，或让 SOP 有要讲的事实"),
        )
    if drill.refusal != any(step.refuses for step in case.path):
        yield ("refusal",), _("refusal 与 SOP 走到的步骤不符")
    yield from _needless(case)


def _needless(case: Case) -> Iterator[Found]:
    """Look-ups of the reference that no step of this way asks for: left out, nothing is lost."""
    asked = {name for step in case.path for name in step.looks}
    asked |= {ALSO_SHOWN_BY[name] for name in asked if name in ALSO_SHOWN_BY}
    for at, turn in enumerate(case.drill.solution.reference.turns):
        if turn.do in ACTIONS and not ACTIONS[turn.do].writes and turn.do not in asked:
            text = _("这条路上没有一步要 {name}：让 SOP 写上这一步，或者不查")
            place = ("solution", "reference", "turns", at, "do")
            yield place, text.format(name=turn.do)


def _told_by_customer(drill: Drill) -> set[str]:
    return {answer.fact for answer in drill.customer.answers} | set(drill.customer.opening.tells)


def _filled(case: Case, place: tuple[str | int, ...], value: str, language: str) -> Iterator[Found]:
    try:
        shown = case.fill(value)
    except (ExpressionError, ValueError, TypeError) as error:
        yield place, str(error)
        return
    marks = place[-2] if len(place) > 1 else ""
    if marks in ("zh", "en") and set(place) & {"about", "names"} and marks == language:
        wrong = problem_of(str(shown), language)
        if wrong:
            yield place, f"{printable(value)}: {wrong}"


def _texts(value: Any, place: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every text that may hold a template."""
    if isinstance(value, str) and place and place[0] in ("customer", "office", "accepted",
                                                         "solution"):  # fmt: skip
        yield place, value
    elif isinstance(value, Text):
        yield from _texts(value.model_dump(), place)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*place, key))
    elif isinstance(value, list | tuple):
        for at, inner in enumerate(value):
            yield from _texts(inner, (*place, at))
