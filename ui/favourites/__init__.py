"""The windows for usual treatments."""
