"""Monthly and weekly forms: definitions as data, the engine that counts, checks, closing."""
