"""Reception: finding and registering patients."""
