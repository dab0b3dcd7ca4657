"""Who signs for the head (KT., TL., TUQ.): on the days of their authority, recorded as they did."""

from datetime import date
from datetime import timedelta
from tests.support.batches import batch_of
from tests.support.batches import make_batch
from tests.support.desk import at_desk
from tests.support.desk import BOARD
from tests.support.desk import DOCUMENT
from tests.support.desk import EDITOR
from tests.support.desk import HEAD
from tests.support.desk import make_colleagues
from tests.support.desk import SIGNED_ON_PAPER
from thads_portal.actions.batch_sign import sign_batch
from thads_portal.actions.deputies import end_authority
from thads_portal.actions.deputies import give_authority
from thads_portal.actions.sign import OF_EACH
from thads_portal.actions.sign import sign
from thads_portal.actions.sign import submit_signed
from thads_portal.content.site import ProvincialSite
from thads_portal.domain.codes import State
from thads_portal.domain.deputies import deputy_on
from thads_portal.domain.deputies import read
from thads_portal.domain.deputies import signed_for_head
from thads_portal.errors import Code
from thads_portal.errors import NotAllowed
from thads_portal.errors import Rejected
from thads_portal.opendata.official import notice_of
from thads_portal.opendata.pdf.notice import Posting
from thads_portal.testing import make_listing

import pytest
import transaction


SECOND = "bien-tap-hai"
CAPACITY = "KT. CỤC TRƯỞNG, PHÓ CỤC TRƯỞNG"


@pytest.fixture(scope="module", autouse=True)
def colleagues(portal):
    with portal.site() as site:
        make_colleagues(site)
        transaction.commit()


@pytest.fixture
def province(site):
    site["cao-bang"].deputies = ()
    return site["cao-bang"]


def authority(acting, *, begins=0, lasts=None, **more):
    first = acting.today + timedelta(days=begins)
    return {
        "account": SECOND,
        "form": "KT",
        "head": "Cục trưởng",
        "position": "Phó Cục trưởng",
        "from_day": first,
        "until_day": None if lasts is None else first + timedelta(days=lasts),
        "document": {"number": "9/QĐ-CTHADS", "date": "2026-01-05"},
        **more,
    }


def problems(caught):
    return {each.field: each.code for each in caught.value.problems}


def submitted(portal, site, **fields):
    return make_listing(portal, site, state=State.SUBMITTED, created_by="ai đó", **fields)


@pytest.mark.parametrize(
    ("begins", "lasts", "signs"),
    [(0, 0, True), (-3, 3, True), (0, None, True), (1, None, False), (-3, 2, False)],
    ids=["today only", "its last day", "without an end", "from tomorrow", "over yesterday"],
)
def test_an_absent_head_stops_nothing_on_the_days_of_the_authority(
    portal, site, province, begins, lasts, signs
):
    listing = submitted(portal, site)
    acting = at_desk(site, HEAD)
    give_authority(province, acting, authority(acting, begins=begins, lasts=lasts))
    deputy = at_desk(site, SECOND)
    if not signs:
        with pytest.raises(NotAllowed):
            sign(listing, deputy, document=DOCUMENT, signatory="Ai đó")
        assert listing.state is State.SUBMITTED
        return
    sign(listing, deputy, document=DOCUMENT, signatory="Tên gõ nhầm")
    entry = listing.history[-1]
    # The account signs as itself, whatever name was typed.
    assert entry["actor"] == SECOND and entry["signatory"] == read(province.deputies)[0].name
    assert entry["capacity"] == CAPACITY
    # A head who signs is in no such capacity.
    other = submitted(portal, site)
    sign(other, at_desk(site, HEAD), document=DOCUMENT, signatory="Hoàng Thị Mẫu")
    assert "capacity" not in other.history[-1]


def test_only_the_head_or_an_administrator_says_who_signs(portal, site, province):
    for name in (EDITOR, SECOND, BOARD, "kiem-tra", "thu-truong-bac-kan"):
        acting = at_desk(site, name)
        with pytest.raises(NotAllowed):
            give_authority(province, acting, authority(acting))
    acting = at_desk(site, "quan-tri")
    give_authority(province, acting, authority(acting))
    # Who signs for the head gives nothing on.
    deputy = at_desk(site, SECOND)
    with pytest.raises(NotAllowed):
        give_authority(province, deputy, authority(deputy, account=EDITOR))
    end_authority(province, at_desk(site, HEAD), 1)
    assert deputy_on(province.deputies, SECOND, acting.today) is None
    assert deputy_on(province.deputies, SECOND, acting.today - timedelta(days=1)) is None
    listing = submitted(portal, site)
    with pytest.raises(NotAllowed):
        sign(listing, at_desk(site, SECOND), document=DOCUMENT)


