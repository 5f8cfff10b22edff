"""Understanding what an agent wrote: clauses, acts, slots and facts (rule D4)."""
