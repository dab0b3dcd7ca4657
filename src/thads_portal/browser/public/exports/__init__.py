"""What is taken away from the register: results as files and feeds, listings as JSON.

By the suffix of an address or by ``Accept``. Nothing here may be indexed, and no answer
that broke off may look whole.
"""
