"""The profile: installed as it says, set up again without a change, and uninstalled."""

from plone.browserlayer.utils import registered_layers
from thads_portal.catalog.processor import CatalogProcessorWithoutListings
from thads_portal.content.listing import WORKFLOW_ID
from thads_portal.domain.codes import State
from thads_portal.domain.provinces import all_provinces
from thads_portal.interfaces import IThadsLayer
from thads_portal.setup.site import PROFILE
from thads_portal.subsites.create import create_all
from zope.component import getUtilitiesFor

import pytest


TYPES = ("ProvincialSite", "EnforcementAgency", "DebtorRegister", "DebtorListing")


@pytest.fixture
def setup_tool(site):
    return site["portal_setup"]


def processors():
    from Products.CMFCore.interfaces import IIndexQueueProcessor

    return [type(processor) for _, processor in getUtilitiesFor(IIndexQueueProcessor)]


def test_version(setup_tool):
    """A new installation is where an upgraded one comes to with the last of the steps."""
    installed = setup_tool.getLastVersionForProfile(PROFILE)
    assert installed == tuple(setup_tool.getVersionForProfile(PROFILE).split("."))
    setup_tool.setLastVersionForProfile(PROFILE, "1000")
    assert max(destinations(setup_tool.listUpgrades(PROFILE))) == installed


def destinations(upgrades):
    """Where the steps lead; steps of one destination come as a list in the list."""
    for step in upgrades:
        if isinstance(step, list):
            yield from destinations(step)
        else:
            yield step["dest"]


def test_types_layer_and_processor(site):
    assert set(TYPES) <= set(site["portal_types"].objectIds())
    assert IThadsLayer in registered_layers()
    assert CatalogProcessorWithoutListings in processors()


def test_workflow_has_the_states_and_nothing_to_fire(site):
    workflow = site["portal_workflow"][WORKFLOW_ID]
    assert set(workflow.states.objectIds()) == {state.value for state in State}
    assert list(workflow.transitions.objectIds()) == []
    assert site["portal_workflow"].getChainForPortalType("DebtorListing") == (WORKFLOW_ID,)


def test_sixty_three_subsites_and_a_second_run_that_makes_nothing(site):
    for province in all_provinces():
        subsite = site[province.slug]
        assert subsite.portal_type == "ProvincialSite"
        assert f"editors-{province.slug}" in dict(subsite.get_local_roles())
        assert "cuc" in subsite
    site["cao-bang"].title = "Do quản trị viên sửa"
    assert create_all(site) == 0
    assert site["cao-bang"].title == "Do quản trị viên sửa"


def test_an_installation_of_the_first_release_gets_its_doors(site, setup_tool):
    """Plone's own plug-ins where the first release had them, no record, the permission as it was."""
    from plone.registry.interfaces import IRegistry
    from thads_portal.security.pas import install
    from thads_portal.security.pas import resets
    from thads_portal.security.role_requests import CONSENT_RECORD
    from zope.component import getUtility

    revert = "CMFEditions: Revert to previous versions"
    own, plones = install.PLUGINS["credentials_cookie_auth"]
    install._replace(site.acl_users, "credentials_cookie_auth", plones)
    resets.uninstall(site)
    del getUtility(IRegistry).records[CONSENT_RECORD]
    site.manage_permission(revert, roles=["Editor"], acquire=0)
    setup_tool.setLastVersionForProfile(PROFILE, "1000")
    setup_tool.upgradeProfile(PROFILE)
    assert type(site.acl_users.credentials_cookie_auth.aq_base) is own
    assert type(site.portal_password_reset.aq_base) is resets.PortalResets
    assert getUtility(IRegistry)[CONSENT_RECORD] == "either"
    granted = [row["name"] for row in site.rolesOfPermission(revert) if row["selected"]]
    assert granted == []


def test_uninstall(site, setup_tool):
    setup_tool.runAllImportStepsFromProfile("profile-thads_portal:uninstall")
    assert IThadsLayer not in registered_layers()
    assert CatalogProcessorWithoutListings not in processors()