def test_an_authority_is_entered_whole(portal, site, province):
    acting = at_desk(site, HEAD)
    for wrong, expected in (
        ({"account": ""}, {"account": Code.MISSING}),
        ({"account": HEAD}, {"account": Code.IS_HEAD}),
        ({"account": "bien-tap-bac-kan"}, {"account": Code.UNKNOWN_COLLEAGUE}),
        ({"form": "XX"}, {"form": Code.MISSING}),
        ({"form": "TUQ"}, {"until_day": Code.MISSING}),
        ({"lasts": -2}, {"until_day": Code.BAD_DATE}),
        ({"position": ""}, {"position": Code.MISSING}),
        ({"document": {}}, {"document.number": Code.MISSING, "document.date": Code.MISSING}),
    ):
        with pytest.raises(Rejected) as caught:
            give_authority(province, acting, authority(acting, **wrong))
        assert problems(caught) == expected, wrong
    assert province.deputies == ProvincialSite.deputies == ()


def test_on_paper_the_day_of_the_decision_decides(portal, site, province):
    head = at_desk(site, HEAD)
    values = {"from_day": date(2026, 11, 10), "until_day": date(2026, 11, 20)}
    give_authority(province, head, {**authority(head), **values})
    editor = at_desk(site, EDITOR, policy=SIGNED_ON_PAPER)

    def sent(day):
        listing = make_listing(portal, site, state=State.DRAFT, created_by=EDITOR)
        document = {"number": "77/QĐ-CTHADS", "date": day}
        submit_signed(listing, editor, document=document, signatory="Nông Thị Phó", signed_as="1")
        return listing.history[-1]

    for day in ("2026-11-10", "2026-11-20"):
        entry = sent(day)
        assert (entry["signatory"], entry["capacity"]) == ("Nông Thị Phó", CAPACITY)
    for day in ("2026-11-09", "2026-11-21"):
        with pytest.raises(Rejected) as caught:
            sent(day)
        assert problems(caught) == {"signed_as": Code.NO_AUTHORITY}
    listing = make_listing(portal, site, state=State.DRAFT, created_by=EDITOR)
    with pytest.raises(Rejected) as caught:
        submit_signed(listing, editor, document=DOCUMENT, signatory="X", signed_as="99")
    assert problems(caught) == {"signed_as": Code.MISSING}


def test_each_case_keeps_its_own_decision_and_signer(portal, site, province):
    cases = [
        submitted(portal, site, signed_by=name, no_conditions_decision_number=number)
        for name, number in (("Nông Văn Một", "501/QĐ"), ("Lục Thị Hai", "502/QĐ"))
    ]
    sign(cases, at_desk(site, HEAD), document=None, signatory="", signed_as=OF_EACH)
    entries = [case.history[-1] for case in cases]
    assert [(each["document_number"], each["signatory"]) for each in entries] == [
        ("501/QĐ", "Nông Văn Một"),
        ("502/QĐ", "Lục Thị Hai"),
    ]
    nobody = submitted(portal, site, signed_by=None)
    with pytest.raises(Rejected) as caught:
        sign(nobody, at_desk(site, HEAD), document=None, signatory="", signed_as=OF_EACH)
    assert problems(caught) == {"signatory": Code.MISSING}


def test_the_batch_and_the_paper_say_it_right(portal, site, province):
    head = at_desk(site, HEAD)
    give_authority(province, head, authority(head))
    name, numbers = make_batch(portal, site, until="submitted")
    batch = batch_of(site, name)
    sign_batch(batch, at_desk(site, SECOND), signatory="", document=DOCUMENT)
    entry = batch.history[-1]
    who = read(province.deputies)[0].name
    assert (entry["signed_by"], entry["signed_as"]) == (who, CAPACITY)
    listing = site["cao-bang"]["nguoi-phai-thi-hanh-an"][numbers[0]]
    assert signed_for_head(listing.history) == (who, CAPACITY)
    made = []
    for signed in (True, False):
        if not signed:
            listing.history = ()
        draft = notice_of(
            listing,
            province,
            Posting(commune="Xã Mẫu", posted_from=None, posted_until=None),
            others=[],
            amounts={},
            when=head.when,
            today=head.today,
            root="https://thads.example",
        )
        made.append(draft.content)
    assert made[0] != made[1]
