"""From shifts to names (2.6)."""
