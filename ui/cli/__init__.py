"""emr-admin: what IT staff and scripts use. Never imports Qt, so it starts fast and works over SSH."""
