"""Benchmarks: one script for each figure the project promises."""
