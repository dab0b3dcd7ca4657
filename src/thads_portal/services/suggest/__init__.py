"""``@register-suggest?q=``: public names while typing, as small an answer as will do."""
