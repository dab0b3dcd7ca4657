"""News, documents, procedures, notices and events in the portal's own forms, over HTTP."""

from io import BytesIO
from PIL import Image
from plone import api
from tests.support.sent_forms import photograph
from tests.support.sent_forms import send_with_files
from tests.support.staff import hidden
from tests.support.staff import Staff
from tests.support.staff import where
from thads_portal.domain.content_form import read_moment
from thads_portal.testing_http import Visitor

import json
import pytest
import re


NEWS = "/cao-bang/tin-tuc"
SLOT = {"anh.0.loi": "Cán bộ nhận đơn của người dân", "anh.0.khung": "", "anh.0.tam": "50,50"}


@pytest.fixture(scope="module")
def editor(portal, server):
    return Staff(server, portal.accounts["provincial_editor"])


@pytest.fixture(scope="module")
def board(portal, server):
    return Staff(server, portal.accounts["editorial_board"])


@pytest.fixture(scope="module")
def visitor(server):
    return Visitor(server)


def news(**more):
    return {
        "action": "save",
        "title": "Hội nghị sơ kết công tác thi hành án",
        "description": "Cục tổ chức hội nghị sơ kết sáu tháng.",
        "text": "<p>Ngày 20/11/2026, tại trụ sở.</p>",
        **more,
    }


def written(editor, section=NEWS, *files, **fields):
    """The path of the item that came of the form."""
    answer = send_with_files(editor, f"{section}/viet", {**news(), **fields}, files)
    assert answer.status == 303, answer.text[:4000]
    return where(answer).rpartition("/")[0]


def publish(board, path):
    answer = board.post(f"{path}/buoc", [("buoc", "publish")], page=path)
    assert answer.status == 302
    assert "Đang đăng" in board.get(path).text


def test_news_with_two_pictures_is_written_sent_and_published(editor, board, visitor):
    path = written(
        editor,
        NEWS,
        ("anh.0.tep", "IMG_1.jpg", photograph(1600, 1200)),
        ("anh.1.tep", "IMG_2.jpg", photograph(900, 600)),
        ("tep", "Kế hoạch.pdf", b"%PDF-1.4 mau"),
        **SLOT,
        **{"anh.1.loi": "Toàn cảnh hội nghị", "anh.1.chu-thich": "Ảnh: Cục", "anh.1.khung": "16:9"},
    )
    assert visitor.get(path).status in (302, 401, 404)
    page = editor.get(f"{path}/soan").text
    assert "Cán bộ nhận đơn của người dân" in page
    # In no size before it is public, whoever knows the address.
    for door in ("", "/@@images/image", "/@@images/image/large", "/@@download/image", "/view"):
        assert visitor.get(f"{path}/img_1.jpg{door}").status in (302, 401, 404), door
    assert editor.get(f"{path}/img_1.jpg/@@images/image/preview").status == 200
    answer = send_with_files(
        editor,
        f"{path}/soan",
        {**news(action="submit"), "version": hidden(page, "version")},
    )
    assert answer.status == 303, answer.text[:3000]
    publish(board, path)
    public = visitor.get(path).text
    assert 'alt="Cán bộ nhận đơn của người dân"' in public
    assert 'alt="Toàn cảnh hội nghị"' in public
    assert "Ảnh: Cục" in public
    assert "Kế hoạch.pdf" in public
    source = re.search(r'<img[^>]*src="([^"]+)"[^>]*alt="Toàn cảnh', public) or re.search(
        r'alt="Toàn cảnh[^>]*src="([^"]+)"', public
    )
    assert visitor.get(source[1]).status == 200


def test_a_picture_loses_the_place_where_it_was_taken_and_what_is_cut_away(editor, portal):
    path = written(
        editor,
        NEWS,
        ("anh.0.tep", "IMG_3.jpg", photograph(3000, 1500)),
        **SLOT | {"anh.0.khung": "1:1"},
    )
    with portal.site() as site:
        item = site.unrestrictedTraverse(path.strip("/"))
        (picture,) = [each for each in item.objectValues() if each.portal_type == "Image"]
        kept = Image.open(BytesIO(picture.image.data))
        assert kept.size == (1500, 1500)
        assert not kept.getexif()
        assert b"Hang mau" not in picture.image.data


