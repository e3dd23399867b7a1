"""What can be done for a damaged record: kept as it is, read as far as it goes, told in plain words."""
