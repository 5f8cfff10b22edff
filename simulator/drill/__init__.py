"""The drill: scenario → conversation → scorecard (D1–D14)."""
