"""The board's inbox over HTTP: whose the work is, what else waits, notes that name a colleague."""

from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from plone import api
from tests.support.staff import Staff
from thads_portal.actions.batch_create import create_batch
from thads_portal.actions.context import ActionContext
from thads_portal.browser.shared import content_work
from thads_portal.browser.staff import proposals
from thads_portal.browser.staff.work import central
from thads_portal.browser.staff.work import others
from thads_portal.content.register import REGISTER_ID
from thads_portal.domain.codes import State
from thads_portal.domain.words import VIETNAM
from thads_portal.register import assignment
from thads_portal.register.pool import reading
from thads_portal.register.waiting import Waits
from thads_portal.testing import make_listing
from thads_portal.upgrades.v1024 import upgrade

import html
import pytest
import re
import transaction


NATIONAL = "/ban-lam-viec"
ASSIGN = "/phan-cong"
SECOND = "ban-bien-tap-hai"
KINDS = [Waits.BOARD_REVIEW.value, Waits.AMENDMENT.value, Waits.ENDING.value]


@pytest.fixture(scope="module")
def people(portal, server):
    with portal.site():
        api.user.create(username=SECOND, email="hai@thads.example", password="Bon-tu-la-77-nhe")
        api.group.add_user(groupname="editorial-board", username=SECOND)
        transaction.commit()
    accounts = {**portal.accounts, "second": {"username": SECOND, "password": "Bon-tu-la-77-nhe"}}
    return {role: Staff(server, account) for role, account in accounts.items()}


@pytest.fixture(scope="module")
def board(people):
    return people["editorial_board"]


@pytest.fixture(scope="module")
def numbers(portal):
    with portal.site() as site:
        made = [
            make_listing(
                portal,
                site,
                province=province,
                state=State.BOARD_REVIEW,
                debtor_name=f"Việc {name}",
                created_by="ai đó",
            ).id
            for name, province in (("Một", "cao-bang"), ("Hai", "cao-bang"), ("Ba", "bac-kan"))
        ]
        transaction.commit()
    return made


def load(portal):
    with reading(portal.dsn) as cursor:
        return assignment.load(cursor, KINDS), assignment.count_free(cursor, KINDS)


def tile(page, label):
    found = re.search(rf"<strong>([^<]*)</strong>\s*{label}", page)
    return found and found[1]


def boxes(portal, numbers):
    rows = portal.query(
        "SELECT province, number, revision FROM thads_listing WHERE number = ANY(%s)", list(numbers)
    )
    return [("muc", f"{place}/{number}/{revision}") for place, number, revision in rows]


def actions_of(portal, code):
    return portal.query("SELECT count(*) FROM thads_record WHERE action = %s", code)[0][0]


def test_a_province_is_given_and_what_is_taken_goes_before(portal, people, board, numbers):
    assert tile(board.get(NATIONAL).text, "Chưa ai nhận") == "3"
    sent = [("action", "provinces"), ("province.cao-bang", SECOND)]
    assert board.post(ASSIGN, sent).status == 303
    assert load(portal) == ({SECOND: 2}, 1)
    mine = people["second"].get(f"{NATIONAL}?cua=toi").text
    assert "Việc Một" in mine and "Việc Hai" in mine and "Việc Ba" not in mine
    assert tile(mine, "Giao cho tôi") == "2"
    free = board.get(f"{NATIONAL}?cua=chua").text
    assert "Việc Ba" in free and "Việc Một" not in free
    taken = [("action", "take"), ("cua", "chua"), *boxes(portal, numbers[1:])]
    assert board.post(NATIONAL, taken).status == 303
    assert load(portal) == ({SECOND: 1, "ban-bien-tap": 2}, 0)
    page = board.get(f"{NATIONAL}?cua=toi").text
    assert "Việc Hai" in page and "Việc Ba" in page and "Việc Một" not in page
    assert tile(page, "Giao cho tôi") == "2"
    # Given back it belongs to whose the province is.
    assert board.post(NATIONAL, [("action", "leave"), *boxes(portal, numbers[1:])]).status == 303
    assert load(portal) == ({SECOND: 2}, 1)
    assert actions_of(portal, "work_taken") == 4 and actions_of(portal, "work_given") == 1
    # An inspector sees no such buttons, and cannot take.
    taken = [("action", "take"), *boxes(portal, numbers[:1])]
    assert people["inspector"].post(NATIONAL, taken).status == 403
    assert people["inspector"].get(ASSIGN).status == 403


