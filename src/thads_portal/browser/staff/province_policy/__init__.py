"""``quy-trinh``: who signs and who approves in a province, and an overview of all provinces."""
