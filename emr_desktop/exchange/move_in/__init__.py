"""Moves a facility in from another system: a mapping, which is data, says what its tables mean here."""
