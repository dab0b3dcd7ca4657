"""The review card: one listing read and decided, then the next."""
