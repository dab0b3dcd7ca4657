"""The second step of a sign-in, and the page on which everybody sets up and keeps their own."""
