"""Lists of verifications and of payments for the ledgers of cases: read, checked, written as a whole."""
