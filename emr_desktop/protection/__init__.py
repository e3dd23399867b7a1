"""Duties towards the people whose data is kept: reports of a breach, and what is past its time."""
