"""Monthly forms on screen: like the paper, with the cases behind every number."""
