"""Measured against simulated, on days that were not fitted (2.6, Calibration)."""
