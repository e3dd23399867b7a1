"""The facility's own figures: what the month says, a year of any row, weeks above their threshold."""
