"""``/du-lieu``: the bulk files, their terms, fields, checksums; and what else machines read."""
