"""From the people a campaign needs to the shifts that bring them (2.6)."""
