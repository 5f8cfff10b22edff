"""Screens of the app, one file and one style sheet each."""
