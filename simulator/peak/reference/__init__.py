"""The reference engine: the rules of the floor (docs/reference/rules.en.md) told as SimPy stories.

Slow, but meant to be read beside the rules; the compiled kernel must write the same records."""
