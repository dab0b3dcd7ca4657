"""News, pages and attachments out of one portal and into another, by collective.exportimport.

It exports what is in the catalog. Listings are not: they have their own export, and must
neither come along nor be touched.
"""

from importlib import import_module
from tests.support.feeding import body_of
from tests.support.feeding import feed
from tests.support.killing import assert_agreement
from tests.support.killing import external_ids
from thads_portal.content.register import REGISTER_ID
from thads_portal.testing import fresh_portal
from thads_portal.testing import make_listing
from zExceptions import Unauthorized

import base64
import contextlib
import datetime
import json
import pytest
import transaction


PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
ATTACHMENT = bytes(range(256)) * 2000
TEXT = "<p>Hướng dẫn nộp đơn yêu cầu thi hành án</p>"
TYPES = [
    "Document",
    "News Item",
    "Image",
    "File",
    "LegalDocument",
    "Procedure",
    "PublicNotice",
    "DebtorListing",
    "DebtorRegister",
]


@contextlib.contextmanager
def manager(portal):
    """The site as a manager sees it."""
    from plone import api

    with portal.site() as site, api.env.adopt_roles(["Manager"]):
        yield site


def create(container, portal_type, **fields):
    from plone import api

    return api.content.create(container, portal_type, **fields)


def export(site) -> list[dict]:
    view = import_module("collective.exportimport.export_content").ExportContent(site, site.REQUEST)
    site.REQUEST.form["form.submitted"] = True
    view(portal_type=TYPES, include_blobs=1)
    assert view.errors == []
    body = site.REQUEST.response.body or site.REQUEST.response.stdout.getvalue()
    return json.loads(body[body.index(b"[") :])


@pytest.fixture(scope="module")
def exported():
    from plone import api
    from plone.app.textfield import RichTextValue
    from plone.namedfile.file import NamedBlobFile
    from plone.namedfile.file import NamedBlobImage

    with fresh_portal() as portal:
        with manager(portal) as site:
            news = create(
                site["cao-bang"],
                "News Item",
                id="tin-mot",
                title="Bán đấu giá tài sản",
                description="Tại Cao Bằng",
                text=RichTextValue(TEXT, "text/html", "text/x-html-safe"),
                image=NamedBlobImage(PIXEL, "image/png", "ảnh.png"),
            )
            api.content.transition(news, "publish")
            create(
                site,
                "Document",
                id="huong-dan",
                title="Hướng dẫn",
                text=RichTextValue(TEXT, "text/html", "text/x-html-safe"),
            )
            create(
                site,
                "Image",
                id="so-do",
                title="Sơ đồ",
                image=NamedBlobImage(PIXEL, "image/png", "a.png"),
            )
            create(
                site,
                "File",
                id="mau-don",
                title="Mẫu đơn",
                file=NamedBlobFile(ATTACHMENT, "application/pdf", "đơn.pdf"),
            )
            document = create(
                site["van-ban"],
                "LegalDocument",
                id="chi-thi",
                title="Về việc mẫu",
                number="12/CT",
                kind="directive",
                issued=datetime.date(2026, 11, 1),
                issuer="Cơ quan mẫu",
                text=RichTextValue(TEXT, "text/html", "text/x-html-safe"),
            )
            api.content.transition(document, "publish")
            create(
                document,
                "File",
                id="toan-van.pdf",
                title="Toàn văn.pdf",
                file=NamedBlobFile(ATTACHMENT, "application/pdf", "Toàn văn.pdf"),
            )
            create(
                site["thu-tuc"],
                "Procedure",
                id="yeu-cau",
                title="Yêu cầu",
                kind="request",
                steps=["Một", "Hai"],
                papers=["Đơn"],
                time_limit="5 ngày",
                fee="Không",
                where_to_go="Tại cơ quan",
            )
            create(
                site["cao-bang"]["thong-bao"],
                "PublicNotice",
                id="dau-gia",
                title="Đấu giá",
                kind="auction",
                valid_until=datetime.date(2026, 12, 31),
            )
            make_listing(
                portal, site, debtor_name="Người không được xuất", personal_id="004079000123"
            )
            transaction.commit()
        with manager(portal) as site:
            return export(site)


def test_listings_do_not_come_along(exported):
    types = {item["@type"] for item in exported}
    assert types == set(TYPES) - {"DebtorListing"}
    everything = json.dumps(exported, ensure_ascii=False)
    assert "Người không được xuất" not in everything
    assert "004079000123" not in everything


def test_replacing_a_register_does_not_take_its_listings_away(exported, own_portal):
    portal = own_portal
    feed(portal, body_of(count=10, seed=96, provinces=("cao-bang",)))
    register = [item for item in exported if item["@id"].endswith("cao-bang/" + REGISTER_ID)]
    view = import_module("collective.exportimport.import_content").ImportContent
    with manager(portal) as site:
        site.REQUEST.form["form.submitted"] = True
        site.REQUEST.form["handle_existing_content"] = "1"
        # Before it would be refused for not being empty.
        with pytest.raises(Unauthorized):
            view(site, site.REQUEST)(json.dumps(register), return_json=True)
        transaction.commit()
    assert assert_agreement(portal.dsn) == 10


def test_import_into_another_portal(exported, own_portal):
    from plone import api

    portal = own_portal
    feed(portal, body_of(count=30, seed=95, provinces=("cao-bang",)))
    before = sorted(external_ids(portal.dsn))
    view = import_module("collective.exportimport.import_content").ImportContent
    for _ in range(2):
        # The second time over what is there.
        with manager(portal) as site:
            site.REQUEST.form["form.submitted"] = True
            site.REQUEST.form["handle_existing_content"] = "2"
            answer = json.loads(view(site, site.REQUEST)(json.dumps(exported), return_json=True))
            assert answer["state"] == "success", answer
            transaction.commit()
    with portal.site() as site:
        news = site["cao-bang"]["tin-mot"]
        assert (news.title, news.text.raw) == ("Bán đấu giá tài sản", TEXT)
        assert (news.image.data, news.image.filename) == (PIXEL, "ảnh.png")
        assert api.content.get_state(news) == "published"
        assert site["huong-dan"].text.raw == TEXT
        assert site["so-do"].image.data == PIXEL
        attachment = site["mau-don"].file
        assert (attachment.data, attachment.filename) == (ATTACHMENT, "đơn.pdf")
        document = site["van-ban"]["chi-thi"]
        assert (document.number, document.kind) == ("12/CT", "directive")
        assert document.issued == datetime.date(2026, 11, 1)
        assert api.content.get_state(document) == "published"
        assert document["toan-van.pdf"].file.data == ATTACHMENT
        assert site["thu-tuc"]["yeu-cau"].steps == ["Một", "Hai"]
        notice = site["cao-bang"]["thong-bao"]["dau-gia"]
        assert notice.valid_until == datetime.date(2026, 12, 31)
        found = site.portal_catalog.unrestrictedSearchResults(portal_type="News Item")
        assert [brain.getPath() for brain in found] == ["/Plone/cao-bang/tin-mot"]
        uids = {item["UID"] for item in exported}
        assert {news.UID(), site["huong-dan"].UID()} <= uids
    assert sorted(external_ids(portal.dsn)) == before
    assert assert_agreement(portal.dsn) == 30
