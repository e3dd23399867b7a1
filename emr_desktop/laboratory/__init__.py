"""The laboratory: orders, samples, results in versions, flags, the register."""
