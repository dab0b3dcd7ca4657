"""The pages of posting batches: the province's list, one page to check a batch, its files."""
