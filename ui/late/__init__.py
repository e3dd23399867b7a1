"""Visits that were written on paper, entered later with their own dates."""
