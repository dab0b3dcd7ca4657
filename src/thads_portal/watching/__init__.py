"""What the people on call see of a running portal: is it alive, is it ready, how does it fare.

Nothing here knows a person's data: requests are counted by kind of address, never by address, and
what is read of the database are numbers.
"""
