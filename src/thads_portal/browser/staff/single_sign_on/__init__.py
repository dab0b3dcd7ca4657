"""The staff's sign-in by a provider of identities: the way there and the way back."""
