"""Sync on screen: what goes where, what waits, what was refused and what to do about it."""
