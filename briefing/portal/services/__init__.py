"""Changes of state: every write of the portal."""
