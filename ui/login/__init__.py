"""Logging in: names, password, one-time code, and the paper key when nothing else opens."""
