"""What a lead looks at: trainees, missed steps, sessions to look at first, agreement (D13).

Pure functions of what the records answer; nothing here reads or writes."""
