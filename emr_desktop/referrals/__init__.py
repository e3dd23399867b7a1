"""Patients sent elsewhere, what came back of them, and patients sent here."""
