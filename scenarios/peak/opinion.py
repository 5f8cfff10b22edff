"""Coefficients that predict what customers think and what is lost (2.4). All are assumptions."""

from __future__ import annotations

from scenarios.peak.strict import NonNegative, Number, Probability, Strict


class Satisfaction(Strict):
    """P(satisfied) of a case, clipped to 0…1: ``base`` + ``resolved`` if solved
    − ``per_wait_minute`` × minutes waited − ``per_repeat`` × repeated attempts
    − ``abandoned`` if it gave up waiting."""

    base: Number = 0.45
    resolved: Number = 0.45
    per_wait_minute: NonNegative = 0.03
    per_repeat: NonNegative = 0.10
    abandoned: NonNegative = 0.25


class Recommendation(Strict):
    """NPS in points = ``intercept`` + ``slope`` × predicted CSAT (0…1)."""

    intercept: Number = -100.0
    slope: Number = 160.0


class LostOrders(Strict):
    """Orders lost by a pre-sale case that no one served."""

    conversion_served: Probability = 0.32
    conversion_unserved: Probability = 0.18
    yuan_per_order: NonNegative = 150.0


class Opinion(Strict):
    """Predicted satisfaction, recommendation and lost orders."""

    satisfaction: Satisfaction = Satisfaction()
    recommendation: Recommendation = Recommendation()
    lost_orders: LostOrders = LostOrders()
