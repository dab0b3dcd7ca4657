"""Writing news, documents, procedures, notices and events in the portal's own forms."""
