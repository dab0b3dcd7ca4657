"""What one must be signed in for. Each page of it names its permission in its registration."""
