"""Whether mail goes, for the administrators; help for who cannot sign in."""
