"""Papers of a visit: what fits it, and the way to the printer."""
