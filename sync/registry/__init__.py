"""Asks a national client registry who somebody is. Reads only."""
