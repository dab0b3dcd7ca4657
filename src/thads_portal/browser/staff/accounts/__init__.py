"""``/tai-khoan``: the people of the portal, their provinces and roles; and who is in a province."""
