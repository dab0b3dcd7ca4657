"""Lists of what the portal publishes beside listings: news, documents, procedures, notices."""
