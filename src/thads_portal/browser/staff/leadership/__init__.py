"""``/dieu-hanh``: a month for the leadership, and ``/phien-hop``: what a meeting of the board needs."""
