"""What a patient does not tolerate, and that nothing of the kind is known."""
