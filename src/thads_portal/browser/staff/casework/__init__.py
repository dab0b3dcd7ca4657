"""The pages of the staff about one listing: enter, change, look at, end, reopen, post."""
