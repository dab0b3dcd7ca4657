"""``@register-search``: the public search of the register as JSON, for the country or a province."""
