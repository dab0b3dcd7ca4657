"""Whoever follows every link of a small portal finds nothing missing and nothing broken."""

from tests.support.crawling import crawl
from thads_portal.domain.codes import State
from thads_portal.testing import make_listing

import transaction


def test_every_link_leads_somewhere(portal, server):
    with portal.site() as site:
        for number in range(3):
            make_listing(portal, site, debtor_name=f"Nông Văn Thử {number}")
        make_listing(portal, site, debtor_name="Công ty TNHH Mẫu", debtor_kind="organisation")
        make_listing(portal, site, debtor_name="Lục Văn Xong", state=State.ENDED)
        for number in range(22):
            make_listing(portal, site, province="ha-noi", debtor_name=f"Đàm Văn Tập {number}")
        transaction.commit()
    found = crawl(server)
    assert found.wrong == []
    assert found.asked > 60
    for expected in ("/tra-cuu", "/cao-bang/nguoi-phai-thi-hanh-an", "/gop-y", "/tro-nang"):
        assert f"{server}{expected}" in found.seen
