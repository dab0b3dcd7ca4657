"""What can be proved of a listing to anybody who does not trust the portal."""
