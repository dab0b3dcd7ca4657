"""The public pages, a folder for each kind of page; what they share stands beside them."""
