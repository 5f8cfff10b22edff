"""The scenario that a calibration gives, as plain data in the order of a scenario file."""

from __future__ import annotations

import copy
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenarios.peak.channel import CHANNELS
from scenarios.peak.check import check
from scenarios.peak.law import TimeLaw
from scenarios.peak.scenario import PeakScenario
from simulator.peak.calibration.basis import basis_of
from simulator.peak.calibration.bot import BotFit
from simulator.peak.calibration.demand import WEEKDAYS, Part
from simulator.peak.calibration.duty import DutyFit
from simulator.peak.calibration.work import held_at_once
from simulator.peak.log.log import BOT_CONTAINED, BOT_LEFT, BOT_RESOLVED, BOT_WENT_ON
from sops.document import Document, Mark
from sops.problem import Problem, Problems

Data = dict[str, Any]
_PLACES = 6


def without_people(parts: Data) -> Data:
    """The scenario before people on duty are known."""
    return written(parts, None, None)


def written(parts: Data, duty: DutyFit | None, plan: NDArray[np.int64] | None) -> Data:
    """The whole scenario. ``parts`` are the fields of a `Calibration` so far."""
    base = parts["wish"].base
    data = _of_base(base) if base is not None else _of_log(parts)
    data["clock"] = {**data.get("clock", {}), **_clock(parts)}
    data["demand"] = _demand(parts)
    _put_work(data, parts)
    _put_patience(data, parts)
    _put_repeats(data, parts)
    if parts["bot"] is not None and not data.get("bots"):
        data["bots"] = [_bot(parts["bot"])]
    if plan is not None:
        for group, people in zip(data["groups"], plan.tolist(), strict=True):
            for way in ("people", "staff", "people_per_interval", "shifts"):
                group.pop(way, None)
            group["people_per_interval"] = people
        data["floor"] = {**data.get("floor", {}), "shift_end": "first_free"}
    old = [entry for entry in data.pop("basis", []) if _untouched(entry)]
    data["basis"] = [*old, *basis_of(parts, duty)]
    return data


def checked(data: Data, file: str) -> PeakScenario:
    """The data as a scenario; `Problems` at the log where it does not make one."""
    document = Document(file, copy.deepcopy(data), {(): Mark(file, 0, 0)}, ())
    scenario = document.validate(PeakScenario)
    misfits = [Problem(file, 0, 0, ".".join(map(str, place)), text)
               for place, text in check(scenario)]  # fmt: skip
    if misfits:
        raise Problems(misfits)
    return scenario


def law_data(law: TimeLaw) -> Data:
    """A law as a scenario writes it, rounded to what can be told."""
    found = law.model_dump(mode="json", exclude_none=True)
    return {key: _rounded(value) for key, value in found.items()}


def _rounded(value: Any) -> Any:
    if isinstance(value, list):
        return [_rounded(v) for v in value]
    return float(f"{value:.{_PLACES}g}") if isinstance(value, float) else value


def _clock(parts: Data) -> Data:
    first, last = parts["span"].horizon
    return {
        "start": f"{first.isoformat()}T00:00",
        "end": f"{(last + timedelta(days=1)).isoformat()}T00:00",
        "interval_minutes": parts["wish"].interval_minutes,
    }


def _of_base(base: PeakScenario) -> Data:
    return base.model_dump(mode="json", exclude_unset=True)


def _of_log(parts: Data) -> Data:
    """Everything that a log names, under the names that its mapping gives."""
    log, rows, found = parts["log"], parts["rows"], parts["structure"]
    first = rows[~rows["repeat"]]
    queues = [
        {
            "name": queue.name, "title": _title(queue.name), "channel": CHANNELS[queue.channel],
            "intents": [log.intents[i] for i in queue.intents],
            "groups": [{"group": g.name} for g in found.groups if n in g.queues],
        }
        for n, queue in enumerate(found.queues)
    ]  # fmt: skip
    for queue in queues:
        if queue["channel"] == "ticket":
            queue["due_minutes"] = 1440
    chats = held_at_once(rows, 1)[1]
    groups = [{"name": g.name, "title": _title(g.name), "concurrency": max(chats, 1)}
              for g in found.groups]  # fmt: skip
    return {
        "kind": "peak", "name": parts["wish"].name,
        "title": {"zh": f"校准：{parts['wish'].name}"[:80],
                  "en": f"Calibrated: {parts['wish'].name}"[:120]},
        "clock": {},
        "shops": [{"name": log.shops[i], "title": _title(log.shops[i]), "platform": "own",
                   "share": n} for i, n in _counted(first["shop"])],
        "tiers": [{"name": log.tiers[i], "title": _title(log.tiers[i]), "share": n}
                  for i, n in _counted(first["tier"])],
        "intents": [_intent(parts, i) for i, _n in _counted(first["intent"])],
        "channels": {}, "demand": {}, "queues": queues, "groups": groups,
    }  # fmt: skip


def _counted(values: NDArray[np.integer]) -> list[tuple[int, int]]:
    """(position, how many) of what occurs."""
    found, many = np.unique(values, return_counts=True)
    return [(int(v), int(n)) for v, n in zip(found, many, strict=True)]


def _title(name: str) -> Data:
    return {"zh": name, "en": name}


def _intent(parts: Data, intent: int) -> Data:
    log, rows = parts["log"], parts["rows"]
    mine = rows[(rows["intent"] == intent) & ~rows["repeat"]]
    shares = {CHANNELS[c]: n for c, n in _counted(mine["channel"])}
    return {"name": log.intents[intent], "title": _title(log.intents[intent]),
            "channels": shares, "resolved_by_person": 1.0}  # fmt: skip


