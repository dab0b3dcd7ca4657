"""The description of the API: complete, valid, and true to what the services go by."""

from jsonschema import Draft202012Validator
from pathlib import Path
from thads_portal.domain.codes import EventKind
from thads_portal.generator.feed import FeedOptions
from thads_portal.generator.feed import lines
from thads_portal.services.cases.get import Cases
from thads_portal.services.followers.changes import Changes
from thads_portal.services.match import Match
from thads_portal.services.openapi.document import document
from thads_portal.services.openapi.operations import METHODS
from thads_portal.services.openapi.operations import OPERATIONS
from thads_portal.services.openapi.schemas import SCHEMAS
from thads_portal.services.parameters import TEXTS
from thads_portal.services.search.get import RegisterSearch
from thads_portal.services.suggest.get import RegisterSuggest

import json
import pytest
import re
import thads_portal.services


# What it imports loads Plone.
pytestmark = pytest.mark.slow

DOCUMENT = document("http://thads.test")
SERVICES = {
    "/@register-search": RegisterSearch,
    "/{province}/@register-search": RegisterSearch,
    "/@register-suggest": RegisterSuggest,
    "/{province}/@register-suggest": RegisterSuggest,
    "/@changes": Changes,
    "/@cases": Cases,
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_schema_is_one(name):
    Draft202012Validator.check_schema(SCHEMAS[name]())


def test_every_operation_has_its_schemas_and_an_id_of_its_own():
    ids = [each.id for each in OPERATIONS]
    assert len({*ids}) == len(ids)
    for each in OPERATIONS:
        assert each.answer in SCHEMAS
        assert each.body is None or each.body in SCHEMAS
    references = {*re.findall(r"#/components/schemas/(\w+)", json.dumps(DOCUMENT))}
    assert references <= DOCUMENT["components"]["schemas"].keys()


@pytest.mark.parametrize("path", SERVICES)
def test_parameters_are_those_that_the_service_takes(path):
    (described,) = [each for each in OPERATIONS if each.path == path]
    assert {*described.parameters} == {*SERVICES[path].parameters}


def test_what_may_be_empty_is_what_is_described_as_text():
    """An empty value of another kind is refused by the services, as the description says."""
    described = {
        each["name"]: each["schema"]
        for operations in DOCUMENT["paths"].values()
        for operation in operations.values()
        for each in operation["parameters"]
        if each["in"] == "query"
    }
    checks = Draft202012Validator.FORMAT_CHECKER
    free = {
        name
        for name, schema in described.items()
        if "format" not in schema
        and Draft202012Validator(schema, format_checker=checks).is_valid("")
    }
    assert free == TEXTS


def test_every_parameter_of_a_path_is_described():
    for path, operations in DOCUMENT["paths"].items():
        for operation in operations.values():
            named = {each["name"] for each in operation["parameters"] if each["in"] == "path"}
            assert named == {*re.findall(r"\{(\w+)\}", path)}


def test_every_service_of_ours_is_described():
    services = Path(thads_portal.services.__file__).parent
    found = set()
    for zcml in services.rglob("configure.zcml"):
        for service in re.findall(r"<plone:service(.*?)/>", zcml.read_text(), re.DOTALL):
            names = re.findall(r'name="(@[a-z-]+)"', service)
            found |= {
                (method, name)
                for method in re.findall(r'method="(\w+)"', service)
                for name in names
            }
    described = {(each.method, each.name) for each in OPERATIONS}
    # Accounts and content are Plone's, told in docs/api.md.
    plone = {"@login-renew", "@logout", "@search", "@users"}
    assert {each for each in found if each[1] not in plone} == described


def test_what_a_service_takes():
    assert METHODS["@match"] == ("POST", "OPTIONS")
    assert set(METHODS["@case-feed"]) == {"GET", "HEAD", "POST", "OPTIONS"}
    assert Match.parameters == ()


def test_what_the_generator_sends_is_what_the_schema_of_events_says():
    check = Draft202012Validator(SCHEMAS["FeedEvent"]())
    sent = [json.loads(line) for line in lines(FeedOptions(count=400, seed=4, all_events=True))]
    kinds = {*EventKind}
    own = [event for event in sent if event["event"] in kinds]
    assert {event["event"] for event in own} >= {"issued", "amended", "ended", "reopened"}
    for event in own:
        check.validate(event)
    (issued, *_) = [event for event in own if event["event"] == "issued"]
    for wrong in (
        {**issued, "surprise": 1},
        {**issued, "external_id": ""},
        {**issued, "listing": {**issued["listing"], "debtor_kind": "person"}},
        {**issued, "event": "published"},
    ):
        assert not check.is_valid(wrong)
