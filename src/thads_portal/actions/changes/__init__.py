"""Changes of what is public already: proposed by one person, accepted by another.

News, documents, procedures, notices, events, pages, files, and the contact data of subsites and
agencies. The published version stays until the change is accepted. ``draft`` makes what a form or
the API changes instead of the thing itself, ``propose`` keeps the difference, ``decide`` accepts,
returns or drops it, ``guard`` shuts all other doors.
"""
