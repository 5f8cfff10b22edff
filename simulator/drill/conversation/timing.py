"""When the customer speaks, nags and leaves (D5, D14); all in microseconds of the session clock."""

from __future__ import annotations

import random

from simulator.drill.conversation.event import MICROSECONDS

NAG_AT = (0.5, 0.8)
"""Shares of the patience after which a waiting customer speaks up."""
WAIT_GRANTED_S = 90.0
"""How much longer a customer waits who was asked to, once in each turn. Assumed."""
HOLD_LIMIT_S = 120.0
"""How long a caller stays on hold without hearing anything. Assumed."""
SPOKEN_PER_SECOND = {"zh": 4.5, "en": 15.0}
"""Characters spoken in a second on the phone. Assumed."""
READ_PER_SECOND = {"zh": 12.0, "en": 40.0}
PHONE_SILENCE_S = 20.0
"""Silence after which a caller asks whether anybody is there. Assumed, and generous: the
trainee types what an agent would say."""


def thinking_us(key: str, agent_text: str, channel: str, language: str) -> int:
    """How long the customer takes to read or hear a message and to answer it."""
    draw = random.Random(f"think/{key}")
    pace = SPOKEN_PER_SECOND if channel == "phone" else READ_PER_SECOND
    low, high = (0.6, 1.6) if channel == "phone" else (2.0, 5.0)
    seconds = draw.uniform(low, high) + min(len(agent_text), 400) / pace[language]
    return int(seconds * MICROSECONDS)


def patience_us(patience_seconds: float, channel: str) -> tuple[int, tuple[int, ...]]:
    """How long a customer waits for a reply before they leave, and when they speak up.

    On the phone silence is felt at once: the first reminder comes after `PHONE_SILENCE_S`.
    """
    whole = int(patience_seconds * MICROSECONDS)
    if channel == "phone":
        first = int(min(PHONE_SILENCE_S, patience_seconds / 3) * MICROSECONDS)
        return whole, (first, int(whole * 0.6))
    return whole, tuple(int(whole * share) for share in NAG_AT)