def test_work_is_dealt_out_by_turn(portal, board, numbers):
    empty = board.post(ASSIGN, [("action", "turn")])
    assert empty.status == 422
    sent = [("action", "standing"), ("standing", SECOND), ("standing", "ban-bien-tap")]
    assert board.post(ASSIGN, [*sent, ("standing", "bien-tap-cao-bang")]).status == 303
    assert portal.query("SELECT count(*) FROM thads_standing") == [(2,)]
    assert board.post(ASSIGN, [("action", "provinces"), ("province.cao-bang", "")]).status == 303
    assert board.post(ASSIGN, [("action", "turn")]).status == 303
    found, free = load(portal)
    assert sorted(found.values()) == [1, 2] and free == 0
    page = board.get(ASSIGN).text
    assert "Chưa thuộc về ai: <strong>0</strong>" in page


def test_a_substitute_has_the_work_between_two_days(portal, people, board, numbers):
    today = datetime.now(VIETNAM).date()

    def day(days):
        return f"{today + timedelta(days=days):%d/%m/%Y}"

    portal.query("DELETE FROM thads_assignment RETURNING item")
    board.post(ASSIGN, [("action", "provinces"), ("province.cao-bang", SECOND)])
    base = [("action", "substitute"), ("away", SECOND), ("substitute", "ban-bien-tap")]
    wrong = board.post(ASSIGN, [*base, ("from_day", day(3)), ("until_day", day(1))])
    assert wrong.status == 422 and 'id="f-until-day-error"' in wrong.text
    assert tile(board.get(NATIONAL).text, "Giao cho tôi") == "0"
    assert board.post(ASSIGN, [*base, ("from_day", day(0)), ("until_day", day(0))]).status == 303
    assert tile(board.get(NATIONAL).text, "Giao cho tôi") == "2"
    assert "Việc Một" in board.get(f"{NATIONAL}?cua=toi").text

    def accounts(on: date):
        with reading(portal.dsn) as cursor:
            return assignment.whose(cursor, "ban-bien-tap", on).accounts

    assert accounts(today) == ("ban-bien-tap", SECOND)
    assert accounts(today - timedelta(days=1)) == accounts(today + timedelta(days=1))
    assert accounts(today + timedelta(days=1)) == ("ban-bien-tap",)
    [(line,)] = portal.query("SELECT id FROM thads_substitute")
    assert board.post(ASSIGN, [("action", "end"), ("id", str(line))]).status == 303
    assert tile(board.get(NATIONAL).text, "Giao cho tôi") == "0"


def test_a_note_names_a_colleague_and_leaves_by_no_public_door(
    portal, people, board, numbers, server
):
    card = f"/cao-bang/{REGISTER_ID}/{numbers[0]}/xem-duyet"
    unknown = board.post(card, [("action", "note"), ("note_text", "Nhờ @khong-co-ai xem")])
    assert unknown.status == 422 and "khong-co-ai" in unknown.text
    # Whoever may not see the listing is not told of it.
    for account in ("bien-tap-cong", "quan-tri"):
        refused = board.post(card, [("action", "note"), ("note_text", f"Nhờ @{account} xem")])
        assert refused.status == 422, account
    assert board.post(card, [("action", "note"), ("note_text", "")]).status == 422
    text = "Nhờ @bien-tap-cao-bang kiểm tra lại số nhà bí mật nội bộ"
    answer = board.post(card, [("action", "note"), ("note_text", text)])
    assert answer.status == 303
    assert "bí mật nội bộ" in board.get(card).text
    desk = people["provincial_editor"].get("/cao-bang/ban-lam-viec").text
    assert "Nhắc đến tôi" in desk and f"{card}#trao-doi" in desk
    assert "bí mật nội bộ" in people["provincial_editor"].get(card).text
    assert "Nhắc đến tôi" not in people["provincial_editor"].get("/cao-bang/ban-lam-viec").text
    entries = portal.query(
        "SELECT actor, listing, details::text FROM thads_record WHERE action = 'note_written'"
    )
    assert [row[:2] for row in entries] == [("ban-bien-tap", numbers[0])]
    assert "bí mật" not in entries[0][2]
    # Published, the note stays inside.
    page = board.get(card).text
    revision = re.search(r'name="revision" type="hidden" value="(\d+)"', page)[1]
    board.post(card, [("action", "approve"), ("revision", revision), ("events", "0")])
    place = f"/cao-bang/{REGISTER_ID}/{numbers[0]}"
    public = Staff(server)
    for path in (place, f"{place}.json", f"/++api++{place}"):
        answer = public.get(path)
        assert "bí mật nội bộ" not in answer.text, path
    assert "bí mật nội bộ" not in people["administrator"].get("/nhat-ky").text


