"""运维: set up, serve, check, back up, restore."""
