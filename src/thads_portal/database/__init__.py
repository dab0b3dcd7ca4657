"""The PostgreSQL behind the portal: the embedded server, or the operator's own cluster."""
