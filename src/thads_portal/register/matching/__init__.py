"""Many subjects against the register at once: who is listed by these names and numbers, and how well."""