@pytest.mark.parametrize(
    ("fields", "files", "said"),
    [
        ({"title": ""}, (), "Hãy điền mục này"),
        ({"effective": "ngày mai"}, (), "Hãy ghi ngày và giờ"),
        ({}, (("anh.0.tep", "a.jpg", photograph(20, 20)),), "chữ thay thế"),
        (SLOT, (("anh.0.tep", "a.jpg", b"khong phai anh"),), "Không đọc được ảnh"),
        ({"text": '<p><img src="/x.png"></p>'}, (), "chữ thay thế"),
        ({}, (("tep", "xấu.exe", b"MZ"),), "Không nhận tệp"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(editor, portal, fields, files, said):
    with portal.site() as site:
        before = set(site["cao-bang"]["tin-tuc"].objectIds())
    answer = send_with_files(editor, f"{NEWS}/viet", {**news(), **fields}, files)
    assert answer.status == 422
    assert said in answer.text
    assert "sơ kết sáu tháng" in answer.text
    with portal.site() as site:
        assert set(site["cao-bang"]["tin-tuc"].objectIds()) == before


def test_nothing_in_a_text_is_loaded_from_elsewhere(editor):
    path = written(
        editor,
        text='<p>a<img alt="x" src="https://xa.example/x.png"><img alt="y" src="//xa.example/y">'
        '<script>alert(1)</script><iframe src="https://xa.example"></iframe></p>',
    )
    shown = editor.get(path).text
    assert "xa.example" not in shown
    assert "alert(1)" not in shown


def test_a_second_click_makes_one_item(editor, portal):
    page = editor.get(f"{NEWS}/viet").text
    fields = {**news(title="Bấm hai lần"), "draft": hidden(page, "draft")}
    first = send_with_files(editor, f"{NEWS}/viet", fields)
    second = send_with_files(editor, f"{NEWS}/viet", fields)
    assert first.status == second.status == 303
    assert where(first) == where(second)


def test_two_editors_never_write_over_each_other(editor, portal, server, board):
    path = written(editor, title="Hai người cùng sửa")
    page = editor.get(f"{path}/soan").text
    version = hidden(page, "version")
    fields = news(title="Hai người cùng sửa", version=version)
    assert send_with_files(editor, f"{path}/soan", {**fields, "description": "Của người một"}).status == 303  # fmt: skip
    answer = send_with_files(editor, f"{path}/soan", {**fields, "description": "Của người hai"})
    assert answer.status == 409
    assert "So sánh hai nội dung" in answer.text
    assert "Của người một" in answer.text
    assert "Của người hai" in answer.text
    assert "Của người một" in editor.get(path).text
    again = {**fields, "description": "Của người hai", "version": hidden(answer.text, "version")}
    assert send_with_files(editor, f"{path}/soan", again).status == 303
    assert "Của người hai" in editor.get(path).text


def test_what_is_typed_is_kept_for_its_author_alone(editor, board, visitor):
    page = editor.get(f"{NEWS}/viet").text
    key = hidden(page, "draft")
    fields = {**news(action="autosave", title="Gõ dở một tin"), "draft": key, "version": ""}
    answer = send_with_files(editor, f"{NEWS}/viet", fields)
    assert json.loads(answer.text)["saved"]
    opened = editor.get(f"{NEWS}/viet").text
    assert "Bài đang viết dở" in opened
    assert "Gõ dở một tin" in opened
    assert "Gõ dở một tin" in editor.get(f"{NEWS}/viet?nhap={key}").text
    assert "Gõ dở một tin" not in board.get(f"{NEWS}/viet?nhap={key}").text
    assert "Gõ dở một tin" not in visitor.get(NEWS).text
    # Saved, it is an item and no longer kept.
    saved = send_with_files(editor, f"{NEWS}/viet", {**fields, "action": "save"})
    assert saved.status == 303
    assert "Bài đang viết dở" not in editor.get(f"{NEWS}/viet").text


def test_what_is_typed_on_an_item_changes_nothing_until_it_is_saved(editor, portal):
    path = written(editor, title="Tự lưu khi gõ")
    version = hidden(editor.get(f"{path}/soan").text, "version")
    fields = news(action="autosave", title="Tự lưu khi gõ", description="Đang gõ", version=version)
    told = json.loads(send_with_files(editor, f"{path}/soan", fields).text)
    assert told["saved"]
    assert not told["changed"]
    assert "Đang gõ" not in editor.get(path).text
    form = editor.get(f"{path}/soan").text
    assert "Đang gõ" in form
    assert "bạn gõ dở lúc" in form
    # Another one saves meanwhile: the typing is told, kept, and compared before it is saved.
    with portal.site() as site, api.env.adopt_roles(["Manager"]):
        import transaction

        item = site.unrestrictedTraverse(path.strip("/"))
        item.description = "Người khác ghi"
        item.reindexObject()
        transaction.commit()
    told = json.loads(send_with_files(editor, f"{path}/soan", fields).text)
    assert told["changed"]
    form = editor.get(f"{path}/soan").text
    assert hidden(form, "version") == version
    assert send_with_files(editor, f"{path}/soan", {**fields, "action": "save"}).status == 409
    assert send_with_files(editor, f"{path}/soan", {"action": "drop"}).status == 303
    assert "Người khác ghi" in editor.get(f"{path}/soan").text


def test_a_change_of_what_is_public_waits(editor, board, visitor):
    path = written(editor, title="Tin đang đăng")
    send_with_files(editor, f"{path}/soan", {**news(action="submit", title="Tin đang đăng"), "version": hidden(editor.get(f"{path}/soan").text, "version")})  # fmt: skip
    publish(board, path)
    page = editor.get(f"{path}/soan").text
    assert "Nội dung này đang công khai" in page
    answer = send_with_files(
        editor,
        f"{path}/soan",
        {**news(title="Tin đang đăng", description="Tóm tắt mới"), "version": hidden(page, "version"), **SLOT},
        [("anh.0.tep", "moi.jpg", photograph(300, 200))],
    )  # fmt: skip
    assert answer.status == 303, answer.text[:3000]
    public = visitor.get(path).text
    assert "Tóm tắt mới" not in public
    assert "Cán bộ nhận đơn" not in public
    assert "Tóm tắt mới" in board.get(f"{path}/ban-sua").text
    answer = board.post(
        f"{path}/ban-sua",
        [("action", "accept"), ("version", hidden(board.get(f"{path}/ban-sua").text, "version"))],
    )
    assert answer.status == 303
    public = visitor.get(path).text
    assert "Tóm tắt mới" in public
    assert "Cán bộ nhận đơn" in public


SECTIONS = {
    "van-ban": {
        "title": "Về việc tăng cường công khai", "number": "9/CT-TCTHADS", "kind": "directive",
        "issued": "23/11/2026", "issuer": "Tổng cục", "in_force_from": "1/12/2026",
    },
    "thong-bao": {"title": "Đấu giá xe mẫu", "kind": "auction", "valid_until": "30/12/2030"},
    "su-kien": {
        "title": "Ngày tiếp dân", "start": "05/01/2030 08:00", "end": "05/01/2030 11:30",
        "location": "Trụ sở Cục",
    },
}  # fmt: skip


@pytest.mark.parametrize("section", SECTIONS)
def test_every_kind_has_its_form(editor, section):
    fields = {"action": "save", "text": "<p>Nội dung</p>", **SECTIONS[section]}
    answer = send_with_files(editor, f"/cao-bang/{section}/viet", fields)
    assert answer.status == 303, answer.text[:4000]
    path = where(answer)
    page = editor.page(path)
    kept = dict(page.form("save"))
    for name, value in SECTIONS[section].items():
        if name not in ("kind", "title"):
            assert read_moment(kept[name]) == read_moment(value), (name, kept[name])
    shown = editor.get(path.rpartition("/")[0]).text
    assert SECTIONS[section]["title"] in shown
    if section == "su-kien":
        assert "08:00–11:30, 05/01/2030" in shown
    # Saved as it is, nothing changes.
    again = send_with_files(editor, path, {**fields, "version": kept["version"]})
    assert again.status == 303


def test_what_ends_does_not_end_before_it_begins(editor):
    fields = {"action": "save", **SECTIONS["su-kien"], "end": "04/01/2030 11:30"}
    answer = send_with_files(editor, "/cao-bang/su-kien/viet", fields)
    assert answer.status == 422
    assert "Ngày kết thúc phải sau" in answer.text


def test_what_is_scheduled_is_at_no_door_before_its_time(editor, board, visitor, portal):
    title = "Tin hẹn giờ"
    path = written(
        editor, NEWS, ("tep", "hen-gio.pdf", b"%PDF-1.4"), title=title, effective="01/01/2035 08:00"
    )
    version = hidden(editor.get(f"{path}/soan").text, "version")
    fields = news(action="submit", title=title, effective="01/01/2035 08:00", version=version)
    assert send_with_files(editor, f"{path}/soan", fields).status == 303

    publish(board, path)
    doors = ("", f"{NEWS}", f"{NEWS}?q=hen", "/cao-bang", "/sitemap.xml", f"{NEWS}/atom",
             "/++api++/@search?SearchableText=h%E1%BA%B9n", "/++api++/cao-bang/tin-tuc")  # fmt: skip
    for door in doors:
        assert title not in visitor.get(door, accept="*/*").text, door
    for door in (path, f"/++api++{path}", f"{path}/hen-gio.pdf", f"{path}/hen-gio.pdf/@@download/file",
                 f"{path}/xem-truoc", f"{path}/lich-su"):  # fmt: skip
        assert visitor.get(door).status in (302, 401, 404), door
    # Its time comes: nobody does anything.
    with portal.site() as site:
        from DateTime import DateTime

        import transaction

        item = site.unrestrictedTraverse(path.strip("/"))
        item.effective_date = DateTime() - 1 / 86400
        item.reindexObject(idxs=["effective", "effectiveRange"])
        transaction.commit()
    assert visitor.get(path).status == 200


def test_the_preview_is_what_the_public_will_see(editor, visitor):
    path = written(
        editor,
        NEWS,
        ("anh.0.tep", "a.jpg", photograph(300, 200)),
        ("tep", "kèm.pdf", b"%PDF-1.4"),
        title="Xem trước bản này",
        **SLOT,
    )
    shown = editor.get(f"{path}/xem-truoc")
    assert shown.status == 200
    assert "Xem trước bản này" in shown.text
    assert 'alt="Cán bộ nhận đơn của người dân"' in shown.text
    assert "kèm.pdf" in shown.text
    assert "Dành cho biên tập" not in shown.text
    assert "Đăng xuất" not in shown.text
    assert "noindex" in shown.headers["X-Robots-Tag"]
    assert shown.headers["Cache-Control"] == "no-store"
    assert visitor.get(f"{path}/xem-truoc").status == 302
    # The page of who is signed in is theirs again.
    assert "Dành cho biên tập" in editor.get(path).text


def test_the_history_shows_what_differs_and_opens_an_older_version(editor):
    path = written(editor, title="Có lịch sử")
    for lead in ("Lần hai viết khác", "Lần ba viết khác hẳn"):
        version = hidden(editor.get(f"{path}/soan").text, "version")
        fields = news(title="Có lịch sử", description=lead, version=version)
        assert send_with_files(editor, f"{path}/soan", fields).status == 303
    page = editor.get(f"{path}/lich-su").text
    assert "<ins>" in page
    assert "Lần hai" not in re.sub(r"<del>.*?</del>", "", page)
    older = editor.get(f"{path}/soan?ban=1").text
    assert "Cục tổ chức hội nghị sơ kết sáu tháng." in older
    assert "Lần ba" in editor.get(path).text


def test_the_bin_takes_off_brings_back_and_is_emptied_after_thirty_days(
    editor, board, visitor, portal
):
    from datetime import datetime
    from datetime import timedelta
    from datetime import UTC
    from thads_portal.actions.composing.bin import erase_old

    import transaction

    path = written(editor, title="Bỏ nhầm")
    version = hidden(editor.get(f"{path}/soan").text, "version")
    send_with_files(editor, f"{path}/soan", news(action="submit", title="Bỏ nhầm", version=version))
    publish(board, path)
    assert "thùng rác" in editor.get(f"{path}/bo-vao-thung-rac").text
    answer = editor.post(f"{path}/bo-vao-thung-rac", [("action", "throw")])
    assert answer.status == 303, answer.text[:2000]
    assert visitor.get(path).status in (302, 401, 404)
    for door in (NEWS, "/cao-bang", "/sitemap.xml", "/++api++/@search?SearchableText=nh%E1%BA%A7m"):
        assert "Bỏ nhầm" not in visitor.get(door, accept="*/*").text, door
    listed = editor.get("/cao-bang/thung-rac").text
    assert "Bỏ nhầm" in listed
    assert "Bỏ nhầm" not in editor.get(NEWS).text
    assert where(editor.get(f"{path}/soan")) == "/cao-bang/thung-rac"
    # No door leads out of the bin but its own.
    assert editor.post(f"{path}/buoc", [("buoc", "submit")], page=NEWS + "/viet").status == 302
    with portal.site() as site:
        assert api.content.get_state(site.unrestrictedTraverse(path.strip("/"))) == "private"
        assert erase_old(site, now=datetime.now(UTC) + timedelta(days=29)) == 0
        transaction.abort()
    uid = hidden(listed, "uid")
    answer = editor.post("/cao-bang/thung-rac", [("action", "restore"), ("uid", uid)])
    assert answer.status == 303
    assert "Bản nháp" in editor.get(path).text
    assert visitor.get(path).status in (302, 401, 404)
    editor.post(f"{path}/bo-vao-thung-rac", [("action", "throw")])
    with portal.site() as site:
        assert erase_old(site, now=datetime.now(UTC) + timedelta(days=31)) == 1
        transaction.commit()
    with portal.site() as site:
        assert site.unrestrictedTraverse(path.strip("/"), None) is None
    recorded = portal.query(
        "SELECT action FROM thads_record WHERE action LIKE 'content_%' ORDER BY id"
    )
    told = [action for (action,) in recorded]
    assert told.count("content_binned") == 2
    assert "content_restored" in told
    assert "content_erased" in told
    assert portal.query("SELECT count(*) FROM thads_content_version WHERE item = %s", uid) == [(0,)]


def test_a_new_item_starts_from_a_text_of_the_portal_or_of_the_agency(editor, portal):
    notices = "/cao-bang/thong-bao"
    page = editor.get(f"{notices}/viet").text
    assert "Bắt đầu từ mẫu" in page
    assert "Đấu giá tài sản" in page
    begun = editor.get(f"{notices}/viet?mau=p1").text
    assert "giá khởi điểm" in begun
    key = hidden(begun, "draft")
    fields = {"title": "Mẫu đấu giá của Cục", "kind": "auction", "text": "<p>Của Cục</p>"}
    answer = send_with_files(
        editor, f"{notices}/viet", {**fields, "action": "template", "draft": key}
    )
    assert answer.status == 303
    assert "Mẫu đấu giá của Cục" in editor.get(f"{notices}/viet?nhap={key}").text
    page = editor.get(f"{notices}/viet").text
    own = re.search(r'mau=(a\d+)"[^>]*>Mẫu đấu giá của Cục', page)[1]
    assert "&lt;p&gt;Của Cục&lt;/p&gt;" in editor.get(f"{notices}/viet?mau={own}").text
    # Of another kind of content it is none.
    assert "Mẫu đấu giá của Cục" not in editor.get(f"{NEWS}/viet").text
    assert send_with_files(editor, f"{notices}/viet", {"action": "template"}).status == 422


def test_no_other_door_deletes_an_item_for_good(editor, portal):
    path = written(editor, title="Xóa qua cửa khác")
    body = {"Accept": "application/json"}
    answer = editor.ask("DELETE", f"/++api++{path}", headers=body)
    assert answer.status == 204
    assert "Xóa qua cửa khác" in editor.get("/cao-bang/thung-rac").text
    assert editor.ask("DELETE", f"/++api++{path}", headers=body).status == 409
    parent, _slash, name = path.rpartition("/")
    for door, fields in (
        (f"{path}/object_delete", []),
        (f"{path}/delete_confirmation", [("form.buttons.Delete", "1")]),
        (f"{parent}/manage_delObjects", [("ids:list", name)]),
    ):
        editor.post(door, fields, page=f"{parent}/viet")
        assert editor.get(path).status == 200, door