def test_batches_and_content_stand_in_the_inbox(portal, board):
    with portal.site(role="editorial_board") as site:
        for old in (20, 2):
            number = make_listing(
                portal,
                site,
                state=State.BOARD_REVIEW,
                created_by="ai đó",
                no_conditions_decision_date=datetime.now(VIETNAM).date() - timedelta(days=old),
            ).id
            transaction.commit()
            create_batch(site["cao-bang"], ActionContext(), numbers=[number], title=f"Đợt {old}")
        with api.env.adopt_roles(["Manager"]):
            news = api.content.create(
                site["cao-bang"]["tin-tuc"], "News Item", id="cho", title="Tin chờ duyệt"
            )
            api.content.transition(news, "submit")
        transaction.commit()
    page = board.get(NATIONAL).text
    assert tile(page, "Đợt chờ duyệt") == "2"
    assert tile(page, "Tin, văn bản, thông báo chờ duyệt") == "1"
    batches = board.get(f"{NATIONAL}?viec=dot").text
    assert re.findall(r"– Đợt (\d+)", batches)[0] == "20"
    assert "/cao-bang/dot-cong-khai/" in batches
    assert "Tin chờ duyệt" in board.get(f"{NATIONAL}?viec=tin-bai").text
    for code in ("ban-sua", "de-nghi"):
        assert board.get(f"{NATIONAL}?viec={code}").status == 200


def test_the_gateways_editor_has_a_desk(portal, people):
    with portal.site(role="central_editor") as site, api.env.adopt_roles(["Manager"]):
        api.content.create(site["tin-tuc"], "News Item", id="nhap-cong", title="Nháp của Cổng")
        api.content.create(site["cao-bang"]["tin-tuc"], "News Item", id="x", title="Của tỉnh")
        transaction.commit()
    editor = people["central_editor"]
    answer = editor.get(NATIONAL)
    assert answer.status == 302 and answer.headers["Location"].endswith("/ban-bien-tap")
    page = editor.get("/ban-bien-tap").text
    assert "Nháp của Cổng" in page and "Của tỉnh" not in page
    assert "/tin-tuc/viet" in page
    assert people["provincial_editor"].get("/ban-bien-tap").status == 403


@pytest.fixture(scope="module")
def beside(portal, people):
    """One of each kind of what waits beside listings: code -> (address of its notes, key, path)."""
    with portal.site(role="editorial_board") as site:
        number = make_listing(
            portal, site, province="bac-kan", state=State.BOARD_REVIEW, created_by="ai đó"
        ).id
        transaction.commit()
        batch = create_batch(site["bac-kan"], ActionContext(), numbers=[number], title="Đợt chung")
        with api.env.adopt_roles(["Manager"]):
            news = {
                name: api.content.create(
                    site["bac-kan"]["tin-tuc"], "News Item", id=name, title=f"Tin {name}"
                )
                for name in ("gui", "sua", "de-nghi")
            }
            api.content.transition(news["gui"], "submit")
            for name in ("sua", "de-nghi"):
                news[name].creators = ("ai-do",)
                api.content.transition(news[name], "publish")
            change = {
                "kind": "change",
                "by": ["ai-do"],
                "at": datetime.now(UTC),
                "fields": {},
                "reason": "",
            }
            news["sua"].waiting_change = change
            news["sua"].reindexObject()
            shared = {"state": "proposed", "proposed_by": "x", "by": "x", "reason": ""}
            news["de-nghi"].syndication = shared
            news["de-nghi"].reindexObject()
        name = batch.id
        uids = {each: news[each].UID() for each in news}
        transaction.commit()
    section, path = "bac-kan/tin-tuc", f"bac-kan/dot-cong-khai/{name}"
    return {
        "dot": (f"/{path}", path, path),
        "tin-bai": (f"/{section}/gui/trao-doi", uids["gui"], f"{section}/gui"),
        "ban-sua": (f"/{section}/sua/ban-sua", uids["sua"], f"{section}/sua"),
        "de-nghi": (f"/{section}/de-nghi/trao-doi", uids["de-nghi"], f"{section}/de-nghi"),
    }


