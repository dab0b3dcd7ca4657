"""The public face: tokens, components, fonts, the public page frame, headers."""
