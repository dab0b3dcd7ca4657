"""Which fields a form asks for: not who made something and when, for that is the portal's to say."""

_NOT_ASKED = ("creators", "contributors", "rights")


class WithoutMakers:
    """Mix-in of Dexterity's forms, before them."""

    def updateFieldsFromSchemata(self):
        super().updateFieldsFromSchemata()
        self.fields = _without(self.fields)
        for group in self.groups:
            group.fields = _without(group.fields)


def _without(fields):
    names = [name for name in fields if name.rpartition(".")[2] in _NOT_ASKED]
    return fields.omit(*names) if names else fields
