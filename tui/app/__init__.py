"""The terminal app: where trainees drill, leads review and planners plan."""
