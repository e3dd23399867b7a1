"""The parts of the main window: rail, top bar, command palette, the screens there are."""
