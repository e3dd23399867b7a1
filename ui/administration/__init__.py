"""Administration on screen: people, the facility, its data, its health."""
