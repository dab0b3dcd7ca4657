"""What is left in English where the staff and visitors meet Plone's own pages.

Every text that is looked up while these pages are made, and has no Vietnamese, is listed.
"""

from html import unescape
from plone import api
from thads_portal.testing_http import Visitor
from urllib.parse import urlencode
from zope.component import queryUtility
from zope.i18n.interfaces import ITranslationDomain
from zope.i18n.translationdomain import TranslationDomain

import json
import pytest
import re
import transaction


#: Not words: names of types, views and indexes, formats, codes, texts that are Vietnamese already.
_NO_WORDS = re.compile(
    r"[a-z0-9_./@:+-]*|[A-Z]{2,4}|thads_.*|\$\{.*|.*\d{4}.*|.*(_format|_label)|Asia/.*|.*@.*"
)
_VIETNAMESE = re.compile(
    "[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.I
)
#: Pages of the system's technicians, who read English, and names that stay as they are.
KNOWN = {"UID", "WSGI:", "TinyMCE", "Plone", "SVG", "HTML", "ID", "MIME type"}


@pytest.fixture
def missing(monkeypatch):
    """Filled with (domain, message, its English) while pages are made."""
    found = {}
    translate = TranslationDomain.translate

    def noting(self, msgid, mapping=None, *args, **kwargs):
        name = getattr(msgid, "domain", None) or self.domain
        domain = queryUtility(ITranslationDomain, name, self)
        catalogues = getattr(domain, "_catalogs", {}).get("vi", ())
        if not any(domain._data[key].queryMessage(msgid, None) for key in catalogues):
            default = getattr(msgid, "default", None) or kwargs.get("default") or msgid
            found[name, str(msgid)] = str(default)
        return translate(self, msgid, mapping, *args, **kwargs)

    monkeypatch.setattr(TranslationDomain, "translate", noting)
    return found


def left_in_english(missing) -> list[str]:
    return sorted(
        f"{domain}: {message} = {default}"
        for (domain, message), default in missing.items()
        if not _VIETNAMESE.search(default)
        and default not in KNOWN
        and not (message == default and _NO_WORDS.fullmatch(message))
        and message.strip()
    )


@pytest.fixture(scope="module")
def content(portal):
    with portal.site(role="provincial_editor") as site:
        for section, portal_type in (
            ("van-ban", "LegalDocument"),
            ("thong-bao", "PublicNotice"),
            ("tin-tuc", "News Item"),
            ("su-kien", "Event"),
        ):
            api.content.create(site["cao-bang"][section], portal_type, id="muc", title="Mục")
        transaction.commit()


EDITOR_PAGES = [
    "tin-tuc/++add++News%20Item",
    "van-ban/++add++LegalDocument",
    "thong-bao/++add++PublicNotice",
    "su-kien/++add++Event",
    "tin-tuc/folder_contents",
    *(
        f"{section}/muc/{page}"
        for section in ("tin-tuc", "van-ban", "su-kien")
        for page in ("edit", "delete_confirmation", "@@historyview", "++add++File")
    ),
    "thong-bao/muc/content_status_history",
    "thong-bao/muc/object_rename",
    "thong-bao/muc/tep-dinh-kem",
    "thong-bao/muc",
    "@@personal-information",
    "@@change-password",
]


def test_the_editors_pages(portal, server, content, missing):
    editor = Visitor(server, portal.accounts["provincial_editor"])
    for page in EDITOR_PAGES:
        answer = editor.get(f"/cao-bang/{page}")
        assert answer.status == 200, (page, answer.text[:300])
        assert '<html lang="vi"' in answer.text.replace("\n", " ") or 'lang="vi"' in answer.text
    assert left_in_english(missing) == []


def test_the_list_of_contents_names_states_in_the_language_of_its_reader(portal, server, content):
    """Plone's script fills the list with what this answers."""
    asked = urlencode(
        {
            "name": "plone.app.vocabularies.Catalog",
            "attributes": json.dumps(["Title", "review_state", "portal_type"]),
            "query": json.dumps({"criteria": []}),
        }
    )
    editor = Visitor(server, portal.accounts["provincial_editor"])
    for language, state in (("vi", "Bản nháp"), ("en", "Draft")):
        answer = editor.get(
            f"/cao-bang/@@getVocabulary?{asked}", cookie=f"I18N_LANGUAGE={language}"
        )
        states = {each["Title"]: each["review_state"] for each in answer.json()["results"]}
        assert states["Mục"] == state
    assert Visitor(server).get(f"/cao-bang/@@getVocabulary?{asked}").status == 302
    assert editor.get(f"/cao-bang/nguoi-phai-thi-hanh-an/@@getVocabulary?{asked}").status == 404


def test_the_editor_shows_text_as_the_page_does(portal, server):
    editor = Visitor(server, portal.accounts["provincial_editor"])
    form = unescape(editor.get("/cao-bang/tin-tuc/++add++News%20Item").text)
    assert "++plone++thads/editor.css" in form
    sheet = editor.get("/++plone++thads/editor.css")
    for name in re.findall(r'@import url\("([^"]+)"\)', sheet.text):
        assert editor.get(f"/++plone++thads/{name}").status == 200


def test_what_the_forms_say_to_wrong_input(portal, server, content, missing):
    editor = Visitor(server, portal.accounts["provincial_editor"])
    form = {"form.widgets.title": "", "form.widgets.IBasic.title": "", "form.buttons.save": "x"}
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    for page in EDITOR_PAGES[:4]:
        answer = editor.ask("POST", f"/cao-bang/{page}", body=urlencode(form), headers=headers)
        assert answer.status == 200
        assert "Chưa nhập ô bắt buộc này." in unescape(answer.text)
    assert left_in_english(missing) == []


def test_the_pages_before_one_is_signed_in(server, missing):
    visitor = Visitor(server)
    for page in ("/login", "/@@login-help", "/passwordreset/xyz", "/no-such-page"):
        assert visitor.get(page).status in (200, 404)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    form = {"__ac_name": "ai", "__ac_password": "sai", "buttons.login": "x"}
    visitor.ask("POST", "/login", body=urlencode(form), headers=headers)
    assert left_in_english(missing) == []


def test_the_mail_that_resets_a_password(portal, missing):
    with portal.site() as site:
        member = api.user.get(portal.accounts["provincial_editor"]["username"])
        page = site.restrictedTraverse("@@mail_password_template")
        text = page(
            member=member,
            reset={"randomstring": "abc", "expires": "2026-11-25"},
            password="",
            charset="utf-8",
        )
        assert "abc" in text
    assert left_in_english(missing) == []


def test_the_words_of_the_scripts(server):
    answer = Visitor(server).get("/plonejsi18n?domain=widgets&language=vi")
    texts = json.loads(answer.body)
    assert texts["Insert link"] == "Chèn liên kết"
    assert texts["Upload files"] == "Tải tệp lên"
