"""A scenario to start from, by the five questions that decide staffing and the expected orders.

It extends a library scenario by one patch per question; every number in it is an assumption."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scenarios.peak.load import load
from scenarios.peak.scenario import PeakScenario
from sops.language import N_, _

Level = Literal["low", "medium", "high"]
LEVELS: tuple[Level, ...] = ("low", "medium", "high")
LIKES = ("double11", "618", "double11-campaign", "ordinary-day")
"""Library scenarios that a starter can extend; the first one by default."""

CONTACTS_PER_CUSTOMER = 0.001
"""Contacts a day that a customer on the books makes, order or not; assumed."""

_BASE_MIX = {"membership": 4, "usage": 3, "quality": 2, "invoice": 1}
"""What customers without a fresh order ask about; assumed weights."""

Factors = dict[str, tuple[float, float, float]]

QUESTIONS: dict[str, Factors] = {
    "outside-demand": {"demand.scale": (0.6, 1.0, 1.5)},
    "expertise": {
        "intents.*.chat.reply.mean_seconds": (0.85, 1.0, 1.35),
        "intents.*.phone.talk.mean_seconds": (0.85, 1.0, 1.35),
        "intents.*.ticket.work.mean_seconds": (0.85, 1.0, 1.35),
        "intents.*.resolved_by_person": (1.0, 1.0, 0.92),
        "intents.*.escalated": (0.5, 1.0, 2.0),
        "bots.chat-bot.intents.*.understood": (1.02, 1.0, 0.85),
    },
    "real-time": {
        "intents.*.channels.phone": (0.3, 1.0, 3.0),
        "intents.*.channels.ticket": (8.0, 1.0, 0.5),
        "targets.*.within_seconds": (2.0, 1.0, 1.0),
        "groups.hotline.staff.*.people": (0.4, 1.0, 3.0),
        "groups.hotline.available": (1.0, 1.0, 3.0),
    },
    "coupling": {
        "intents.*.chat.wrap_up.mean_seconds": (0.5, 1.0, 2.0),
        "intents.*.phone.wrap_up.mean_seconds": (0.5, 1.0, 2.0),
        "intents.*.channels.ticket": (0.5, 1.0, 1.5),
        "bots.chat-bot.intents.*.resolved": (1.05, 1.0, 0.85),
    },
}
"""Question → what it multiplies, by level. All assumed."""

_NOTES = {
    "outside-demand": N_("对外需求：少（小团队就够）、中、多（要一个呼叫中心）"),
    "expertise": N_("专业要求：越高，处理越久、转二线越多、机器人懂得越少"),
    "real-time": N_("实时要求：高则电话多；低则工单多、时限放宽"),
    "coupling": N_("和业务的耦合：只咨询，还是要替客户改单退款（话后久、工单多、机器人办不了）"),
}
_TITLES = {
    "outside-demand": "{zh: 对外需求, en: Outside demand}",
    "expertise": "{zh: 专业要求, en: Expertise}",
    "real-time": "{zh: 实时要求, en: How real-time}",
    "coupling": "{zh: 和业务的耦合, en: How tied to the business}",
}


@dataclass(frozen=True)
class Answers:
    """The answers: numbers, and a level for each of `QUESTIONS`."""

    customers: int
    """People on the books, with an order or without."""
    orders: int
    """Of the busiest day."""
    levels: dict[str, Level]
    like: str = LIKES[0]


def starter_text(answers: Answers, name: str) -> str:
    """The YAML of a starter; comments in the reader's language."""
    parent = load(answers.like)
    before, per_order = _orders_of(parent)
    lines = [
        "# " + _("由 shapan new 写出：从这里开始，逐个换成自己的数。全部数字都是假设"),
        "# "
        + _("客户 {customers}，最忙一天 {orders} 单；其余照 {like}（它自己的数也当假设看）").format(
            customers=f"{answers.customers:,}", orders=f"{answers.orders:,}", like=answers.like
        ),
        "",
        f'extends: "{answers.like}"',
        "kind: peak",
        f'name: "{name}"',
        "title: {zh: 起步场景, en: A scenario to start from}",
        "note:",
        "  zh: 由五个问题和预计单量写成，全部数字是假设。",
        "  en: Written from five questions and the expected orders; every number is assumed.",
        "",
        "patches:",
        *_orders_patch(answers, before),
        *_customers_patch(answers),
    ]
    for question in QUESTIONS:
        lines += _level_patch(question, answers.levels[question])
    lines += [*_people_patch(answers, before, per_order), "", *_basis()]
    return "\n".join(lines) + "\n"


