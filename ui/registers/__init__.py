"""The registers on screen."""
