"""A plain Plone on FileStorage, to compare with: ``python -m tests.benchmarks.vanilla_site``.

No line of the portal runs in it: Plone's classic distribution, a Dexterity type with
the same fields, the catalog, the default workflow, waitress. It makes the site, fills it,
times the catalog's queries, and serves until its standard input ends. What it found out
is written to standard output, a line of JSON each.
"""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unicodedata import normalize

import json
import logging
import os
import re
import sys
import threading
import time


TYPE = "Listing"
_CONF = """
%define INSTANCE {folder}
instancehome $INSTANCE
clienthome $INSTANCE
debug-mode off
verbose-security off
default-zpublisher-encoding utf-8
<zodb_db main>
  mount-point /
  cache-size 30000
  <blobstorage>
    blob-dir $INSTANCE/blobs
    <filestorage>
      path $INSTANCE/Data.fs
    </filestorage>
  </blobstorage>
</zodb_db>
"""
_ZCML = """
<configure xmlns="http://namespaces.zope.org/zope" xmlns:five="http://namespaces.zope.org/five">
  <include package="Zope2.App" />
  <five:loadProducts file="meta.zcml" />
  <five:loadProducts />
  <five:loadProductsOverrides />
</configure>
"""
_LINES = (
    *("debtor_name", "debtor_kind", "debtor_address", "judgment_number", "judgment_body"),
    *("judgment_kind", "enforcement_decision_number", "no_conditions_decision_number"),
    *("signed_by", "agency", "province", "external_id", "ground"),
)
_DATES = ("judgment_date", "enforcement_decision_date", "no_conditions_decision_date")
_INDEXED = ("province", "judgment_kind", "ground")


def _model() -> str:
    fields = [("zope.schema.TextLine", name) for name in _LINES]
    fields += [("zope.schema.Date", name) for name in _DATES]
    fields += [("zope.schema.Text", "obligation"), ("zope.schema.Int", "obligation_amount")]
    xml = "".join(
        f'<field name="{name}" type="{kind}"><required>False</required><title>{name}</title></field>'
        for kind, name in fields
    )
    xml += (
        '<field name="obligation_kinds" type="zope.schema.List"><required>False</required>'
        '<title>obligation_kinds</title><value_type type="zope.schema.TextLine"/></field>'
    )
    return f'<model xmlns="http://namespaces.plone.org/supermodel/schema"><schema>{xml}</schema></model>'


def values_of(event: dict[str, Any]) -> dict[str, Any]:
    """The fields of the vanilla type for an `issued` event, as JSON has them."""
    listing = dict(event["listing"])
    listing.pop("restricted", None)
    listing.pop("ground_text", None)
    return {
        **listing,
        "title": listing["debtor_name"],
        "description": listing["obligation"],
        "province": event["province"],
        "agency": event.get("agency", ""),
        "external_id": event["external_id"],
    }


def _say(**what: Any) -> None:
    print(json.dumps(what), flush=True)


def _application(folder: Path):
    from plone.autoinclude import loader
    from Zope2.Startup.run import make_wsgi_app
    from ZPublisher.httpexceptions import HTTPExceptionHandler

    found = loader.load_packages

    def without_us(target: str = "") -> dict[str, Any]:
        # The portal is installed beside Plone, which would load it like any add-on.
        return {name: each for name, each in found(target).items() if name != "thads_portal"}

    loader.load_packages = without_us
    (folder / "blobs").mkdir(parents=True, exist_ok=True)
    (folder / "etc").mkdir(exist_ok=True)
    (folder / "etc" / "zope.conf").write_text(_CONF.format(folder=folder))
    (folder / "etc" / "site.zcml").write_text(_ZCML)
    return HTTPExceptionHandler(make_wsgi_app({}, str(folder / "etc" / "zope.conf")))


def _make_site(app, password: str):
    from AccessControl.SecurityManagement import newSecurityManager
    from plone.dexterity.fti import DexterityFTI
    from plone.distribution.api import site as distributions
    from zope.component.hooks import setSite

    answers = {
        "site_id": "Plone",
        "title": "Vanilla",
        "description": "",
        "default_language": "vi",
        "portal_timezone": "Asia/Ho_Chi_Minh",
        "setup_content": False,
    }
    distributions.create(app, "classic", answers)
    site = app["Plone"]
    setSite(site)
    site.portal_types._setObject(
        TYPE,
        DexterityFTI(
            TYPE,
            title=TYPE,
            klass="plone.dexterity.content.Item",
            model_source=_model(),
            behaviors="plone.dublincore\nplone.namefromtitle",
        ),
    )
    for name in _INDEXED:
        site.portal_catalog.addIndex(name, "FieldIndex")
    users = app.acl_users
    users.userFolderAddUser("admin", password, ["Manager"], [])
    newSecurityManager(None, users.getUser("admin").__of__(users))
    return site


