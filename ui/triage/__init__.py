"""The triage: who waits to be measured, what is measured and seen, and how urgent it is."""
