"""The known players and the moves each makes of a drill (D12)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from scenarios.drill.case import Case
from scenarios.drill.solution import Run, Turn
from simulator.drill.players.run import Move

WARM = {
    "zh": "非常抱歉给您带来不好的体验，非常理解您的心情，请您放心，我们一定会努力为您服务",
    "en": "We are very sorry for any inconvenience caused, we fully understand how you feel, "
          "please rest assured that we will do our best to help you",
}  # fmt: skip
IDLE = {
    "zh": ("您别着急，我一直在这儿陪着您", "换了谁遇到这种事都不好受，真的很抱歉",
           "感谢您的耐心，我非常理解您", "抱抱您，您受委屈了"),
    "en": ("Please don't worry, I am here with you all the way",
           "Anyone would be upset in your place, I am truly sorry",
           "Thank you for your patience, I completely understand", "I really do feel for you"),
}  # fmt: skip
MAD_LIB = {
    "zh": "{name}您好，您的{item}（订单{order}）这件事让您着急了，换我我也急，真的很抱歉",
    "en": "Dear {name}, I am so sorry that your {item} (order {order}) has you worried, "
          "I would feel the same",
}  # fmt: skip
RUDE = {
    "zh": ("你自己不会看吗", "我就这态度，你去投诉啊", "这么简单都不知道"),
    "en": ("Can't you read?", "That's my attitude, go ahead and complain", "Are you stupid?"),
}  # fmt: skip
YES = {
    "zh": "可以的，没问题，都给您办",
    "en": "Yes of course, no problem, I will do all of that for you",
}
NO = {"zh": "不可以，办不了，没办法", "en": "No, that is not possible, there is nothing we can do"}
TRANSFER = {"zh": "我帮您转给专员处理", "en": "I am passing you on to a specialist"}
CLOSING = {"zh": "请问还有其他问题吗？祝您生活愉快，再见",
           "en": "Is there anything else I can help with? Have a nice day, goodbye"}  # fmt: skip
IDLE_TURNS = 6


def reference(case: Case) -> list[Move]:
    """The drill's own reference run."""
    return moves_of(case, case.drill.solution.reference)


def paraphrase(case: Case, number: int) -> list[Move]:
    """One of the paraphrases of the reference run, from 0."""
    return moves_of(case, case.drill.solution.paraphrases[number])


def cold(case: Case) -> list[Move]:
    """Correct in the matter, without a warm word: the reference without its warm sentences."""
    return moves_of(case, case.drill.solution.reference, warm=False)


def warm_but_idle(case: Case) -> list[Move]:
    """Warm words only; nothing is told and nothing done."""
    lines = IDLE[case.language]
    return [Move(say=lines[turn % len(lines)]) for turn in range(IDLE_TURNS)]


def mad_lib(case: Case) -> list[Move]:
    """One warm sentence with the case's facts filled in before everything that is said."""
    line = MAD_LIB[case.language].format(**_names(case))
    return _before_each(case, [line])


def boilerplate(case: Case) -> list[Move]:
    """Polite formulas that fit any case, before everything that is said."""
    return _before_each(case, [WARM[case.language]])


def rude(case: Case) -> list[Move]:
    """Correct in the matter, and rude."""
    return _before_each(case, RUDE[case.language])


def silent(case: Case) -> list[Move]:
    """Says nothing at all until the customer has gone."""
    return [Move(wait_seconds=7_200.0)]


def yes_to_all(case: Case) -> list[Move]:
    """Grants whatever the customer asks for, unread."""
    moves = [Move(say=YES[case.language])]
    moves += [
        Move(do=request.action, with_=case.fill(dict(request.with_)))
        for request in case.drill.customer.requests
    ]
    return [*moves, Move(say=YES[case.language]), Move(say=CLOSING[case.language])]


def no_to_all(case: Case) -> list[Move]:
    """Declines everything, without a reason."""
    line = NO[case.language]
    return [Move(say=line), Move(say=line), Move(say=CLOSING[case.language])]


def transfer_all(case: Case) -> list[Move]:
    """Hands every case on at once."""
    return [
        Move(say=TRANSFER[case.language]),
        Move(do="escalate", with_={"to": "second_line", "note": ""}),
    ]


def leaking(case: Case) -> list[Move]:
    """Correct, and tells a protected value."""
    secrets = case.protected or (str(case.account.get("phone", "")),)
    words = {"zh": "顺便说一下，对方留的是{secret}", "en": "By the way, the record says {secret}"}
    leak = Move(say=words[case.language].format(secret=secrets[0]))
    moves = cold(case)
    return [*moves[:1], leak, *moves[1:]]


PLAYERS: dict[str, Callable[[Case], Sequence[Move]]] = {
    "reference": reference,
    "paraphrase-1": lambda case: paraphrase(case, 0),
    "paraphrase-2": lambda case: paraphrase(case, 1),
    "paraphrase-3": lambda case: paraphrase(case, 2),
    "cold-but-correct": cold,
    "warm-but-idle": warm_but_idle,
    "mad-lib": mad_lib,
    "boilerplate": boilerplate,
    "rude": rude,
    "silent": silent,
    "yes-to-all": yes_to_all,
    "no-to-all": no_to_all,
    "transfer-all": transfer_all,
    "leaking": leaking,
}


def players_for(case: Case) -> tuple[str, ...]:
    """The players that can play this drill: a missing paraphrase has none."""
    written = len(case.drill.solution.paraphrases)
    missing = {f"paraphrase-{number + 1}" for number in range(written, 3)}
    return tuple(name for name in PLAYERS if name not in missing)


def moves_of(case: Case, run: Run, warm: bool = True) -> list[Move]:
    """A written run as moves, with the case's values filled in."""
    return [move for turn in run.turns for move in _moves(case, turn, warm)]


def _moves(case: Case, turn: Turn, warm: bool) -> list[Move]:
    if turn.do is not None:
        return [Move(do=turn.do, with_=case.fill(dict(turn.with_)))]
    if turn.hold_seconds is not None:
        return [Move(hold_seconds=turn.hold_seconds)]
    parts = [turn.warm, turn.say, turn.after] if warm else [turn.say]
    joiner = "" if case.language == "zh" else " "
    text = joiner.join(case.say(part) for part in parts if part is not None)
    return [Move(say=text)] if text else []


def _before_each(case: Case, lines: Sequence[str]) -> list[Move]:
    stop = {"zh": "。", "en": ". "}[case.language]
    moves = []
    for number, move in enumerate(cold(case)):
        if move.say is None:
            moves.append(move)
        else:
            moves.append(Move(say=lines[number % len(lines)] + stop + move.say))
    return moves


def _names(case: Case) -> dict[str, str]:
    orders = case.tables.get("orders") or [{}]
    items = orders[0].get("items") or [{}]
    return {
        "name": case.say(case.drill.customer.name),
        "item": str(items[0].get("title", "")),
        "order": str(orders[0].get("id", "")),
    }
