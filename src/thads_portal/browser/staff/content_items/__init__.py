"""What writes an item of a section: its files, its steps, where else it is shown."""
