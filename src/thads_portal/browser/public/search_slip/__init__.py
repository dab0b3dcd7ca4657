"""A search and its outcome as a paper that can be checked (phiếu kết quả tra cứu)."""
