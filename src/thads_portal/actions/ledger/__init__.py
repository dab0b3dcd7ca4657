"""What is done with the ledger of a case: state it, enter, take back, send what the public text asks.

Each module is one operation. A book is loaded from the primary database and written with the
running transaction; whoever enters at the same time is told apart by the case's revision.
"""
