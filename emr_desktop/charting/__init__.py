"""Charts without a painter: axes, what a chart says, and the shapes that screen and paper both draw."""
