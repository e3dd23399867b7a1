"""What stands before an open session while nobody works: the cover, who goes on, one's own PIN."""
