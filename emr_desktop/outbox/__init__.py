"""Events that a verb leaves for the national systems, in its own transaction."""
