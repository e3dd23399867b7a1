"""The facility itself: setting it up, unlocking it, its staff and its health."""
