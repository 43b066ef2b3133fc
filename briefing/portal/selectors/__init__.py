"""What pages show: every read of the portal."""
