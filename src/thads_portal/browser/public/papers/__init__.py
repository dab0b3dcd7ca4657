"""Official papers for people: checking one, and the PDF of a listing or a list."""
