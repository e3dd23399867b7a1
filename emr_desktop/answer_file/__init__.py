"""Sets a facility up from a file of answers: many PCs, one file, all or nothing."""
