"""How many seats a bot needs, and what it is worth to make it better (2.6)."""
