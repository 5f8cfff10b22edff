"""Scores of a drill: resolution, empathy and how it felt, each with its evidence (D7–D10)."""
