"""What a visitor reads when something went wrong: in both languages, with a way on.

Never the framework's words, a traceback or what was asked for: those are in the
log. Requests of the API get their errors from the API.
"""
