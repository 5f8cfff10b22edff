"""The command line `shapan`: one file per command."""
