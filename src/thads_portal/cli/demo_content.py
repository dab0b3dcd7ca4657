"""The demo's news, documents, procedures, notices and events; a second run makes nothing."""

from DateTime import DateTime
from datetime import datetime
from datetime import time
from datetime import timedelta
from datetime import UTC
from plone import api
from plone.app.textfield import RichTextValue
from plone.dexterity.utils import addContentToContainer
from plone.dexterity.utils import createContent
from plone.event.utils import utc
from plone.namedfile.file import NamedBlobFile
from thads_portal.catalog.lists import today
from thads_portal.cli.demo_files import sample_file
from thads_portal.domain.topics import BY_TOPIC
from thads_portal.domain.topics import GATEWAY
from thads_portal.domain.topics import Syndication
from thads_portal.domain.words import VIETNAM
from thads_portal.generator.content import items
from thads_portal.generator.item import Item
from thads_portal.generator.province_content import working_day


def load_content(portal) -> int:
    """Make what is missing of the demo's content; returns how many items. The caller commits."""
    made = 0
    day = today()
    # As the installer: nobody is signed in, and the steps of the workflow ask who may.
    with api.env.adopt_roles(["Manager"]):
        for item in items(day):
            site = portal if item.place == GATEWAY else portal[item.place]
            section = site[BY_TOPIC[item.topic].id]
            if item.id not in section:
                _make(section, item, day)
                made += 1
    return made


def _make(section, item: Item, day) -> None:
    fields = {name: value for name, value in item.fields.items() if name != "forms"}
    text = RichTextValue(item.text, "text/html", "text/x-html-safe") if item.text else None
    content = createContent(BY_TOPIC[item.topic].item_type)
    content.id = item.id
    # All of them are kept on the object, whichever schema or behaviour they are of.
    for name, value in {**fields, "text": text}.items():
        setattr(content, name, value)
    if item.starts_in is not None:
        begins = datetime.combine(day + timedelta(days=item.starts_in), time(8), tzinfo=VIETNAM)
        # In a zone as Plone's forms store it: its views of events ask it for more than a zone can.
        begins = utc(begins)
        content.start, content.end = begins, begins + timedelta(hours=3)
    # In office hours of its day: what is of today, a little ago.
    published = datetime.combine(working_day(day - timedelta(days=item.days_ago)), time(9), VIETNAM)
    published = min(published, datetime.now(UTC) - timedelta(hours=2))
    content.effective_date = DateTime(published.astimezone(UTC).isoformat())
    content.everywhere = item.everywhere
    content = addContentToContainer(section, content, checkConstraints=False)
    for name in item.files:
        file = createContent(
            "File",
            id=name,
            title=name,
            file=NamedBlobFile(sample_file(item, name, day), filename=name),
        )
        file.id = f"tep-{item.files.index(name) + 1}.{name.rpartition('.')[2]}"
        addContentToContainer(content, file, checkConstraints=False)
    workflow = api.portal.get_tool("portal_workflow")
    workflow.doActionFor(content, "publish")
    if item.accepted or item.waiting:
        # After its files: what is put in later is a change that the board is told of.
        content.syndication = _syndication(item)
        content.reindexObject(idxs=["thads_places", "thads_syndication"])


def _syndication(item: Item) -> dict:
    return {
        "state": Syndication.ACCEPTED if item.accepted else Syndication.PROPOSED,
        "by": "demo",
        "at": datetime.now(UTC),
        "reason": "",
        "proposed_by": "demo",
    }
