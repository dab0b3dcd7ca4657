"""What programs ask for: robots.txt, the map of the site, whom to tell of a weakness."""
