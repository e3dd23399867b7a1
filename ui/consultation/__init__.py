"""The consultation: one visit on one page."""
