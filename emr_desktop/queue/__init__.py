"""Where patients wait: stations, who has whom, how urgent it is, and what the triage found."""
