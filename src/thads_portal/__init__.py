"""The national portal of Vietnam's civil judgment enforcement system (Thi hành án dân sự)."""
