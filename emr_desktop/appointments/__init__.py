"""Days on which patients are expected, who did not come, and how they are looked for."""
