"""What is done with a citizen's request: one operation, one module.

The citizen's own steps ask for nothing but the draft or the secret code; those of the agency take a
``Handler``, who sees what their province and the head let them see.
"""
