"""The sentences and words of the windows in Swahili and English."""
