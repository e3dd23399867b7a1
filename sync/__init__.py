"""What is written in the clinical transactions is carried to the national systems from here."""
