"""What every screen with a queue shows: who waits, how long, how urgent, who has whom."""
