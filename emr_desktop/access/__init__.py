"""Who is in, what they may do, and the trail of what they did."""
