"""What goes on outside the requests: jobs with their progress, and runs of the case feed."""
