"""What a customer hears while with people."""

from __future__ import annotations

ASSIGNED, REPLIED, SERVED, ESCALATED, OVER = range(5)
"""The call is taken; a reply that is not the last; service ended; service ended and the second line
takes over; the customer's own patience is over."""
