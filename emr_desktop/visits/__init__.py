"""Visits: what was found, tested, diagnosed and prescribed, and the drafts of it."""
