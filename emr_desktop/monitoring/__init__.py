"""How the record and this PC are, for a program that watches many of them: figures, states, no patient."""
