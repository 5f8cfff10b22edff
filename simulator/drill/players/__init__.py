"""Known players: scripted agents that play every drill, to hold the scores against (D12)."""
