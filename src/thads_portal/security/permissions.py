"""Permissions that are no step of a listing's life, by their Zope titles.

The steps' own stand in ``domain/lifecycle.py``. Roles are given them in ``rolemap.xml``.
"""

VIEW_RESTRICTED = "THADS: View restricted fields"
VIEW_DESK = "THADS: View the desk"
VIEW_RECORD = "THADS: View the record of actions"
MANAGE_PORTAL_SETTINGS = "THADS: Manage portal settings"

#: For types whose objects only actions and the set-up create: granted to no role.
ADD_LISTING = "THADS: Add DebtorListing"
ADD_SUBSITE = "THADS: Add ProvincialSite"
ADD_BATCH = "THADS: Add PostingBatch"
ADD_REGISTER = "THADS: Add DebtorRegister"
#: Administrators keep the list of agencies.
ADD_AGENCY = "THADS: Add EnforcementAgency"