@pytest.mark.parametrize("code", ["dot", "tin-bai", "ban-sua", "de-nghi"])
def test_notes_and_taking_on_what_is_no_listing(portal, people, board, beside, server, code):
    address, key, path = beside[code]
    second = people["second"]
    # A note that names somebody stands in their inbox until they open it.
    text = f"Nhờ @{SECOND} xem giúp điều kín {code}"
    answer = board.post(address, [("action", "note"), ("note_text", text)])
    assert answer.status == 303
    desk = second.get(NATIONAL).text
    assert "Nhắc đến tôi" in desk and f"điều kín {code}" in desk
    back = re.search(rf'href="([^"]*/{path}[^"]*#trao-doi)"', desk)[1].partition("#")[0]
    assert f"điều kín {code}" in second.get(back).text
    assert f"điều kín {code}" not in second.get(NATIONAL).text
    unknown = board.post(address, [("action", "note"), ("note_text", "Nhờ @bien-tap-cao-bang")])
    assert unknown.status == 422
    # Who looked last, before now.
    assert "Xem gần nhất: " in second.get(address).text
    # Taken on its page and on the desk, one after the other.
    assert board.post(address, [("action", "take")]).status == 303
    mine = board.get(f"{NATIONAL}?viec={code}&cua=toi").text
    assert f'value="{key}"' in mine
    assert f"/{path}" in board.get(f"{NATIONAL}?cua=toi").text
    assert f'value="{key}"' not in board.get(f"{NATIONAL}?viec={code}&cua=chua").text
    before = int(tile(second.get(NATIONAL).text, "Giao cho tôi"))
    sent = [("action", "take"), ("viec", code), ("khac", key), ("khac", "khong/co")]
    assert second.post(NATIONAL, sent).status == 303
    assert int(tile(second.get(NATIONAL).text, "Giao cho tôi")) == before + 1
    assert f'value="{key}"' not in board.get(f"{NATIONAL}?viec={code}&cua=toi").text
    assert second.post(address, [("action", "leave")]).status == 303
    assert int(tile(second.get(NATIONAL).text, "Giao cho tôi")) == before
    found = portal.query(
        "SELECT about, details->>'item' FROM thads_record WHERE action = 'work_taken'"
        " AND details->>'item' = %s ORDER BY id",
        path,
    )
    # The record calls a thing by where it stood.
    assert found == [("ban-bien-tap", path), (SECOND, path), (None, path)]
    page = people["inspector"].get("/nhat-ky?action=work_taken").text
    assert path in page and "điều kín" not in page
    # Only the board takes; nobody of another province, and no visitor, sees the notes.
    if code == "dot":
        refused = people["agency_head"].post(
            "/cao-bang/ban-lam-viec",
            [("action", "take"), ("khac", key)],
            page="/cao-bang/ky-thay",
        )
        assert refused.status == 403
    assert people["provincial_editor"].get(address).status == 403
    visitor = Staff(server)
    for door in (f"/{path}", f"/++api++/{path}", f"/{path}/trao-doi"):
        assert "điều kín" not in visitor.get(door).text, door


