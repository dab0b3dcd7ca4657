"""A listing as JSON: its public fields, a closed list.

Also for those who may see more: an address answers everybody alike, or a cache, a
proxy or a copied answer would publish what one of them was shown.
"""
