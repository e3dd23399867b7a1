"""A made-up training facility."""