def _demand(parts: Data) -> Data:
    fit, log, span = parts["demand"], parts["log"], parts["span"]
    first, last = span.horizon
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    profiles: Data = {}
    direct = []
    for part in fit.parts:
        own = "" if part.name == "day" else f"-{log.intents[part.intents[0]]}"[:34]
        for kind, name in enumerate(WEEKDAYS):
            if part.profiles[kind].sum() > 0:
                profiles[name + own] = [round(float(v), 7) for v in part.profiles[kind]]
        if any(fit.seen[d.weekday()] == 0 for d in days):
            profiles["any" + own] = _mean_profile(part, fit.seen)
        mix = {log.intents[i]: _rounded(float(fit.expected[:, i] @ fit.seen) / fit.seen.sum())
               for i in part.intents}  # fmt: skip
        direct.append({
            "name": "log" + own, "mix": {k: v for k, v in mix.items() if v > 0},
            "days": [_day(parts, part, own, day) for day in days],
        })  # fmt: skip
    return {"profiles": profiles, "direct": direct, "busyness": _busyness(parts)}


def _mean_profile(part: Part, seen: NDArray[np.int64]) -> list[float]:
    mean = (part.profiles * seen[:, None]).sum(axis=0)
    return [round(float(v), 7) for v in mean / mean.sum()]


def _day(parts: Data, part: Part, own: str, day: date) -> Data:
    fit = parts["demand"]
    seen = fit.seen[day.weekday()] and part.profiles[day.weekday()].sum() > 0
    name = WEEKDAYS[day.weekday()] if seen else "any"
    contacts = float(fit.of_day(day)[list(part.intents)].sum())
    if name == "any" and fit.seen[day.weekday()]:
        name, contacts = _some_profile(part), 0.0
    return {"date": day.isoformat(), "contacts": round(contacts, 2), "profile": name + own}


def _some_profile(part: Part) -> str:
    return WEEKDAYS[int(np.flatnonzero(part.profiles.sum(axis=1))[0])]


def _busyness(parts: Data) -> Data:
    busy = parts["demand"].busy
    return {"cv": _rounded(min(busy.cv, 5.0)), "correlation": _rounded(busy.correlation)}


def _put_work(data: Data, parts: Data) -> None:
    """Laws of work of every intent that the log holds; a base scenario's others stay."""
    log, rows, after = parts["log"], parts["rows"], parts["after"]
    by_name = {intent["name"]: intent for intent in data["intents"]}
    held = held_at_once(rows, 1)[0]
    for work in parts["work"]:
        intent = by_name.get(log.intents[work.intent])
        if intent is None:
            continue
        law = law_data(work.fit.law)
        if work.channel == 0:
            intent["phone"] = {"talk": law}
            if after is not None:
                intent["phone"]["wrap_up"] = law_data(after.law)
        elif work.channel == 1:
            intent["chat"] = {"rounds": {"law": "constant", "rounds": 1},
                              "reply": _scaled(law, 1.0 / held),
                              "think": {"law": "constant", "mean_seconds": 0}}  # fmt: skip
        else:
            intent["ticket"] = {"work": law}


def _scaled(law: Data, factor: float) -> Data:
    """A law of times that much longer."""
    found = dict(law)
    if "seconds" in found:
        found["seconds"] = [_rounded(s * factor) for s in found["seconds"]]
    else:
        found["mean_seconds"] = _rounded(found["mean_seconds"] * factor)
    return found


def _put_patience(data: Data, parts: Data) -> None:
    for channel, fit in parts["patience"].items():
        place = data.setdefault("channels", {}).setdefault(CHANNELS[channel], {})
        place["patience"] = law_data(fit.law)


def _bot(fit: BotFit) -> Data:
    """One bot on its channel. The log does not tell what it understood: everything."""
    some = max(fit.times.values(), key=lambda t: t.times)
    ends = {"leaves": BOT_LEFT, "resolved": BOT_RESOLVED, "contained": BOT_CONTAINED,
            "transferred": BOT_WENT_ON, "demands_person": BOT_WENT_ON}  # fmt: skip
    times = {name: law_data(fit.times.get(end, some).law) for name, end in ends.items()}
    return {
        "name": "bot", "title": {"zh": "机器人", "en": "Bot"},
        "channels": [CHANNELS[fit.channel]],
        "leaves": _rounded(fit.leaves), "understood": 1.0, "resolved": _rounded(fit.resolves),
        "transferred": _rounded(fit.transfers), "times": times,
    }  # fmt: skip


def _put_repeats(data: Data, parts: Data) -> None:
    fit = parts["repeats"]
    if fit is None:
        data["returns"] = {"max_attempts": 1}
        return
    returns: Data = {"max_attempts": 5}
    if fit.after_left.came_back:
        returns["after_abandonment"] = {"probability": _rounded(fit.after_left.probability),
                                        "delay": law_data(fit.after_left.delay)}  # fmt: skip
    if fit.after_served.came_back:
        # Who comes back after service was not helped; the scenario says both in one number.
        returns["after_service"] = {"probability": 1.0,
                                    "delay": law_data(fit.after_served.delay)}  # fmt: skip
        for intent in data["intents"]:
            intent["resolved_by_person"] = _rounded(1.0 - fit.after_served.probability)
    data["returns"] = returns


def _untouched(entry: Data) -> bool:
    """Whether a base scenario's note on where numbers come from still holds in full."""
    ours = ("demand", "channels", "returns", "clock")
    entry["paths"] = [p for p in entry["paths"] if p.split(".")[0] not in ours]
    return bool(entry["paths"])
