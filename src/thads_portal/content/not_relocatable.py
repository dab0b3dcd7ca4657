"""Content whose path is a key: subsites, registers and agencies are never copied, moved or renamed.

Listings, groups of accounts and the old portal's redirects refer to them by slug. Under
another path the rows of a whole province would point nowhere; a copied register would
bring each of its listings a second time under the same public number.
"""

from plone.dexterity.content import FTIAwareSpecification


class NotRelocatable:
    """Refuses copy, cut and rename for everybody; Zope answers them with CopyError."""

    # Else zope.interface puts its own here, before Dexterity's, and the interfaces that a
    # type's behaviours provide (such as the navigation root's) are lost.
    __providedBy__ = FTIAwareSpecification()

    def cb_isCopyable(self):
        return False

    def cb_isMoveable(self):
        return False
