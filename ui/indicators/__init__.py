"""The month's own figures and a year of any row, on screen."""
