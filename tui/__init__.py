"""Where people sit: the command line and the terminal app."""
