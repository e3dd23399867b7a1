"""The windows for the problem list."""
