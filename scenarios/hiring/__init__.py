"""Hiring files: ways of getting people, what they cost and when they are there."""
