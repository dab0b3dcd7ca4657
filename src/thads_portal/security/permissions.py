"""Permissions that are no step of a listing's life, by their Zope titles.

The steps' own stand in ``domain/lifecycle.py``. Roles are given them in ``rolemap.xml``.
"""

VIEW_RESTRICTED = "THADS: View restricted fields"
VIEW_DESK = "THADS: View the desk"
VIEW_RECORD = "THADS: View the record of actions"
#: Whoever is signed in has it, by ``security/configure.zcml``.
SIGNED_IN = "THADS: Enter with an account"
MANAGE_PORTAL_SETTINGS = "THADS: Manage portal settings"

#: For types whose objects only actions and the set-up create: granted to no role.
ADD_LISTING = "THADS: Add DebtorListing"
ADD_SUBSITE = "THADS: Add ProvincialSite"
ADD_BATCH = "THADS: Add PostingBatch"
ADD_REGISTER = "THADS: Add DebtorRegister"
ADD_SECTION = "THADS: Add ContentSection"
#: Administrators keep the list of agencies.
ADD_AGENCY = "THADS: Add EnforcementAgency"

#: Items of the sections: who writes them also adds them.
ADD_LEGAL_DOCUMENT = "THADS: Add LegalDocument"
ADD_PROCEDURE = "THADS: Add Procedure"
ADD_PUBLIC_NOTICE = "THADS: Add PublicNotice"

#: Syndication: a province offers, the board takes, the gateway shows on all subsites.
PROPOSE_CONTENT = "THADS: Propose content to the gateway"
ACCEPT_CONTENT = "THADS: Accept proposed content"
SHOW_EVERYWHERE = "THADS: Show content on all subsites"
