"""The books: who was seen, sent on, tested, notified, and who died, line by line."""
