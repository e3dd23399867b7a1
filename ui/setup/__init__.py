"""Setting a new facility up: language, facility, first user, recovery key."""
