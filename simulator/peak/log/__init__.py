"""Contact logs: reading them, replaying their arrivals, and measuring what they show (F2)."""
