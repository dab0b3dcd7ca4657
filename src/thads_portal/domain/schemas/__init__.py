"""JSON Schemas of what is sent to other agencies; a version in the name is never changed."""
