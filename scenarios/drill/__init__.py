"""Drill scenarios: their files and library (D2)."""
