"""Help for who cannot sign in: it is there for everybody."""
