"""Backups of the record: making, checking, rehearsing, restoring."""
