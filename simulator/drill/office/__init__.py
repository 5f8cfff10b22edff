"""The back office of a drill: real state, look-ups and actions with clear refusals (D6)."""