def _folders(site) -> dict[str, Any]:
    from plone import api
    from thads_portal.domain.provinces import all_provinces

    for province in all_provinces():
        folder = api.content.create(
            site, "Folder", id=province.slug, title=province.name, safe_id=False
        )
        api.content.transition(folder, "publish")
    return {province.slug: site[province.slug] for province in all_provinces()}


def _fill(site, count: int) -> float:
    """Items written the lean way, their state set directly; items per second."""
    from plone.dexterity.utils import createContent
    from zope.event import notify
    from zope.lifecycleevent import ObjectCreatedEvent

    import transaction

    folders = _folders(site)
    transaction.commit()
    workflow = site.portal_workflow["simple_publication_workflow"]
    start = time.perf_counter()
    for place, event in enumerate(_events(count)):
        item = createContent(TYPE, **_python(values_of(event)))
        item.id = f"item-{place}"
        notify(ObjectCreatedEvent(item))
        folder = folders[event["province"]]
        folder._setOb(item.id, item)
        folder.getOrdering().notifyAdded(item.id)
        item = folder[item.id]
        status = {"action": None, "review_state": "published", "actor": "admin", "comments": ""}
        site.portal_workflow.setStatusOf(workflow.id, item, {**status, "time": item.creation_date})
        workflow.updateRoleMappingsFor(item)
        item.setEffectiveDate(item.creation_date)
        item.indexObject()
        if place % 500 == 499:
            transaction.commit()
            site._p_jar.cacheGC()
    transaction.commit()
    return count / (time.perf_counter() - start)


def _events(count: int) -> Iterator[dict[str, Any]]:
    from thads_portal.generator.feed import events
    from thads_portal.generator.feed import FeedOptions

    yield from events(FeedOptions(count=count, seed=1))


def _python(values: dict[str, Any]) -> dict[str, Any]:
    from datetime import date

    return {
        name: date.fromisoformat(value) if name in _DATES else value
        for name, value in values.items()
    }


def _query(site, forms: list[dict[str, str]]) -> list[float]:
    """Seconds for each of `forms`: names with filters, newest first, twenty of them, counted."""
    from AccessControl.SecurityManagement import noSecurityManager

    noSecurityManager()
    times = []
    for form in forms:
        start = time.perf_counter()
        query: dict[str, Any] = {"portal_type": TYPE, "sort_on": "effective"}
        query |= {name: form[name] for name in _INDEXED if name in form}
        if form.get("q"):
            # Signs are operators to it, and a lone mark is no word.
            query["SearchableText"] = " ".join(re.findall(r"\w+", normalize("NFC", form["q"])))
        found = site.portal_catalog(sort_order="descending", b_size=20, **query)
        titles = [brain.Title for brain in found[:20]]
        assert len(titles) == min(20, found.actual_result_count), form
        times.append(time.perf_counter() - start)
    return times


def main() -> None:
    parser = ArgumentParser()
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--queries", type=Path, required=True)
    arguments = parser.parse_args()
    # Plone's own installation warns a lot; nobody reads it here.
    logging.disable(logging.WARNING)
    application = _application(arguments.folder)

    from Testing.makerequest import makerequest
    from zope.component.hooks import setSite

    import transaction
    import waitress
    import Zope2

    app = makerequest(Zope2.app())
    site = _make_site(app, os.environ["VANILLA_PASSWORD"])
    transaction.commit()
    _say(filled=arguments.count, rate=_fill(site, arguments.count))
    forms = json.loads(arguments.queries.read_text(encoding="utf-8"))
    _query(site, forms[:50])
    _say(queries=_query(site, forms))
    setSite(None)
    transaction.abort()
    app._p_jar.close()
    # Threads as in the configuration that Plone's own tools write.
    server = waitress.create_server(application, host="127.0.0.1", port=0, threads=4)
    _say(port=int(server.effective_port))
    threading.Thread(target=_end_with_parent, daemon=True).start()
    server.run()


def _end_with_parent() -> None:
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