def _orders_of(scenario: PeakScenario) -> tuple[float, float]:
    """Orders of the busiest day, and contacts per order."""
    orders = scenario.demand.orders
    assert orders is not None
    busiest = max(day.orders for day in orders.days)
    return busiest, sum(each.contacts_per_order for each in orders.intents.values())


def _orders_patch(answers: Answers, before: float) -> list[str]:
    why = _("假设：{like} 最忙一天 {before} 单，照比例放缩到 {orders} 单")
    note = why.format(like=answers.like, before=f"{before:,.0f}", orders=f"{answers.orders:,}")
    return [
        "  - name: orders",
        "    title: {zh: 预计单量, en: Expected orders}",
        "    scale:",
        f"      demand.orders.days.*.orders: {answers.orders / before:.10g}   # {note}",
    ]


def _customers_patch(answers: Answers) -> list[str]:
    contacts = answers.customers * CONTACTS_PER_CUSTOMER
    mix = ", ".join(f"{intent}: {weight}" for intent, weight in _BASE_MIX.items())
    note = _("假设：每千名客户每天 {n} 次进线，和新单无关").format(
        n=f"{1000 * CONTACTS_PER_CUSTOMER:g}"
    )
    return [
        "  - name: customers",
        "    title: {zh: 客户体量, en: Size of the customer base}",
        "    set:",
        f"      demand.direct:   # {note}",
        f"        - {{name: customers, contacts_per_day: {contacts:.10g}, profile: ordinary,",
        f"           mix: {{{mix}}}}}",
    ]


def _level_patch(question: str, level: Level) -> list[str]:
    place = LEVELS.index(level)
    lines = [
        f"  - name: {question}",
        f"    title: {_TITLES[question]}",
        f"    scale:   # {_(_NOTES[question])}",
    ]
    for selector, factors in QUESTIONS[question].items():
        told = _("假设：{level}").format(level=level)
        lines.append(f"      {selector}: {factors[place]:g}   # {told}")
    return lines


def _people_patch(answers: Answers, before: float, per_order: float) -> list[str]:
    """People in proportion to work, roughly: enough to simulate at once; sizing finds the rest."""
    handle = QUESTIONS["expertise"]["intents.*.chat.reply.mean_seconds"]
    outside = QUESTIONS["outside-demand"]["demand.scale"]
    levels = {question: LEVELS.index(level) for question, level in answers.levels.items()}
    customers = answers.customers * CONTACTS_PER_CUSTOMER / (before * per_order)
    work = answers.orders / before + customers
    work *= outside[levels["outside-demand"]] * handle[levels["expertise"]]
    lines = [
        "  - name: people",
        "    title: {zh: 人数粗估, en: A rough number of people}",
        "    set:",
        f"      floor.staff_scale: {work:.3g}   # "
        + _("假设：照工作量比例粗估，只求能跑；用 shapan size 另算"),
    ]
    if work > 1.0:
        told = _("假设：可用人数同比放大")
        lines += ["    scale:", f"      groups.*.available: {work:.3g}   # {told}"]
    return lines


def _basis() -> list[str]:
    return [
        "basis:",
        "  - paths: [clock, shops, tiers, intents, channels, demand, bots, queues, groups, floor,",
        "            returns, targets, opinion]",
        "    kind: assumed",
        "    note:",
        "      zh: 起步场景里的每个数都是假设，换成自己的数以后再改这里。",
        "      en: Every number of a starter is assumed; change this entry as you put in your own.",
    ]
