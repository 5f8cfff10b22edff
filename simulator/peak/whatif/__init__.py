"""What-if: levers and sweeps, judged on the same customers (2.6)."""
