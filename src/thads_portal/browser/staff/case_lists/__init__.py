"""``thu-tien-tu-excel``, ``xac-minh-tu-excel``: lists for the ledgers, looked at, corrected, written as a whole."""