def test_what_is_no_listing_is_dealt_out_and_counted(portal, board, beside):
    portal.query("DELETE FROM thads_assignment RETURNING item")
    portal.query("DELETE FROM thads_province_member RETURNING province")
    sent = [("action", "standing"), ("standing", SECOND), ("standing", "ban-bien-tap")]
    board.post(ASSIGN, sent)
    free = int(tile(board.get(NATIONAL).text, "Chưa ai nhận"))
    assert board.post(ASSIGN, [("action", "turn")]).status == 303
    given = portal.query("SELECT item, account FROM thads_assignment")
    keys = {key for _address, key, _path in beside.values()}
    assert keys <= {item for item, _account in given} and len(given) == free
    accounts = [account for _item, account in given]
    assert abs(accounts.count(SECOND) - accounts.count("ban-bien-tap")) <= 1
    assert tile(board.get(NATIONAL).text, "Chưa ai nhận") == "0"
    # By province: a batch belongs to whose the province is.
    portal.query("DELETE FROM thads_assignment RETURNING item")
    board.post(ASSIGN, [("action", "provinces"), ("province.bac-kan", SECOND)])
    assert f'value="{beside["dot"][1]}"' not in board.get(f"{NATIONAL}?viec=dot&cua=chua").text


def test_the_filters_of_other_lists_narrow_them(board, beside):
    key = f'value="{beside["dot"][1]}"'
    assert key in board.get(f"{NATIONAL}?viec=dot&tinh=bac-kan").text
    assert key not in board.get(f"{NATIONAL}?viec=dot&tinh=cao-bang").text
    page = board.get(f"{NATIONAL}?viec=tin-bai").text
    assert 'name="han"' not in page and 'name="canh-bao"' not in page


def test_what_was_said_about_content_goes_with_it_wherever_it_moves(portal, people, board, beside):
    """A new name, another place; and who takes the old path is another thing."""
    second = people["second"]
    _address, uid, old = beside["tin-bai"]
    sent = [("action", "note"), ("note_text", f"@{SECOND} xem điều đi theo")]
    assert board.post(f"/{old}/trao-doi", sent).status == 303
    assert board.post(f"/{old}/trao-doi", [("action", "take")]).status == 303
    with portal.site(role="editorial_board") as site, api.env.adopt_roles(["Manager"]):
        section = site["bac-kan"]["tin-tuc"]
        api.content.rename(section["gui"], "ten-moi")
        api.content.create(section, "News Item", id="gui", title="Tin khác ở chỗ cũ")
        transaction.commit()
        assert section["ten-moi"].UID() == uid
    moved = "bac-kan/tin-tuc/ten-moi"
    assert "điều đi theo" in board.get(f"/{moved}/trao-doi").text
    assert "điều đi theo" not in board.get(f"/{old}/trao-doi").text
    assert f'value="{uid}"' in board.get(f"{NATIONAL}?viec=tin-bai&cua=toi").text
    desk = second.get(NATIONAL).text
    assert f"/{moved}/trao-doi#trao-doi" in desk and f"/{old}/trao-doi#" not in desk
    # Of what is deleted for good nothing waits any more.
    with portal.site(role="editorial_board") as site, api.env.adopt_roles(["Manager"]):
        api.content.delete(site["bac-kan"]["tin-tuc"]["ten-moi"])
        transaction.commit()
    assert "điều đi theo" not in second.get(NATIONAL).text
    assert portal.query(
        "SELECT count(*) FROM thads_mention JOIN thads_note ON id = note"
        " WHERE item = %s AND seen IS NULL",
        uid,
    ) == [(0,)]


