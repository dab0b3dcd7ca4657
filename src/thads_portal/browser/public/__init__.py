"""What everybody may read. It imports nothing of the staff."""
