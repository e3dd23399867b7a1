"""What a facility usually gives for a diagnosis, written down by its in-charge."""
