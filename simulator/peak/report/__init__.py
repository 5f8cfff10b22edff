"""The report for the meeting where the budget is decided: one HTML file, one workbook (2.6)."""
