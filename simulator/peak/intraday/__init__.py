"""The rest of a day, seen from its middle."""
