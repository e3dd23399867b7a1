"""A whole visit through the real windows, from login to the district's server, with pictures and checks."""
