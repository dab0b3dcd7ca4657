"""Official papers that the staff has made."""
