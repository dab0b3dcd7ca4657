"""Pages of the follow-up: a case on one page, what is entered in its ledger, lists of what is due."""
