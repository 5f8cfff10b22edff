"""From a contact log to a scenario (2.6, Calibration)."""
