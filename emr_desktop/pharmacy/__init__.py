"""What the pharmacy gives of a prescription, and why not all of it."""
