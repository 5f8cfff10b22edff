"""From the heads that a campaign needs to the hires that bring them in time (2.6)."""
