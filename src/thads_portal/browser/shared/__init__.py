"""What the pages of the public and of the staff both use."""