def test_notes_of_before_are_found_under_the_new_key(portal, board):
    """Notes that hang on a path: of what is where it was, of what was renamed since, of a batch."""
    with portal.site(role="editorial_board") as site, api.env.adopt_roles(["Manager"]):
        section = site["lang-son"]["tin-tuc"]
        made = [api.content.create(section, "News Item", id=f"cu-{n}", title="Tin") for n in "ab"]
        transaction.commit()
        api.content.rename(section["cu-b"], "moi-b")
        transaction.commit()
        uids = [each.UID() for each in (section["cu-a"], section["moi-b"])]
        assert len(made) == 2
    batch = "lang-son/dot-cong-khai/2026-0099"
    paths = ["lang-son/tin-tuc/cu-a", "lang-son/tin-tuc/cu-b", batch, "khong/con"]
    for written in (
        "INSERT INTO thads_note (item, account, text) SELECT unnest(%s), 'ai', '' RETURNING 1",
        "INSERT INTO thads_look (item, account, revision) SELECT unnest(%s), 'ai', 0 RETURNING 1",
        "INSERT INTO thads_assignment (item, account, given_by) SELECT unnest(%s), 'ai', '' RETURNING 1",
    ):
        assert len(portal.query(written, paths)) == len(paths)
    portal.query("INSERT INTO thads_look VALUES (%s, 'ai', 7) RETURNING item", uids[0])
    with portal.site() as site:
        upgrade(site.portal_setup)
        transaction.commit()
        upgrade(site.portal_setup)
        transaction.commit()
    for read in (
        "SELECT item FROM thads_note WHERE account = 'ai'",
        "SELECT item FROM thads_look WHERE account = 'ai'",
        "SELECT item FROM thads_assignment WHERE account = 'ai'",
    ):
        assert sorted(row[0] for row in portal.query(read)) == sorted([*uids, batch, "khong/con"])
    assert portal.query(
        "SELECT revision FROM thads_look WHERE account = 'ai' AND item = %s", uids[0]
    ) == [(7,)]


@pytest.fixture
def many(portal, monkeypatch):
    """More of each kind of content than a page shows, with small pages."""
    for module in (others, central):
        monkeypatch.setattr(module, "PAGE", 3)
    monkeypatch.setattr(proposals, "PAGE_SIZE", 3)
    monkeypatch.setattr(content_work, "WAITING", 3)
    with portal.site(role="editorial_board") as site, api.env.adopt_roles(["Manager"]):
        for number in range(5):
            made = [
                api.content.create(
                    place, "News Item", id=f"nhieu-{number}", title=f"Tin thứ {number}"
                )
                for place in (site["cao-bang"]["tin-tuc"], site["tin-tuc"])
            ]
            made[0].creators = ("ai-do",)
            api.content.transition(made[0], "publish")
            shared = {"state": "proposed", "proposed_by": "x", "by": "x", "reason": ""}
            made[0].syndication = shared
            made[0].reindexObject()
            api.content.transition(made[1], "submit")
        transaction.commit()
    yield
    with portal.site(role="editorial_board") as site, api.env.adopt_roles(["Manager"]):
        for place in (site["cao-bang"]["tin-tuc"], site["tin-tuc"]):
            api.content.delete(objects=[place[f"nhieu-{number}"] for number in range(5)])
        transaction.commit()


@pytest.mark.parametrize(
    ("role", "start"),
    [
        ("editorial_board", f"{NATIONAL}?viec=tin-bai&cua=chua"),
        ("editorial_board", f"{NATIONAL}?viec=de-nghi&tinh=cao-bang"),
        ("editorial_board", "/de-nghi-dang?muc=dang-cho"),
        ("editorial_board", "/de-nghi-dang"),
        ("central_editor", "/ban-bien-tap?muc=pending"),
        ("central_editor", "/ban-bien-tap"),
        ("central_editor", "/tin-tuc"),
    ],
)
def test_every_list_is_read_to_its_end_page_by_page(people, many, role, start):
    """Nothing is cut off: each page once, the filters kept in the address, back again."""
    reader, address, seen, pages = people[role], start, set(), 0
    while address:
        page = reader.get(address).text
        here = set(re.findall(r">(Tin thứ \d)<", page))
        assert here and not here & seen
        seen |= here
        pages += 1
        found = re.search(r'rel="next[^"]*" href="([^"]*)"', page)
        address = html.unescape(found[1]) if found else ""
        if address:
            assert {*start.partition("?")[2].split("&")} - {""} <= {
                *address.partition("?")[2].split("&")
            }
            assert "Dòng 1–3 trong" in page or pages > 1 or start == "/tin-tuc"
    assert len(seen) == 5 and pages >= 2
    assert re.search(r'rel="prev[^"]*"', page)
    # Behind the end, where a list has become shorter: its last page, and no empty one.
    join = "&" if "?" in start else "?muc=dang-cho&" if "de-nghi" in start else "?muc=pending&"
    assert "Tin thứ" in reader.get(f"{start}{join}tu=999").text
