"""Conditions that are notified at once: watching, case forms, clusters."""
