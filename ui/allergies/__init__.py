"""The windows for allergies."""
