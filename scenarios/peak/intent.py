"""What customers want, and the work it takes on each channel (F8–F11)."""

from __future__ import annotations

from scenarios.peak.law import RoundLaw, TimeLaw
from scenarios.peak.strict import Name, NonNegative, Probability, Strict, Title


class PhoneWork(Strict):
    """A call: talk, hold, wrap-up. Base times, at speed 1."""

    talk: TimeLaw
    hold: TimeLaw | None = None
    wrap_up: TimeLaw | None = None


class ChatWork(Strict):
    """A chat of several rounds: work per reply, the customer's think time between them, wrap-up."""

    rounds: RoundLaw
    reply: TimeLaw
    first_reply: TimeLaw | None = None
    """Work of the first reply; as ``reply`` when absent."""
    think: TimeLaw
    wrap_up: TimeLaw | None = None


class TicketWork(Strict):
    """A ticket: one piece of interruptible work, then wrap-up inside it."""

    work: TimeLaw


class ChannelShares(Strict):
    """Weights of the channels on which an intent arrives."""

    phone: NonNegative = 0.0
    chat: NonNegative = 0.0
    ticket: NonNegative = 0.0


class Intent(Strict):
    """A contact type (业务类型)."""

    name: Name
    title: Title
    channels: ChannelShares
    phone: PhoneWork | None = None
    chat: ChatWork | None = None
    ticket: TicketWork | None = None
    resolved_by_person: Probability
    """Chance that a person at resolution 1 solves it (F13)."""
    escalated: Probability = 0.0
    """Chance that a first line at escalation 1 hands it to the second line (F13)."""
    pre_sale: bool = False
    """Asked before ordering: a lost contact may be a lost order."""
