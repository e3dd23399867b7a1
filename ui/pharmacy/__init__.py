"""The pharmacy's counter: who waits for medicines, and what was given."""
