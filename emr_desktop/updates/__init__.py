"""Updates of the program itself: signed bundles, and a change of program that can be cut off anywhere."""
